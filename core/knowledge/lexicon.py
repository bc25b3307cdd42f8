"""The thesaurus and the stop list in stems, as questions and passages have them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ARRAY, Text, cast, func, select

from core.database.search import as_config, configuration
from core.database.unit_of_work import UnitOfWork
from core.knowledge.thesaurus import GROUPS, NO_TOPIC

Stems = Mapping[str, tuple[str, ...]]
"""Words with their stems: none for what the language itself leaves out, several for compounds."""


@dataclass(frozen=True)
class Phrase:
    """Words that mean something together: those after the first, and the stems of the meaning."""

    rest: tuple[str, ...]
    meant: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """What is known of a language beyond its stems; empty for all but English."""

    alike: Mapping[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    phrases: Mapping[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    no_topic: set[str] = field(default_factory=set)


_lexicons: dict[str, Lexicon] = {}


async def lexicon_of(uow: UnitOfWork) -> Lexicon:
    """The lexicon of the organisation's language; read once for all organisations."""
    language = configuration(uow.language)
    if language not in _lexicons:
        lexicon = Lexicon()
        if language == "english":
            await _fill(lexicon, uow)
        _lexicons[language] = lexicon
    return _lexicons[language]


async def stems_of(uow: UnitOfWork, words: Iterable[str]) -> Stems:
    """The stems of each word in the organisation's language."""
    given = func.unnest(cast(sorted(set(words)), ARRAY(Text))).column_valued("word")
    vector = func.to_tsvector(as_config(uow.language), given)
    rows = await uow.session.execute(select(given, func.tsvector_to_array(vector)))
    return {word: tuple(stems) for word, stems in rows}


async def _fill(lexicon: Lexicon, uow: UnitOfWork) -> None:
    groups = [line.split() for line in GROUPS.split("\n") if line]
    silent = NO_TOPIC.split()
    first_words = {entry.split("_")[0] for group in groups for entry in group}
    stems = await stems_of(uow, first_words | set(silent))
    lexicon.no_topic.update(stem for word in silent for stem in stems[word])
    for group in groups:
        meant = {stem for entry in group if "_" not in entry for stem in stems[entry]}
        for stem in meant:
            lexicon.alike[stem].update(meant - {stem})
        for first, *rest in (entry.split("_") for entry in group if "_" in entry):
            for stem in stems[first] or (first,):
                lexicon.phrases[stem].append(Phrase(tuple(rest), frozenset(meant)))
