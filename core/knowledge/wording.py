"""Reading a question: the things that it speaks of, each with the words for them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ARRAY, Text, cast, func, select

from core.database.search import as_config, configuration
from core.database.unit_of_work import UnitOfWork
from core.knowledge.thesaurus import GROUPS, NO_TOPIC

LONGEST = 2000
MOST_WORDS = 60
ALIKE = 0.5
"""How much another word for the same thing counts, where the word itself counts 1."""
LIGHT = 0.1
MEANT = 0.75
"""How much a word without a topic counts."""

_TOKEN = re.compile(r"/?\w+(?:[.'’]\w+)*")
_NOT = re.compile(r"\b(are|ca|could|did|does|do|had|has|have|is|must|should|was|were|wo|would)n['’]?t\b")
_ENDING = re.compile(r"['’]\w+$")

Stems = Mapping[str, tuple[str, ...]]


@dataclass
class Concept:
    """One thing that a question speaks of.

    ``forms`` are the stems for it with how much each counts; ``weight`` says how much
    topic there is in it at all.
    """

    word: str
    forms: dict[str, float]
    weight: float = 1.0


@dataclass
class Lexicon:
    """The thesaurus and the stop list, stemmed."""

    alike: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    phrases: dict[str, list[tuple[tuple[str, ...], set[str]]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    no_topic: set[str] = field(default_factory=set)


async def read_question(uow: UnitOfWork, question: str) -> list[Concept]:
    """The concepts of a question, in its order; words that say nothing are light or left out."""
    lexicon = await uow.cached(lexicon_of)
    tokens = [_ENDING.sub("", t) for t in _TOKEN.findall(_NOT.sub(r"\1 not", question[:LONGEST].lower()))]
    stems = await _stems(uow, tokens[: 2 * MOST_WORDS])
    return understand(tokens[: 2 * MOST_WORDS], stems, lexicon)[:MOST_WORDS]


def understand(tokens: list[str], stems: Stems, lexicon: Lexicon) -> list[Concept]:
    """The concepts in a row of words whose ``stems`` are known."""
    concepts: list[Concept] = []
    at = 0
    while at < len(tokens):
        length, meant = _phrase(tokens[at:], stems, lexicon)
        if length:
            _add(concepts, Concept(" ".join(tokens[at : at + length]), dict.fromkeys(meant, MEANT)))
        for stem in stems[tokens[at]] if not length else ():
            _add(concepts, _concept(tokens[at], stem, lexicon))
        at += length or 1
    return concepts


def _concept(token: str, stem: str, lexicon: Lexicon) -> Concept:
    if stem in lexicon.no_topic:
        return Concept(stem, {stem: 1.0}, LIGHT)
    forms = dict.fromkeys(lexicon.alike.get(stem, ()), ALIKE)
    forms["/" + stem] = ALIKE
    if token.startswith("/"):
        forms[stem.removeprefix("/")] = ALIKE
    return Concept(stem, forms | {stem: 1.0})


def _add(concepts: list[Concept], new: Concept) -> None:
    """Two words for one thing are one concept, in which both count fully."""
    exact = [form for form, weight in new.forms.items() if weight == 1.0]
    for known in concepts:
        if any(form in known.forms for form in exact):
            known.forms.update(dict.fromkeys(exact, 1.0))
            return
    concepts.append(new)


def _phrase(tokens: list[str], stems: Stems, lexicon: Lexicon) -> tuple[int, set[str]]:
    """How many of the words at the beginning are a phrase, and the stems of what it means."""
    starts = {tokens[0], *stems[tokens[0]]}
    known = [found for start in starts for found in lexicon.phrases.get(start, ())]
    found = [(_reach(tokens, rest, stems), meant) for rest, meant in known]
    length, meant = max(found, key=lambda f: f[0], default=(0, set()))
    if length:
        meant = set().union(*(m for n, m in found if n == length))
    return length, meant


def _reach(tokens: list[str], rest: tuple[str, ...], stems: Stems) -> int:
    """How far a phrase reaches whose first word fits, stepping over small words; 0 if it does not."""
    at, skipped = 1, 0
    for word in rest:
        while at < len(tokens) and tokens[at] != word and not stems[tokens[at]] and skipped < 2:
            at, skipped = at + 1, skipped + 1
        if at == len(tokens) or tokens[at] != word:
            return 0
        at += 1
    return at


async def lexicon_of(uow: UnitOfWork) -> Lexicon:
    lexicon = Lexicon()
    if configuration(uow.language) != "english":
        return lexicon
    groups = [line.split() for line in GROUPS.splitlines() if line]
    entries = {entry for group in groups for entry in group}
    stems = await _stems(uow, {e.split("_")[0] for e in entries} | set(NO_TOPIC.split()))
    lexicon.no_topic = {stem for word in NO_TOPIC.split() for stem in stems[word]}
    for group in groups:
        meant = {stem for word in group if "_" not in word for stem in stems[word]}
        for entry in group:
            first, *rest = entry.split("_")
            for stem in stems[first] or (first,) if rest else ():
                lexicon.phrases[stem].append((tuple(rest), meant))
        for stem in meant:
            lexicon.alike[stem] |= meant - {stem}
    return lexicon


async def _stems(uow: UnitOfWork, words: Iterable[str]) -> Stems:
    """The stems of each word in the organisation's language; none for its stop words."""
    given = func.unnest(cast(sorted(set(words)), ARRAY(Text))).column_valued("word")
    vector = func.to_tsvector(as_config(uow.language), given)
    rows = await uow.session.execute(select(given, func.tsvector_to_array(vector)))
    return {word: tuple(stems) for word, stems in rows}


def is_strange(c, known):
    return c.weight == 1.0 and len(c.word) >= 4 and c.word.isalpha() and " " not in c.word and not any(f in known for f in c.forms) and len(c.forms) <= 2


def respell(c, stem, lexicon):
    if stem in lexicon.no_topic:
        c.weight = LIGHT
        c.forms = {stem: 1.0}
        return
    c.forms = {f: 0.8 * ALIKE for f in lexicon.alike.get(stem, ())} | {stem: 0.8}


def nearest(word, vocabulary):
    best = None
    for w, n in vocabulary.items():
        if w[:2] != word[:2] or abs(len(w) - len(word)) > 1: continue
        same = re.sub(r"(.)\1", r"\1", w) == re.sub(r"(.)\1", r"\1", word)
        d = 0 if same else distance(w, word)
        if d <= len(word) // 6 and d <= 2 and w != word and (d < 2 or len(word) >= 9):
            key = (d, -n)
            if best is None or key < best[0]:
                best = (key, w)
    return best and best[1]


def distance(a, b):
    prev2, prev = None, list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        cur = [i]
        for j, y in enumerate(b, 1):
            d = min(prev[j] + 1, cur[-1] + 1, prev[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                d = min(d, prev2[j - 2] + 1)
            cur.append(d)
        prev2, prev = prev, cur
    return prev[-1]
