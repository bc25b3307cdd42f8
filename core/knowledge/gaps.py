"""Gaps: what people ask of Deskhand itself and no article of the handbook has an answer to.

Such questions use the words of articles about something else. To know them by name is
what tells them apart; an organisation's own article about one of them comes first.
"""

from functools import cache
from typing import Any

from core.knowledge.handbook import read_gaps
from core.knowledge.ports import Vector
from core.knowledge.shipped import shipped_vectors
from core.knowledge.texts import hash_of

USUAL = 0.54
"""How near a question is to its nearest gap in the mean of those that were measured."""
FAR = 0.45
"""What is farther speaks neither way: who asks of something else is far from all gaps too."""


def nearest_gap(vector: Vector) -> float:
    """How near a question is to the gap that is most like it, from ``FAR`` on.

    The usual nearness if the gaps' vectors are not known: it speaks neither way.
    """
    known = _known(vector.model)
    return USUAL if known is None else max(FAR, float((known @ vector).max()))


@cache
def _known(model: str) -> Any:
    """The gaps' vectors as the rows of a matrix; None without any."""
    shipped = shipped_vectors(model)
    found = [shipped[key] for gap in read_gaps() if (key := hash_of(gap)) in shipped]
    if not found:
        return None
    import numpy as np  # whoever has such vectors has loaded it already

    return np.array(found)
