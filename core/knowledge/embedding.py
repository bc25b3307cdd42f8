"""Making the vectors of what has none yet, or has one of an old text or another model.

The rows themselves say what is to be done, so nothing is lost, and to begin again is as
good as to begin: a text whose hash is the same is not embedded twice.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    DateTime,
    Text,
    bindparam,
    case,
    cast,
    column,
    func,
    or_,
    select,
    text,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from core.database.rows import ID, to_json
from core.database.unit_of_work import Database, UnitOfWork
from core.database.vectors import AS_STORED
from core.events.jobs import Handler, Jobs
from core.knowledge.ports import Embedder, Vector
from core.knowledge.shipped import shipped_vectors
from core.knowledge.texts import KINDS, PART, Kind, hash_of
from core.tickets.reading.vector_models import TicketVector
from core.tickets.relations.alike import look_for_alike

BATCH = 32
"""Texts that are embedded between two transactions."""
LOOK = 1000
"""Waiting rows that are looked at to see which organisations have any."""

_UNDER_WAY = text(
    "SELECT convert_from(payload, 'UTF8')::jsonb ->> 'organisation_id' FROM pgqueuer"
    " WHERE entrypoint = :name AND status IN ('queued', 'picked')"
)


@dataclass(frozen=True)
class _Waiting:
    """A row that waits. ``said`` is None if its text is gone; ``known`` says that it has
    the vector of this very text already."""

    id: UUID
    changed_at: datetime
    said: str | None
    known: bool


def embedding_jobs(database: Database, embedder: Embedder | None) -> dict[str, Handler]:
    """The jobs by their names; none without an embedder."""
    if embedder is None:
        return {}
    return {name: partial(embed_waiting, database, embedder, name) for name in KINDS}


async def queue_embedding(database: Database, jobs: Jobs, model: str) -> int:
    """Queue the jobs that are needed and not under way: for the scheduler's tick.

    Returns how many were queued.
    """
    queued = 0
    for name, kind in KINDS.items():
        async with database.system() as session:
            waiting = {str(each) for each in await session.scalars(_organisations(kind, model))}
            if waiting:
                waiting -= set(await session.scalars(_UNDER_WAY, {"name": name}))
        for organisation_id in waiting:
            async with database.unit_of_work(UUID(organisation_id)) as uow:
                await jobs.enqueue(uow, name, {"organisation_id": organisation_id})
            queued += 1
    return queued


async def embed_waiting(
    database: Database, embedder: Embedder, name: str, payload: Mapping[str, Any]
) -> int:
    """Make all vectors of a kind that an organisation waits for; how many texts there were.

    The job of that ``name``. Newest first, in batches; nothing is held while the embedder works.
    """
    organisation_id, kind, done = UUID(payload["organisation_id"]), KINDS[name], 0
    while True:
        async with database.unit_of_work(organisation_id) as uow:
            waiting = await _waiting(uow, kind, embedder.model)
        if not waiting:
            return done
        made = await _vectors(embedder, [each for each in waiting if not each.known])
        async with database.unit_of_work(organisation_id) as uow:
            await uow.session.execute(_keep(kind), _kept(waiting, made, embedder.model))
            if kind.table is TicketVector:
                for ticket_id in sorted(made):
                    await look_for_alike(uow, ticket_id)
        done += len(waiting)


async def embed_texts(embedder: Embedder, texts: Sequence[str]) -> list[Vector]:
    """What the texts mean; of one that has parts, the mean of theirs."""
    parts = [text.split(PART) for text in texts]
    vectors = iter(await embedder.embed([one for several in parts for one in several]))
    return [_mean([next(vectors) for _ in several]) for several in parts]


def _mean(vectors: list[Vector]) -> Vector:
    if len(vectors) == 1:
        return vectors[0]
    total = [sum(numbers) for numbers in zip(*vectors, strict=True)]
    length = math.hypot(*total) or 1.0
    return Vector((number / length for number in total), vectors[0].model)


def _organisations(kind: Kind, model: str) -> Any:
    table = kind.table
    parts = [
        select(table.organisation_id).where(waits).limit(LOOK).subquery()
        for waits in _waits(kind, model)
    ]
    return union(*(select(part.c.organisation_id) for part in parts))


def _waits(kind: Kind, model: str) -> list[Any]:
    # Not "is distinct from", for which no index is used.
    return [kind.table.stale, kind.table.model < model, kind.table.model > model]


async def _waiting(uow: UnitOfWork, kind: Kind, model: str) -> list[_Waiting]:
    table, texts = kind.table, kind.texts.subquery()
    rows = await uow.session.execute(
        select(kind.id.label("id"), table.changed_at, table.text_hash, table.model, texts.c.said)
        .add_columns(table.embedding.is_not(None).label("made"))
        .outerjoin(texts, texts.c.id == kind.id)
        .where(or_(*_waits(kind, model)))
        .order_by(kind.id.desc())
        .limit(BATCH)
    )
    return [
        _Waiting(
            row.id,
            row.changed_at,
            row.said,
            known=row.made and (row.model, row.text_hash) == (model, hash_of(row.said or "")),
        )
        for row in rows
    ]


async def _vectors(embedder: Embedder, needed: list[_Waiting]) -> dict[UUID, Vector]:
    shipped = shipped_vectors(embedder.model)
    said = {each.id: each.said for each in needed if each.said}
    made = {id_: shipped[key] for id_, text in said.items() if (key := hash_of(text)) in shipped}
    missing = {id_: text for id_, text in said.items() if id_ not in made}
    if missing:
        vectors = await embed_texts(embedder, list(missing.values()))
        made |= dict(zip(missing, vectors, strict=True))
    return made


def _keep(kind: Kind) -> Any:
    made = (
        func.jsonb_to_recordset(cast(bindparam("rows", type_=Text), JSONB))
        .table_valued(
            column("id", ID),
            column("seen", DateTime(timezone=True)),
            column("hash", Text),
            column("vector", Text),
            column("known", Boolean),
        )
        .render_derived(name="made", with_types=True)
    )
    table = kind.table
    vector = cast(made.c.vector, AS_STORED)
    return (
        update(table)
        # What was changed while the embedder worked stays as it is, and waits on.
        .where(kind.id == made.c.id, table.changed_at == made.c.seen)
        .values(
            model=bindparam("model"),
            text_hash=made.c.hash,
            embedding=case((made.c.known, table.embedding), else_=vector),
            stale=False,
        )
        .execution_options(synchronize_session=False)
    )


def _kept(waiting: list[_Waiting], made: Mapping[UUID, Vector], model: str) -> dict[str, Any]:
    rows = [
        {
            "id": each.id,
            "seen": each.changed_at,
            "hash": hash_of(each.said or ""),
            "vector": str(list(made[each.id])) if each.id in made else None,
            "known": each.known,
        }
        for each in waiting
    ]
    return {"rows": to_json(rows), "model": model}
