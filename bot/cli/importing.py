"""`deskhand import tickets`: a CSV file into the desk, with a progress bar."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.cli.attaching import attach
from bot.cli.console import Voice
from core.errors import Invalid
from core.tickets.imports.import_rows import Problem, Row, read_tickets
from core.tickets.imports.importing import Imported, import_tickets

MOST_SHOWN = 20


async def bring_in_tickets(voice: Voice, path: Path, customer: str | None) -> None:
    """Import the file. Exit code 1 if there are rows that could not become tickets."""
    total = sum(1 for _ in _read(path))
    async with attach() as desk:
        with _bar(voice, total) as bar:
            task = bar.add_task("Importing", total=total)
            ended = await import_tickets(
                desk.opened.database,
                desk.actor,
                lambda: _read(path),
                customer=customer,
                progress=lambda done: bar.update(task, completed=done),
            )
    value = {
        "rows": total,
        "added": ended.added,
        "known": ended.known,
        "categories": ended.categories,
        "problems": [{"line": p.line, "problem": p.problem} for p in ended.problems],
    }
    voice.answer(value, lambda out: _say(out, ended))
    if ended.problems:
        raise SystemExit(1)


def _read(path: Path) -> Iterator[Row | Problem]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from read_tickets(file)
    except UnicodeDecodeError as error:
        raise Invalid(
            field="file", problem=f"{path} is not UTF-8; save it in that encoding"
        ) from error
    except OSError as error:
        problem = f"{path} cannot be read: {(error.strerror or str(error)).lower()}"
        raise Invalid(field="file", problem=problem) from error


@contextmanager
def _bar(voice: Voice, total: int) -> Iterator[Progress]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    # On standard error, so that the answer can be piped on.
    with Progress(*columns, console=Console(stderr=True), disable=voice.as_json) as bar:
        yield bar


def _say(out: Console, ended: Imported) -> None:
    out.print(f"{ended.added:,} tickets added, {ended.known:,} were here already.", markup=False)
    if ended.categories:
        out.print(f"{ended.categories:,} categories made below Imported.", markup=False)
    if not ended.problems:
        return
    out.print(f"{len(ended.problems):,} rows could not become tickets:", markup=False)
    for problem in ended.problems[:MOST_SHOWN]:
        out.print(f"  line {problem.line}: {problem.problem}", markup=False, highlight=False)
    if len(ended.problems) > MOST_SHOWN:
        out.print("  ... all of them with --json", markup=False)
    out.print("Mend these rows and import the file again: only they will be added.", markup=False)
