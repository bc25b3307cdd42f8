"""The command line: how soon help is shown, and how soon the demo is ready."""

import asyncio
import contextlib
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.bench.figures import Figure, Goal
from tests.bench.processes import PATIENCE, environment, folder_on_disk, free_port, stop

DESKHAND = Path(sys.executable).with_name("deskhand")
HELPS = 10
WARM_STARTS = 3


async def measure_commands() -> list[Figure]:
    """`deskhand --help`, and `deskhand demo` with nothing there and with its data there."""
    figures = [_measure_help()]
    with folder_on_disk() as folder:
        cold = [await _start_demo(folder)]
        warm = [await _start_demo(folder) for _ in range(WARM_STARTS)]
    figures.append(Figure("deskhand demo, cold", cold, Goal(p50_ms=6000)))
    figures.append(Figure("deskhand demo, warm", warm, Goal(p50_ms=3000)))
    return figures


def _measure_help() -> Figure:
    walls, spent = [], []
    for _ in range(HELPS):
        before, began = _children(), time.perf_counter()
        subprocess.run(
            [DESKHAND, "--help"],
            check=True,
            capture_output=True,
            env=environment(),
            timeout=PATIENCE,
        )
        walls.append(time.perf_counter() - began)
        spent.append(_children() - before)
    cpu = sorted(spent)[len(spent) // 4] * 1000
    return Figure("deskhand --help", walls, Goal(cpu_ms=400, p50_ms=400), cpu, 0.0)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def _start_demo(folder: Path) -> float:
    """Seconds until the demo says that it is ready; it is stopped again."""
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [DESKHAND, "demo"],
        env=environment(data_dir=os.fspath(folder), port=str(port)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            while time.perf_counter() - began < PATIENCE and process.poll() is None:
                with contextlib.suppress(httpx.TransportError):
                    if (await client.get("/readyz")).status_code == 200:
                        return time.perf_counter() - began
                await asyncio.sleep(0.02)
    finally:
        await stop(process)
    assert process.stderr is not None
    raise RuntimeError(f"the demo did not start: {process.stderr.read().decode()[-2000:]}")
