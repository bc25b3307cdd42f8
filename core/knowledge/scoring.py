"""How well passages fit the concepts of a question.

BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
Beyond" (2009), section 3; a word in a title or heading counts as if it stood in the
text several times (BM25F's simple form, section 3.6). A concept counts once in a
passage, by the word for it that counts most there.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
WORDS, MEANING, ASKED = 2.0, 2.5, 4.0
"""What words and nearness (of the passage, and of what is asked of its article) count beside
coverage, where all are known."""
NEAR_ENOUGH = 0.3
"""How near a passage must be to be found without any of the words."""
UNSEEN = 0.3
"""How near a passage is taken to be that has no vector yet."""
FEWEST = 100
"""As if there were at least so many passages: in a small set rarity says little."""


Best = dict[UUID, dict[int, float]]
"""For each passage or article the most that it has for each concept."""


class Posting(Protocol):
    """A word stands in a passage."""

    @property
    def passage_id(self) -> UUID: ...
    @property
    def article_id(self) -> UUID: ...
    @property
    def word(self) -> str: ...


class Match(Posting, Protocol):
    """The same with where it stands: ``weights`` has a letter for each place."""

    @property
    def weights(self) -> list[str]: ...
    @property
    def size(self) -> int: ...


class Near(Protocol):
    """A passage with how near it is to the question in meaning, and what is asked of it."""

    @property
    def passage_id(self) -> UUID: ...
    @property
    def article_id(self) -> UUID: ...
    @property
    def near(self) -> float: ...
    @property
    def asked(self) -> float | None: ...


@dataclass(frozen=True)
class Scale:
    """What each word adds to which concepts, and what the whole question asks for.

    ``strange`` is the part of it (0..1) that nobody speaks of.
    """

    gains: dict[str, list[tuple[int, float]]]
    asked: float
    most: float
    strange: float


@dataclass(frozen=True)
class Fit:
    """How well a passage fits.

    ``coverage`` is the part of the question's topic that the article speaks of (0..1),
    ``strength`` the passage's own score in units of the rarest possible word's weight,
    ``strange`` which part of the question no article at all has a word for.
    ``near`` says how near in meaning it is, where that was looked at: ``score`` is then
    put together from all of them, else from words alone. ``asked`` says how near is what
    people ask of the article; where that is not known, the passage stands for it.
    """

    passage_id: UUID
    article_id: UUID
    score: float
    coverage: float
    strength: float
    strange: float
    near: float | None = None
    asked: float | None = None


def build_scale(concepts: list[Concept], postings: Iterable[Posting], total: int) -> Scale:
    """What the words of a question weigh among ``total`` passages."""
    holders = Counter(posting.word for posting in postings)
    total = max(total, FEWEST)
    most = _rarity(0, total)
    gains: dict[str, list[tuple[int, float]]] = defaultdict(list)
    asked = strange = 0.0
    for number, concept in enumerate(concepts):
        forms = {form: part for form, part in concept.forms.items() if form in holders}
        if not forms:
            # A word that no article has may decide; a number or a word without topic may not.
            if concept.weight == 1.0 and not _is_detail(concept.word):
                asked += most
                strange += concept.weight
            continue
        # Other words for a thing are as rare as the thing itself, not as a rare synonym is.
        exact = concept.word in forms
        usual = [concept.word] if exact else list(forms)
        rarity = _rarity(sum(holders[form] for form in usual) / len(usual), total)
        asked += concept.weight * rarity * (1.0 if exact else max(forms.values()))
        for form, part in forms.items():
            gain = concept.weight * part * min(rarity, _rarity(holders[form], total))
            gains[form].append((number, gain))
    whole = sum(concept.weight for concept in concepts)
    return Scale(gains, asked or 1.0, most, strange / (whole or 1.0))


def choose_promising(postings: Iterable[Posting], scale: Scale, limit: int) -> list[UUID]:
    """The passages that have most of the question, wherever in them it stands."""
    spoken: Best = defaultdict(dict)
    for posting in postings:
        for concept, gain in scale.gains[posting.word]:
            _raise(spoken[posting.passage_id], concept, gain)
    return sorted(spoken, key=lambda passage_id: -sum(spoken[passage_id].values()))[:limit]


def score_passages(
    postings: Iterable[Posting], matches: Iterable[Match], scale: Scale
) -> list[Fit]:
    """The passages of the ``matches``, best first; ``postings`` say what else articles have."""
    coverage = _coverage(postings, scale)
    own: Best = defaultdict(dict)
    whole: Best = defaultdict(dict)
    article_of: dict[UUID, UUID] = {}
    for match, part in _saturated(list(matches)):
        article_of[match.passage_id] = match.article_id
        for concept, gain in scale.gains[match.word]:
            _raise(own[match.passage_id], concept, gain * part)
            _raise(whole[match.article_id], concept, gain * part)
    fits = []
    for passage_id, article_id in article_of.items():
        strength = sum(own[passage_id].values())
        score = (1 - WHOLE) * strength + WHOLE * sum(whole[article_id].values())
        covered = coverage.get(article_id, 0.0)
        part = strength / scale.most
        fits.append(Fit(passage_id, article_id, score, covered, part, scale.strange))
    return sorted(fits, key=lambda fit: -fit.score)


def score_nearness(fits: Iterable[Fit], near: Iterable[Near], scale: Scale) -> list[Fit]:
    """The fits by words together with what is near in meaning, best first."""
    fits = list(fits)
    coverage = {fit.article_id: fit.coverage for fit in fits}
    both = {fit.passage_id: fit for fit in fits}
    for row in near:
        covered = coverage.get(row.article_id, 0.0)
        new = Fit(row.passage_id, row.article_id, 0.0, covered, 0.0, scale.strange)
        fit = both.get(row.passage_id, new)
        asked = row.near if row.asked is None else row.asked
        if row.passage_id not in both and max(row.near, asked) < NEAR_ENOUGH:
            continue
        both[row.passage_id] = replace(fit, near=row.near, asked=asked)
    scored = [replace(fit, score=_together(fit, scale)) for fit in both.values()]
    return sorted(scored, key=lambda fit: -fit.score)


def _together(fit: Fit, scale: Scale) -> float:
    near = UNSEEN if fit.near is None else fit.near
    asked = near if fit.asked is None else fit.asked
    return fit.coverage + WORDS * fit.score / scale.most + MEANING * near + ASKED * asked


def _coverage(postings: Iterable[Posting], scale: Scale) -> dict[UUID, float]:
    """For each article the part of the question's topic that it speaks of."""
    spoken: Best = defaultdict(dict)
    for posting in postings:
        for concept, gain in scale.gains[posting.word]:
            _raise(spoken[posting.article_id], concept, gain)
    return {id_: min(1.0, sum(most.values()) / scale.asked) for id_, most in spoken.items()}


def _raise(best: dict[int, float], concept: int, value: float) -> None:
    best[concept] = max(best.get(concept, 0.0), value)


def _is_detail(word: str) -> bool:
    return word.isdigit() or len(word) < 3


def _saturated(matches: list[Match]) -> Iterator[tuple[Match, float]]:
    """Matches with the part of its weight that a word has there (BM25's saturation)."""
    sizes = {match.passage_id: match.size for match in matches}
    average = sum(sizes.values()) / max(1, len(sizes))
    for match in matches:
        count = sum(FIELDS[letter] for letter in match.weights)
        yield match, count / (count + K1 * (1 - B + B * match.size / average))


def _rarity(holders: float, total: int) -> float:
    rare: float = math.log(1 + (total - holders + 0.5) / (holders + 0.5)) ** FLATTER
    return rare
