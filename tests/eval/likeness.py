"""How often similar tickets have the same intent: questions of real customers as tickets.

Each is compared with all others (leave one out): all of a sample in memory, and a part
of it as tickets through the use case that people have.
"""

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from uuid import UUID

import numpy as np

from core.access.actor import the_desk
from core.database.unit_of_work import Database
from core.knowledge.embedding import embedding_jobs
from core.tickets.opening import TicketDraft, open_ticket
from core.tickets.reading.similar import similar_tickets
from tests.meanings import local_model

NEAREST = 5
COMPARED = 2000
OPENED, ASKED, AT_ONCE = 2000, 200, 100
CUSTOMER = "customer@eval.example"


@dataclass(frozen=True)
class Said:
    """What a customer said, and the intent that people found in it."""

    text: str
    intent: str


@dataclass(frozen=True)
class Likeness:
    """The part of the five nearest that have the same intent."""

    in_memory: float
    as_tickets: float

    def line(self) -> str:
        """The figures in words."""
        return (
            f"similar tickets      same intent among the nearest {NEAREST}:"
            f" {100 * self.in_memory:.0f} % of {COMPARED:,} in memory;"
            f" {100 * self.as_tickets:.0f} % of those listed for {ASKED} of {OPENED} tickets"
        )


def read_said(path: Path) -> list[Said]:
    """A sample of what customers said, always the same one."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [Said(row["text"].strip(), row["category"]) for row in csv.DictReader(file)]
    return random.Random(77).sample(rows, COMPARED)


async def measure_likeness(database: Database, organisation_id: UUID, path: Path) -> Likeness:
    """Compare the sample in memory, then a part of it as tickets."""
    said = read_said(path)
    in_memory = await _in_memory(said)
    return Likeness(in_memory, await _as_tickets(database, organisation_id, said[:OPENED]))


async def _in_memory(said: Sequence[Said]) -> float:
    vectors = np.array(await local_model().embed([one.text for one in said]))
    near = vectors @ vectors.T
    np.fill_diagonal(near, -1)
    nearest = np.argsort(-near, axis=1)[:, :NEAREST]
    return fmean(
        said[other].intent == said[number].intent
        for number, others in enumerate(nearest)
        for other in others
    )


async def _as_tickets(database: Database, organisation_id: UUID, said: Sequence[Said]) -> float:
    desk = the_desk(organisation_id)
    intents: dict[int, str] = {}
    for start in range(0, len(said), AT_ONCE):
        async with database.unit_of_work(organisation_id) as uow:
            for one in said[start : start + AT_ONCE]:
                draft = TicketDraft(subject=one.text[:200], customer=CUSTOMER)
                intents[(await open_ticket(uow, desk, draft)).number] = one.intent
    await embedding_jobs(database, local_model())["embed_tickets"](
        {"organisation_id": str(organisation_id)}
    )
    same = []
    for number in list(intents)[:ASKED]:
        async with database.unit_of_work(organisation_id) as uow:
            found = await similar_tickets(uow, desk, number, NEAREST)
        same += [intents[each.view.number] == intents[number] for each in found]
    return fmean(same)
