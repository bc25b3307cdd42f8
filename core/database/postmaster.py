"""The server process of the embedded Postgres: how it starts and how it shows life.

Nothing here decides when to start or stop; :mod:`core.database.embedded` does.
"""

import hashlib
import os
import shlex
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.database.installation import Installation, Refused, run_program

PORT = 5432
SOCKET_LIMIT = 103  # bytes of a socket's whole path on the strictest system we run on
OPTIONS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}


@dataclass(frozen=True)
class Postmaster:
    """What a running server wrote about itself."""

    pid: int
    socket_dir: Path | None


def start(place: Installation, options: Mapping[str, str], patience: int = 5) -> str:
    """Start the server and wait ``patience`` seconds for it; returns what it said. Blocks."""
    socket_dir = _choose_socket_dir(place)
    log = place.pgdata / "server.log"
    if log.exists() and log.stat().st_size > 10_000_000:
        log.replace(log.with_suffix(".log.old"))
    quoted = '"' + str(socket_dir).replace('"', '""') + '"'
    chosen = {**OPTIONS, **options, "unix_socket_directories": quoted}
    flags = shlex.join(word for name in chosen for word in ("-c", f"{name}={chosen[name]}"))
    waiting = ["-w", "-t", str(patience), "-s"]
    return run_program(
        place, "pg_ctl", *waiting, "-D", str(place.pgdata), "-l", str(log), "-o", flags, "start"
    )


def read_postmaster(pgdata: Path) -> Postmaster | None:
    """The server that claims ``pgdata``, whether or not it is still there."""
    try:
        lines = (pgdata / "postmaster.pid").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return None
    if not lines or not lines[0].strip().isdigit():
        return None
    socket_dir = lines[4].strip() if len(lines) > 4 else ""
    return Postmaster(int(lines[0]), Path(socket_dir) if socket_dir else None)


def is_running(server: Postmaster, pgdata: Path) -> bool:
    """Whether that process lives and is a Postgres at work in ``pgdata``.

    A zombie is dead, and a number that another program got meanwhile is not ours.
    """
    import psutil

    try:
        process = psutil.Process(server.pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return process.name().startswith("postgres") and Path(process.cwd()) == pgdata
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False
    except psutil.AccessDenied:
        return True


def forget_dead(pgdata: Path, server: Postmaster | None) -> None:
    """Remove the marks of a dead server that would keep a new one from starting.

    Postgres does this for itself unless the old number is a zombie's or somebody else's.
    """
    (pgdata / "postmaster.pid").unlink(missing_ok=True)
    if server is not None and server.socket_dir is not None:
        (server.socket_dir / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)


def last_words(pgdata: Path) -> str:
    """The last complaint in the server's log, for an error message."""
    try:
        lines = (pgdata / "server.log").read_text("utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ""
    grave = [line for line in lines if "FATAL:" in line or "PANIC:" in line]
    return grave[-1].split(": ", 1)[-1].strip() if grave else ""


def _choose_socket_dir(place: Installation) -> Path:
    name = "deskhand-" + hashlib.sha256(os.fsencode(place.pgdata)).hexdigest()[:12]
    candidates = [place.pgdata, Path(tempfile.gettempdir()) / name]
    for folder in candidates:
        # A comma would be read as the end of the first of several hosts.
        fits = len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= SOCKET_LIMIT
        if fits and "," not in str(folder):
            break
    else:
        raise Refused("its path is too long for a socket; set DESKHAND_DATA_DIR to a shorter one")
    owner = place.account.pw_uid if place.account is not None else os.geteuid()
    if folder != place.pgdata and not folder.exists():
        folder.mkdir(mode=0o700)
        os.chown(folder, owner, -1)
    # Whoever owns the folder of the socket could answer in the server's place.
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != owner or status.st_mode & 0o077:
        raise Refused(f"{folder} must be a folder of the server's user that nobody else may enter")
    return folder
