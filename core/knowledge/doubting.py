"""Doubt: whether what a question asks beyond the words of the articles leads away from them.

Near misses ask for something that no article has, in the words of articles that are about
something else ("can I answer tickets from WhatsApp"). If such a question comes *nearer* to
an article without the words that none has, then those words are not about it; and if it is
as near to a known gap as to the article, it is probably about the gap.
"""

import re
from dataclasses import replace

from sqlalchemy import ColumnElement, select

from core.database.unit_of_work import UnitOfWork
from core.database.vectors import nearness
from core.knowledge.finding import Hit, held_words
from core.knowledge.gaps import nearest_gap
from core.knowledge.lexicon import lexicon_of, stems_of
from core.knowledge.models import PassageVector
from core.knowledge.ports import Vector
from core.knowledge.wording import LONGEST, MOST_WORDS

SHORTEST = 3
AS_NEAR = 0.1
"""How much nearer than the gap an article must be to leave no doubt."""

_WORD = re.compile(r"\w+(?:'\w+)?")


async def without_strange_words(
    uow: UnitOfWork, readable: ColumnElement[bool], question: str
) -> str:
    """The question without the words that none of the ``readable`` articles has.

    All of it if there are no such words, or nothing else.
    """
    said = question[:LONGEST].lower()
    tokens = _WORD.findall(said)[:MOST_WORDS]
    lexicon = await lexicon_of(uow)
    stems = {
        token: own
        for token, all_stems in (await stems_of(uow, tokens)).items()
        if len(token) >= SHORTEST
        and (own := [stem for stem in all_stems if stem not in lexicon.no_topic])
    }
    held = await held_words(uow, readable, {stem for own in stems.values() for stem in own})
    strange = {token for token, own in stems.items() if held.isdisjoint(own)}
    left = [token for token in tokens if token not in strange]
    return " ".join(left) if strange and left else question


async def doubt(uow: UnitOfWork, hits: list[Hit], question: Vector, without: Vector) -> list[Hit]:
    """The hits with their doubt: how much nearer they are to the question ``without`` its
    strange words than to all of it, below zero if it is the other way round; and their gap:
    how much nearer the question is to a known gap."""
    near = nearness(PassageVector.embedding, without)
    rows = await uow.session.execute(
        select(PassageVector.passage_id, near).where(
            PassageVector.passage_id.in_([hit.passage_id for hit in hits]),
            PassageVector.model == without.model,
        )
    )
    found = {passage_id: value for passage_id, value in rows}
    gap = nearest_gap(question)
    return [
        replace(
            hit,
            doubt=found.get(hit.passage_id, hit.near) - hit.near,
            gap=max(0.0, gap + AS_NEAR - max(hit.near, hit.asked or 0.0)),
        )
        if hit.near is not None
        else hit
        for hit in hits
    ]
