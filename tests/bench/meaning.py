"""Meaning: what it costs to embed, and to ask among 5,000 passages and 100,000 tickets."""

import asyncio
import itertools
import os
import random

from sqlalchemy import text

from adapters.models.minilm import MODEL, MiniLM
from core.access.actor import the_desk
from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.knowledge.articles import ArticleDraft, publish_article
from core.knowledge.shipped import handbook_texts
from core.reactions import REACTIONS
from tests.bench.data import Office, add_tickets
from tests.bench.figures import Figure, Goal
from tests.bench.processes import Meter, Server, an_app, measure
from tests.bench.rest import Client, Request

TICKETS, ARTICLES, SECTIONS = 100_000, 500, 10
WORDS = 80
"""Words of a passage: with its title and heading some 120 tokens."""
EMBEDDED, ASKED = 200, 100
QUERY = "how can I give a ticket to my colleague"

VECTORS = [
    text(
        f"UPDATE {kind}_vectors v SET model = :model, stale = false, embedding ="
        f" ARRAY(SELECT random() - 0.5 + 0 * length(v.{kind}_id::text)"
        " FROM generate_series(1, 384))::real[]::halfvec"
    )
    for kind in ("passage", "article")
]
"""Any will do: all are compared, whatever they mean."""


def measure_embedding() -> list[Figure]:
    """CPU of a short question, and of a passage."""
    local, alone = MiniLM(), Meter(os.getpid(), os.getpid())
    passage = " ".join(_words(random.Random(1))[:WORDS])
    figures = []
    with asyncio.Runner() as runner:
        for name, said, most in (
            ("embed a short question", QUERY, 7.0),
            ("embed a passage of 120 tokens", passage, 48.0),
        ):
            spent = measure(alone, lambda said=said: runner.run(local.embed([said])), EMBEDDED)
            figures.append(Figure(name, spent.walls, Goal(cpu_ms=most), spent.app_ms, 0.0))
    return figures


async def measure_asking(server: Server, office: Office) -> list[Figure]:
    """Asking, with the local model, as any program does it."""
    await _add_articles(server.url, office)
    await add_tickets(server.url, office, TICKETS)
    numbers = itertools.count(1)
    request = Request(
        "POST",
        "/api/v1/ask",
        office.customer_key,
        lambda: {"question": f"{QUERY} number {next(numbers)}"},
    )
    async with an_app(server.url) as app:
        client, meter = Client(app), Meter(app.pid, server.pid)
        spent = measure(meter, lambda: client.send(request), ASKED)
    name = f"ask, {ARTICLES * SECTIONS:,} passages"
    return [Figure(name, spent.walls, Goal(p95_ms=300), spent.app_ms, spent.pg_ms)]


async def _add_articles(url: str, office: Office) -> None:
    database, chance = Database(build_engine(url, pool_size=1), REACTIONS), random.Random(2)
    words = _words(chance)
    for number in range(ARTICLES):
        sections = [
            f"## {' '.join(chance.choices(words, k=4))}\n{' '.join(chance.choices(words, k=WORDS))}"
            for _ in range(SECTIONS)
        ]
        draft = ArticleDraft(title=f"Article {number}", body="\n\n".join(sections))
        async with database.unit_of_work(office.organisation_id) as uow:
            await publish_article(uow, the_desk(office.organisation_id), draft)
    async with database.unit_of_work(office.organisation_id) as uow:
        for vectors in VECTORS:
            await uow.session.execute(vectors, {"model": MODEL})
    await database.close()


def _words(chance: random.Random) -> list[str]:
    """The words of the handbook, as often as it says them, in another order."""
    words = " ".join(handbook_texts().values()).split()
    chance.shuffle(words)
    return words
