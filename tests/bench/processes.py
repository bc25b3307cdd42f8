"""The processes of a run: our own Postgres, the application, and the CPU that both take."""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from core.database.embedded import EmbeddedPostgres, start_embedded
from core.settings import PREFIX

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
ROUNDS = 10


@contextmanager
def folder_on_disk() -> Iterator[Path]:
    """A folder that the database server's own user may enter. On disk: fsync shall cost."""
    folder = Path(tempfile.mkdtemp(prefix="deskhand-bench-", dir="/var/tmp")).resolve()
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Server:
    """A database of this run's own Postgres, which is set as the product sets it."""

    pid: int
    url: str


@asynccontextmanager
async def a_postgres() -> AsyncIterator[EmbeddedPostgres]:
    """The embedded Postgres with the settings that `deskhand run` gives it, fsync and all."""
    with folder_on_disk() as folder:
        async with await start_embedded(folder) as postgres:
            yield postgres


async def new_database(postgres: EmbeddedPostgres, name: str) -> Server:
    """A database with nothing in it yet."""
    await postgres.create_database(name)
    return Server(postgres.pid, postgres.url(name))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def an_app(url: str, *options: str, **settings: str) -> AsyncIterator["App"]:
    """The application in a process of its own, answering on loopback until the context ends.

    ``options`` go to ``tests.bench.application``; ``settings`` are an operator's.
    """
    port = free_port()
    chosen = {"database_url": url, "secret_key": "k" * 40, "port": str(port), **settings}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.application", *options],
            cwd=ROOT,
            env=environment(**chosen),
            stdout=said,
            stderr=said,
        )
        app = App(process.pid, port)
        try:
            await ready(app.origin, process)
            yield app
        except RuntimeError:
            said.seek(0)
            sys.stderr.write(said.read().decode(errors="replace")[-4000:])
            raise
        finally:
            await stop(process)


@dataclass(frozen=True)
class App:
    """A running application."""

    pid: int
    port: int

    @property
    def origin(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


def environment(**settings: str) -> dict[str, str]:
    """This process's environment with these settings of Deskhand and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return kept | {f"{PREFIX}{name.upper()}": value for name, value in settings.items()}


async def ready(origin: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until it answers at all. Raises ``RuntimeError`` if it ends before."""
    async with httpx.AsyncClient(base_url=origin) as client:
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends and process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if (await client.get("/healthz")).status_code == 200:
                    return
            await asyncio.sleep(0.01)
    raise RuntimeError("the application did not start")


async def stop(process: "subprocess.Popen[bytes]") -> None:
    """End a process of ours as Ctrl-C does."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        await asyncio.to_thread(process.wait, 30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Meter:
    """Reads what an application and its Postgres have spent so far, in seconds of CPU."""

    def __init__(self, app_pid: int, postmaster_pid: int) -> None:
        self._app = psutil.Process(app_pid)
        self._postmaster = psutil.Process(postmaster_pid)

    def app(self) -> float:
        """The application, without children."""
        spent = self._app.cpu_times()
        return float(spent.user + spent.system)

    def postgres(self) -> float:
        """The postmaster, the servers it has now, and those that have ended."""
        own = self._postmaster.cpu_times()
        total = float(own.user + own.system + own.children_user + own.children_system)
        for child in self._postmaster.children():
            with contextlib.suppress(psutil.NoSuchProcess):
                spent = child.cpu_times()
                total += spent.user + spent.system
        return total


@dataclass(frozen=True)
class Spent:
    """What one operation costs: CPU milliseconds, and all wall times.

    CPU is the lower quartile of the rounds: neighbours on the machine, and what Postgres
    does in the background, only ever add to it.
    """

    app_ms: float
    pg_ms: float
    walls: list[float]


def measure(meter: Meter, act: Callable[[], object], times: int) -> Spent:
    """Do it ``times`` times in :data:`ROUNDS` rounds, after a tenth of that to get warm."""
    for _ in range(max(20, times // 10)):
        act()
    walls: list[float] = []
    app, pg = [], []
    share = times // ROUNDS
    for _ in range(ROUNDS):
        app_before, pg_before = meter.app(), meter.postgres()
        for _ in range(share):
            began = time.perf_counter()
            act()
            walls.append(time.perf_counter() - began)
        app.append((meter.app() - app_before) / share)
        pg.append((meter.postgres() - pg_before) / share)
    quarter = ROUNDS // 4
    return Spent(sorted(app)[quarter] * 1000, sorted(pg)[quarter] * 1000, walls)
