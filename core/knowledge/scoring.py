"""How well passages fit the concepts of a question.

BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
Beyond" (2009), section 3; a word in a title or heading counts as if it stood in the
text several times (BM25F's simple form, section 3.6). A concept counts once in a
passage, by the word for it that counts most there.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from core.knowledge.wording import Concept

FIELDS = {"A": 4.0, "B": 3.0, "C": 2.0, "D": 1.0}
"""What a word counts in a title, in a heading, among the tags and in the text."""
K1, B = 1.2, 0.6
FLATTER = 0.8
"""An exponent: brings rare and common words nearer to each other."""
WHOLE = 0.2
"""The part that the whole article has in a passage's score."""
FEWEST = 100
"""As if there were at least so many passages: in a small set rarity says little."""


class Match(Protocol):
    """A word that stands in a passage; ``weights`` has a letter for each place."""

    @property
    def passage_id(self) -> UUID: ...
    @property
    def article_id(self) -> UUID: ...
    @property
    def lexeme(self) -> str: ...
    @property
    def weights(self) -> list[str]: ...
    @property
    def size(self) -> int: ...


@dataclass(frozen=True)
class Fit:
    """How well a passage fits.

    ``coverage`` is the part of the question's topic that the article speaks of (0..1),
    ``strength`` the passage's own score in units of the rarest possible word's weight.
    """

    passage_id: UUID
    article_id: UUID
    score: float
    coverage: float
    strength: float


def score_passages(matches: Iterable[Match], concepts: list[Concept], total: int) -> list[Fit]:
    """All passages with a match, best first; ``total`` is how many there are at all."""
    found = list(matches)
    total = max(total, FEWEST)
    holders = Counter(match.lexeme for match in found)
    most = _rarity(0, total)
    gains, asked = _weigh(concepts, holders, total)
    fields = _saturate(found)
    own: dict[UUID, dict[int, float]] = defaultdict(dict)
    whole: dict[UUID, dict[int, float]] = defaultdict(dict)
    spoken: dict[UUID, dict[int, float]] = defaultdict(dict)
    for match, part in zip(found, fields, strict=True):
        for concept, gain in gains[match.lexeme]:
            for best, value in (
                (own[match.passage_id], gain * part),
                (whole[match.article_id], gain * part),
                (spoken[match.article_id], gain),
            ):
                best[concept] = max(best.get(concept, 0.0), value)
    article_of = {match.passage_id: match.article_id for match in found}
    fits = []
    for passage_id, article_id in article_of.items():
        strength = sum(own[passage_id].values())
        score = (1 - WHOLE) * strength + WHOLE * sum(whole[article_id].values())
        coverage = sum(spoken[article_id].values()) / (asked or 1.0)
        fits.append(Fit(passage_id, article_id, score, min(1.0, coverage), strength / most))
    return sorted(fits, key=lambda fit: -fit.score)


def _weigh(
    concepts: list[Concept], holders: Counter[str], total: int
) -> tuple[dict[str, list[tuple[int, float]]], float]:
    """What each word adds to which concept, and what the whole question asks for."""
    gains: dict[str, list[tuple[int, float]]] = defaultdict(list)
    asked = 0.0
    for number, concept in enumerate(concepts):
        forms = {form: part for form, part in concept.forms.items() if form in holders}
        if not forms:
            # A number that no article has is a detail; a word that none has may decide.
            asked += 0.0 if _is_detail(concept.word) else concept.weight * _rarity(0, total)
            continue
        # Other words for a thing are as rare as the thing itself, not as a rare synonym is.
        exact = forms.get(concept.word)
        usual = (
            holders[concept.word] if exact else sum(holders[form] for form in forms) / len(forms)
        )
        rarity = _rarity(usual, total)
        asked += concept.weight * rarity * (1.0 if exact else max(forms.values()))
        for form, part in forms.items():
            gain = concept.weight * part * min(rarity, _rarity(holders[form], total))
            gains[form].append((number, gain))
    return gains, asked


def _is_detail(word: str) -> bool:
    return word.isdigit() or len(word) < 3


def _saturate(matches: list[Match]) -> list[float]:
    """How much of its weight each word has in its passage: more for several places, less in
    long passages.
    """
    sizes = {match.passage_id: match.size for match in matches}
    average = sum(sizes.values()) / max(1, len(sizes))
    parts = []
    for match in matches:
        count = sum(FIELDS[letter] for letter in match.weights)
        parts.append(count / (count + K1 * (1 - B + B * match.size / average)))
    return parts


def _rarity(holders: float, total: int) -> float:
    rare: float = math.log(1 + (total - holders + 0.5) / (holders + 0.5)) ** FLATTER
    return rare
