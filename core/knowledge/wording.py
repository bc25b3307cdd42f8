"""Reading a question: the things that it speaks of, each with the words for them."""

import re
from dataclasses import dataclass

from core.database.unit_of_work import UnitOfWork
from core.knowledge.lexicon import Lexicon, Stems, lexicon_of, stems_of
from core.knowledge.spelling import nearest

LONGEST = 2000
MOST_WORDS = 80

ALIKE = 0.5
"""How much another word for the same thing counts, where the word itself counts 1."""
MEANT = 0.85
"""The same for what a phrase means: several words rarely stand together by chance."""
SPELT = 0.8
"""How much a word counts that we take for a mistyped one."""
LIGHT = 0.1
"""How much topic there is in a word that questions are made of."""

_TOKEN = re.compile(r"/?\w+(?:[.']\w+)*")
_ENDING = re.compile(r"'\w+$")
_NOT = re.compile(
    r"\b(are|ca|could|did|do|does|ha[ds]|have|is|must|should|was|were|wo|would)n'?t\b"
)
_APOSTROPHE = "\u2019"
_SMALL = frozenset(
    {"a", "all", "an", "any", "her", "him", "his", "it", "its", "me", "my", "one", "our", "some"}
    | {"that", "the", "their", "them", "these", "this", "those", "us", "your"}
)


@dataclass
class Concept:
    """One thing that a question speaks of.

    ``forms`` are the stems for it with how much each counts; ``weight`` says how much
    topic there is in it at all.
    """

    word: str
    forms: dict[str, float]
    weight: float = 1.0


async def read_question(uow: UnitOfWork, question: str) -> list[Concept]:
    """The concepts of a question, in its order."""
    plain = question[:LONGEST].lower().replace(_APOSTROPHE, "'").replace("cannot", "can not")
    plain = _NOT.sub(r"\1 not", plain)
    tokens = [_ENDING.sub("", token) for token in _TOKEN.findall(plain)][:MOST_WORDS]
    return _understand(tokens, await stems_of(uow, tokens), await lexicon_of(uow))


def respell(concept: Concept, vocabulary: dict[str, int], lexicon: Lexicon) -> Concept | None:
    """The concept as it was probably meant, for a word that nobody knows; None if in doubt.

    ``vocabulary`` says in how many passages a word stands.
    """
    known = dict.fromkeys([*lexicon.alike, *lexicon.no_topic], 0) | vocabulary
    guess = nearest(concept.word, known)
    if guess is None:
        return None
    meant = _concept(guess, guess, lexicon)
    return Concept(
        concept.word, {form: SPELT * part for form, part in meant.forms.items()}, meant.weight
    )


def _understand(tokens: list[str], stems: Stems, lexicon: Lexicon) -> list[Concept]:
    concepts: list[Concept] = []
    at = 0
    while at < len(tokens):
        length, meant = _phrase(tokens[at:], stems, lexicon)
        if length:
            phrase = " ".join(tokens[at : at + length])
            concepts.append(Concept(phrase, dict.fromkeys(meant, MEANT)))
        else:
            for stem in stems[tokens[at]]:
                _add(concepts, _concept(tokens[at], stem, lexicon))
        at += length or 1
    return concepts


def _concept(token: str, stem: str, lexicon: Lexicon) -> Concept:
    if stem in lexicon.no_topic:
        return Concept(stem, {stem: 1.0}, LIGHT)
    forms = dict.fromkeys(lexicon.alike.get(stem, ()), ALIKE)
    # Postgres reads "/ticket" as a path, a word of its own.
    forms[stem.removeprefix("/") if token.startswith("/") else f"/{stem}"] = ALIKE
    return Concept(stem, forms | {stem: 1.0})


def _add(concepts: list[Concept], new: Concept) -> None:
    """Two words for one thing are one concept, in which both count fully."""
    for known in concepts:
        if new.word in known.forms:
            known.forms[new.word] = 1.0
            return
    concepts.append(new)


def _phrase(tokens: list[str], stems: Stems, lexicon: Lexicon) -> tuple[int, set[str]]:
    """How many of the words at the beginning are a phrase, and the stems of what it means."""
    starts = {tokens[0], *stems[tokens[0]]}
    found = [
        (len(phrase.rest), length, phrase.meant)
        for start in starts
        for phrase in lexicon.phrases.get(start, ())
        if (length := _reach(tokens, phrase.rest))
    ]
    if not found:
        return 0, set()
    longest, length, _ = max(found, key=lambda each: (each[0], -each[1]))
    same = [meant for words, reach, meant in found if (words, reach) == (longest, length)]
    return length, set().union(*same)


def _reach(tokens: list[str], rest: tuple[str, ...]) -> int:
    """How far a phrase reaches whose first word fits, over small words; 0 if it does not fit."""
    at = 1
    for word in rest:
        while at < len(tokens) and tokens[at] != word and tokens[at] in _SMALL:
            at += 1
        if at == len(tokens) or tokens[at] != word:
            return 0
        at += 1
    return at
