"""Gaps: what people ask of Deskhand itself and no article of the handbook has an answer to.

Such questions use the words of articles about something else. To know them by name is
what tells them apart. They count against articles of the handbook alone: an organisation's
own article may be about one of them.
They are compared as passages are, by meaning and by words, and rare words count more
(Spärck Jones, "A statistical interpretation of term specificity", 1972): in "the price of
the next Discord Nitro" one word says all.
"""

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from operator import mul

from core.knowledge.handbook import read_gaps
from core.knowledge.ports import Vector
from core.knowledge.shipped import shipped_vectors
from core.knowledge.texts import hash_of
from core.knowledge.thesaurus import NO_TOPIC
from core.knowledge.wording import beginnings

USUAL, MEANT = 0.55, 0.51
"""How near a question of somebody who does not know the gaps is to one in the mean, and how
near by its meaning alone. What is as near as usual speaks neither way."""

SHARE, FEWEST = 0.4, 2
"""What it adds if a gap has all words of the question; that has as many rare ones at least, as
it were: a single word is shared by chance."""


@dataclass(frozen=True)
class _Gaps:
    """Each gap with its words and, if it is known, its vector; how rare each word is."""

    each: tuple[tuple[set[str], Vector | None], ...]
    rarity: dict[str, float]
    rarest: float


def nearest_gap(question: str, vector: Vector | None) -> float:
    """How near a question is to the gap that is most like it."""
    return max(nearness(question, vector), default=USUAL)


def nearness(question: str, vector: Vector | None) -> list[float]:
    """How near a question is to each gap, by meaning and by words.

    Without a vector, or if those of the gaps are not known, the meaning is taken to be as
    near as usual.
    """
    gaps = _gaps(vector.model if vector else "")
    weights = {word: gaps.rarity.get(word, gaps.rarest) for word in _topic(question)}
    whole = max(sum(weights.values()), FEWEST * gaps.rarest)

    def near(words: set[str], meant: Vector | None) -> float:
        shared = sum(weights[word] for word in words & weights.keys())
        meaning = sum(map(mul, vector, meant)) if vector and meant else MEANT
        return meaning + SHARE * shared / whole

    return [near(words, meant) for words, meant in gaps.each]


@cache
def _gaps(model: str) -> _Gaps:
    shipped, texts = shipped_vectors(model), read_gaps()
    each = tuple((_topic(text), shipped.get(hash_of(text))) for text in texts)
    holders = Counter(word for words, _ in each for word in words)
    rarity = {word: math.log(len(texts) / count) for word, count in holders.items()}
    return _Gaps(each, rarity, math.log(len(texts) + 1))


def _topic(text: str) -> set[str]:
    return beginnings(text) - _silent()


@cache
def _silent() -> set[str]:
    return beginnings(NO_TOPIC)
