"""Bringing many tickets in at once, through the same use case as every door.

Each row's receipt is committed with its ticket: a second run adds nothing, and one
that was cut short goes on where it stopped.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.failures import to_helpdesk_error
from core.database.unit_of_work import Database, UnitOfWork
from core.errors import HelpdeskError, Invalid, Unavailable
from core.events.receipts import LASTING, accept_handled
from core.tickets.configuration.catalogue import catalogue
from core.tickets.configuration.categories import CLASHES, CategoryDraft, save_category
from core.tickets.imports.import_rows import Problem, Row
from core.tickets.models import Category
from core.tickets.opening import open_ticket

T = TypeVar("T")
BATCH = 100
PARENT = "Imported"
"""The category below which missing ones are made."""
NOBODY = "imported@customers.invalid"
"""For whom tickets are opened that name no customer; no mail can ever reach it (RFC 2606)."""
SOURCE = "import"
Progress = Callable[[int], None]


@dataclass
class Imported:
    """How an import ended. ``known`` were there already."""

    added: int = 0
    known: int = 0
    categories: int = 0
    problems: list[Problem] = field(default_factory=list)


async def import_tickets(
    database: Database,
    actor: Actor,
    read: Callable[[], Iterable[Row | Problem]],
    *,
    customer: str | None = None,
    progress: Progress = lambda _: None,
) -> Imported:
    """Open a ticket for every row that has none yet.

    ``read`` is called twice: the first pass makes missing categories. Rows without a
    customer are opened for ``customer``. Rows that cannot be opened are reported,
    and the others go on; ``progress`` hears how many rows are done.
    """
    require(actor, Permission.IMPORT)
    ended = Imported()
    organisation_id = actor.organisation_id
    wanted = {row.draft.category for row in read() if isinstance(row, Row)}
    async with _alone(database, organisation_id) as uow:
        ended.categories = await _make_categories(uow, actor, {w for w in wanted if w})
    done = 0
    for batch in _batches(read(), BATCH):
        ended.problems += [row for row in batch if isinstance(row, Problem)]
        rows = [row for row in batch if isinstance(row, Row)]
        if rows:
            await _bring_in(database, actor, rows, customer or NOBODY, ended)
        done += len(batch)
        progress(done)
    ended.problems.sort(key=lambda problem: problem.line)
    return ended


@asynccontextmanager
async def _alone(database: Database, organisation_id: UUID) -> AsyncIterator[UnitOfWork]:
    """A unit of work while no other import writes: two would make the same people and words."""
    async with database.unit_of_work(organisation_id) as uow:
        lock = func.hashtextextended(f"{LASTING}{organisation_id}", 0)
        await uow.session.execute(select(func.pg_advisory_xact_lock(lock)))
        yield uow


async def _make_categories(uow: UnitOfWork, actor: Actor, wanted: set[str]) -> int:
    """Make the categories that nobody has yet; those that cannot be made fail with their rows."""
    made = 0
    for name in sorted(wanted):
        # Asked anew each time: one that was just made may be this one in other letters.
        if not await _is_known(uow, name):
            made += await _make_category(uow, actor, name)
    return made


async def _is_known(uow: UnitOfWork, name: str) -> bool:
    try:
        (await catalogue(uow)).category_named(name)
    except Invalid as error:
        return "could be" in error.details["problem"]
    return True


async def _make_category(uow: UnitOfWork, actor: Actor, name: str) -> int:
    parent_id = await uow.session.scalar(
        select(Category.id).where(
            func.lower(Category.name) == PARENT.lower(), Category.parent_id.is_(None)
        )
    )
    switched_off = await uow.session.scalar(
        select(Category.id).where(
            func.lower(Category.name) == name.lower(), Category.parent_id == parent_id
        )
    )
    try:
        draft = CategoryDraft(name=name)
        if switched_off or CLASHES & set(name):
            return 0
        if parent_id is None:
            parent_id = (await save_category(uow, actor, CategoryDraft(name=PARENT))).id
        await save_category(uow, actor, draft.model_copy(update={"parent_id": parent_id}))
    except ValidationError:
        return 0
    return 1


async def _bring_in(
    database: Database, actor: Actor, rows: list[Row], customer: str, ended: Imported
) -> None:
    """All rows in one transaction; if one of them fails, each in its own."""
    try:
        added = await _open(database, actor, rows, customer)
    except (HelpdeskError, SQLAlchemyError) as error:
        problem = _say(error)
        if len(rows) == 1:
            ended.problems.append(Problem(rows[0].line, problem))
            return
        for row in rows:
            await _bring_in(database, actor, [row], customer, ended)
        return
    ended.added += added
    ended.known += len(rows) - added


async def _open(database: Database, actor: Actor, rows: list[Row], customer: str) -> int:
    async with _alone(database, actor.organisation_id) as uow:
        keys = {f"{LASTING}{uow.organisation_id}:{row.digest}": row for row in rows}
        fresh = await accept_handled(uow.session, list(keys), uow.now)
        for key, row in keys.items():
            if key in fresh:
                draft = row.draft
                if draft.customer is None:
                    draft = draft.model_copy(update={"customer": customer})
                await open_ticket(uow, actor, draft, source=SOURCE, silent=True)
        return len(fresh)


def _say(error: HelpdeskError | SQLAlchemyError) -> str:
    """What is wrong with a row. What is wrong with all of them goes up."""
    known = to_helpdesk_error(error) if isinstance(error, SQLAlchemyError) else error
    if known is None or isinstance(known, Unavailable):
        raise known or error
    return str(known)


def _batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(things)
    while batch := list(islice(iterator, size)):
        yield batch
