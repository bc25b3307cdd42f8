"""Importing a module does nothing: no settings read, no socket, no thread, no file written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, modules

# Runs with an empty environment. The audit hook sees what no patched function can hide.
PROBE = """
import importlib, json, os, sys, threading, warnings

warnings.simplefilter("error", ResourceWarning)
OPENING = ("w", "a", "x", "+")
deeds, current = [], "nothing"

def watch(event, args):
    written = event == "open" and isinstance(args[1], str) and any(m in args[1] for m in OPENING)
    started = event in ("subprocess.Popen", "os.system", "os.fork", "os.posix_spawn")
    talked = event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto")
    if written or started or talked:
        deeds.append(f"{current}: {event} {args[0]!r}")

class Environment(dict):
    def __getitem__(self, key):
        return self._read(key, super().__getitem__, key)
    def get(self, key, default=None):
        return self._read(key, super().get, key, default)
    def __contains__(self, key):
        return self._read(key, super().__contains__, key)
    def _read(self, key, how, *args):
        if str(key).startswith("DESKHAND_"):
            deeds.append(f"{current}: reads {key}")
        return how(*args)

sys.dont_write_bytecode = True
os.environ = Environment(os.environ)
os.getenv = os.environ.get
sys.addaudithook(watch)
for current in json.load(sys.stdin):
    before = threading.active_count()
    try:
        importlib.import_module(current)
    except BaseException as error:
        deeds.append(f"{current}: {type(error).__name__}: {error}")
    if threading.active_count() != before:
        deeds.append(f"{current}: starts a thread")
print(json.dumps(deeds))
"""


def probe(folder: Path, *names: str) -> list[str]:
    """What happened while these modules of a folder were imported, one after another."""
    result = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(folder)!r})\n{PROBE}"],
        input=json.dumps(names),
        env={},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    *noise, deeds = result.stdout.splitlines()
    found: list[str] = json.loads(deeds)
    return found + [f"prints {line}" for line in noise]


def test_every_module_is_imported_without_effect() -> None:
    assert probe(ROOT, *modules()) == []


@pytest.mark.parametrize(
    "effect",
    [
        "import os; os.environ.get('DESKHAND_PORT')",
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).bind(('127.0.0.1', 0))",
        "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()",
        "import subprocess; subprocess.run(['true'])",
        "open('written', 'w').close()",
        "print('hello')",
        "import no_such_module",
    ],
)
def test_the_probe_sees(tmp_path: Path, effect: str) -> None:
    (tmp_path / "guilty.py").write_text(effect.replace("'written'", repr(str(tmp_path / "w"))))
    assert len(probe(tmp_path, "guilty")) == 1
