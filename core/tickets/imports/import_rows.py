"""What a file of tickets says: its rows as drafts, and what is wrong with the others. Pure."""

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from core.errors import HelpdeskError, Invalid
from core.tickets.configuration.tagging import normal_tag, parse_tags
from core.tickets.opening import TicketDraft

COLUMNS = ("subject", "description", "category", "priority", "customer", "tags")
TEXT = "text"
FIELD = "field."
"""How the column of a custom field begins: ``field.device``."""
_SHORT = 120
_SPACE = re.compile(r"\s+")


class NoTickets(HelpdeskError):
    """The file's first line does not name columns that make tickets."""

    code = "import.columns"
    text = "{problem} The columns are text or subject, and description, category, priority, customer, tags, field.KEY."  # noqa: E501


@dataclass(frozen=True)
class Row:
    """One row that can become a ticket. ``digest`` stands for its content and its occurrence."""

    line: int
    digest: str
    draft: TicketDraft


@dataclass(frozen=True)
class Problem:
    """One row that cannot become a ticket, and why."""

    line: int
    problem: str


def read_tickets(lines: Iterable[str]) -> Iterator[Row | Problem]:
    """The rows of a CSV file, each with the line on which it begins.

    The same content twice is two tickets: the second has another digest. Raises
    :class:`NoTickets` for a first line that names no columns of ours.
    """
    source = iter(lines)
    first = next(source, "").removeprefix("\ufeff")
    separator = ";" if ";" in first and "," not in first else ","
    names = _names(next(csv.reader([first], delimiter=separator), []))
    seen: Counter[str] = Counter()
    for line, cells in _records(source, separator):
        if isinstance(cells, str):
            yield Problem(line, cells)
        elif len(cells) > len(names):
            yield Problem(line, f"this row has {len(cells)} fields, the first line {len(names)}")
        elif any(cells):
            said = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
            content = json.dumps(said, sort_keys=True)
            seen[content] += 1
            digest = hashlib.sha256(content.encode()).hexdigest()
            yield _to_row(line, f"{digest}:{seen[content]}", said)


def _records(source: Iterator[str], separator: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each row's first line in the file, and its fields; or why it cannot be read."""
    reader = csv.reader(source, delimiter=separator)
    while True:
        line = reader.line_num + 2
        try:
            yield line, [cell.strip() for cell in next(reader)]
        except csv.Error as error:
            yield line, f"this row cannot be read: {error}"
        except StopIteration:
            return


def _names(first: list[str]) -> list[str]:
    names = [name.strip().lower() for name in first]
    known = {*COLUMNS, TEXT}
    unknown = [name for name in names if name not in known and not name.startswith(FIELD)]
    if not {TEXT, "subject"} & set(names):
        raise NoTickets(problem="The first line names neither text nor subject.")
    if unknown:
        raise NoTickets(problem=f"I don't know the column {unknown[0]!r}.")
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise NoTickets(problem=f"The column {twice[0]!r} is there twice.")
    return names


def _to_row(line: int, digest: str, said: Mapping[str, str]) -> Row | Problem:
    try:
        return Row(line, digest, _to_draft(said))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return Problem(line, f"{where}: {first['msg'].removeprefix('Value error, ')}")
    except Invalid as error:
        return Problem(line, str(error))


def _to_draft(said: Mapping[str, str]) -> TicketDraft:
    text = said.get(TEXT, "")
    fields: dict[str, object] = {
        name: said[name] for name in ("category", "priority", "customer") if name in said
    }
    fields["subject"] = said.get("subject") or to_subject(text or said.get("description", ""))
    fields["description"] = "\n\n".join(filter(None, (said.get("description"), text)))
    fields["custom_fields"] = {
        name.removeprefix(FIELD): value for name, value in said.items() if name.startswith(FIELD)
    }
    if "tags" in said:
        tags, off = parse_tags(said["tags"])
        if off:
            raise Invalid(field="tags", problem="a new ticket has no tags to take off")
        fields["tags"] = [normal_tag(tag) for tag in tags]
    return TicketDraft.model_validate(fields)


def to_subject(text: str) -> str:
    """A text in one line, cut after a word where it is long."""
    line = _SPACE.sub(" ", text).strip()
    if len(line) <= _SHORT:
        return line
    cut = line[:_SHORT].rpartition(" ")[0] or line[: _SHORT - 1]
    return f"{cut}…"
