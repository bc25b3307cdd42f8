"""Gaps: what people ask of Deskhand itself and no article of the handbook has an answer to.

Such questions use the words of articles about something else. To know them by name is
what tells them apart; an organisation's own article about one of them comes first.
"""

from operator import mul

from core.knowledge.handbook import read_gaps
from core.knowledge.ports import Vector
from core.knowledge.shipped import shipped_vectors
from core.knowledge.texts import hash_of

USUAL = 0.48
"""How near a question is to its nearest gap in the mean of those that were measured."""


def nearest_gap(vector: Vector) -> float:
    """How near a question is to the gap that is most like it.

    The usual nearness if the gaps' vectors are not known: it speaks neither way.
    """
    shipped = shipped_vectors(vector.model)
    known = (shipped[key] for gap in read_gaps() if (key := hash_of(gap)) in shipped)
    return max((sum(map(mul, vector, gap)) for gap in known), default=USUAL)
