"""Doubt: whether what a question asks beyond the words of the articles leads away from them.

Near misses ask for something that no article has, in the words of articles that are about
something else ("can I answer tickets from WhatsApp"). If such a question comes *nearer* to
an article without the words that none has, then those words are not about it.
"""

import re
from dataclasses import replace

from sqlalchemy import ColumnElement, select

from core.database.unit_of_work import UnitOfWork
from core.database.vectors import nearness
from core.knowledge.finding import Hit, held_words
from core.knowledge.lexicon import lexicon_of, stems_of
from core.knowledge.models import PassageVector
from core.knowledge.ports import Vector
from core.knowledge.wording import LONGEST, MOST_WORDS

DOUBT = 4.0
"""What it counts in a score that a question is so much nearer without some of its words."""
SHORTEST = 3

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


async def doubt(uow: UnitOfWork, hits: list[Hit], without: Vector) -> list[Hit]:
    """The hits, scored lower the nearer they are to the question ``without`` its strange
    words than to all of it, and higher if it is the other way round."""
    near = nearness(PassageVector.embedding, without)
    rows = await uow.session.execute(
        select(PassageVector.passage_id, near).where(
            PassageVector.passage_id.in_([hit.passage_id for hit in hits]),
            PassageVector.model == without.model,
        )
    )
    found = {passage_id: value for passage_id, value in rows}
    return [
        replace(hit, score=hit.score + DOUBT * (hit.near - found[hit.passage_id]))
        if hit.near is not None and hit.passage_id in found
        else hit
        for hit in hits
    ]
