"""ENG-05 (part): what the handbook and the other documents name is there, and the other way round.

Docstrings are looked at in ``tests/architecture``.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import typer.main
from typer.core import TyperGroup

from bot.__main__ import app
from bot.grammar.parse import parse
from bot.grammar.registry import build_registry
from core.access.actor import Role
from core.access.permissions import SCOPES
from core.knowledge.articles import ArticleDraft, slug_of
from core.knowledge.handbook import FOLDER, read_article, read_handbook
from core.knowledge.passages import cut
from core.settings import setting_names
from core.tickets.reading.searching import parse_search
from tests.api.promises import METHODS, present
from tests.architecture.source import PACKAGES, ROOT
from tests.core.knowledge.written import (
    addresses_in,
    chat_commands,
    code_in,
    make_targets,
    paths_in,
    plain,
    settings_in,
    shell_commands,
)

DOCUMENTS = ("README.md", "CONTRIBUTING.md")
INTEGRATORS = "For integrators"
SHORTEST, LONGEST = 250, 750
SECTION = range(35, 151)
"""Words below a heading: enough to stand alone, few enough to be read in a chat."""
VOCABULARIES = {
    "the-commands-of-ticket": "ticket",
    "the-commands-of-support": "support",
    "the-commands-of-desk": "desk",
}
NOT_OURS = frozenset({".venv"})
HELP = "--help"


@pytest.fixture
def articles() -> Mapping[str, ArticleDraft]:
    """The shipped articles by slug."""
    return {slug_of(article.title): article for article in read_handbook()}


@pytest.fixture
def texts(articles: Mapping[str, ArticleDraft]) -> Mapping[str, str]:
    """All that is written for people, by where it stands."""
    documents = {name: (ROOT / name).read_text("utf-8") for name in DOCUMENTS}
    return {slug: article.body for slug, article in articles.items()} | documents


def test_every_article_is_complete_and_lies_where_its_title_says() -> None:
    files = sorted(FOLDER.glob("*.md"))
    assert len(files) > 30
    for file in files:
        article = read_article(file.read_text("utf-8"))
        assert slug_of(article.title) == file.stem
        assert article.category, file.stem
        assert article.tags, file.stem
        assert SHORTEST <= len(article.body.split()) <= LONGEST, file.stem


def test_each_section_can_be_an_answer(articles: Mapping[str, ArticleDraft]) -> None:
    found = [(slug, s) for slug, article in articles.items() for s in cut(article.body)]
    lengths = {(slug, s.heading): len(s.body.split()) for slug, s in found}
    assert len(lengths) == len(found), "a heading is there twice, or a section too long to quote"
    assert {where: n for where, n in lengths.items() if n not in SECTION} == {}
    assert all(heading for _, heading in lengths)


def test_what_is_said_in_chat_is_understood(texts: Mapping[str, str]) -> None:
    registry = build_registry()
    seen = 0
    for where, text in texts.items():
        for vocabulary, words in chat_commands(text):
            command = parse(words, registry.grammar(vocabulary))
            left = parse_search(command.text)[0] if command.verb == "search" else command.text
            assert re.findall(r"(?:^|\s)[a-z_]+:\S", left) == [], (where, words)
            seen += 1
    assert seen > 50


@pytest.mark.parametrize("slug", VOCABULARIES)
def test_each_verb_is_explained(slug: str, articles: Mapping[str, ArticleDraft]) -> None:
    verbs = build_registry().of(VOCABULARIES[slug])
    named = {code.split()[0] for code in code_in(articles[slug].body)}
    listed = set(re.findall(r"^- `([a-z]+)", articles[slug].body, re.MULTILINE))
    assert set(verbs) - named == set()
    assert listed - set(verbs) == set()


def test_what_is_typed_in_a_terminal_exists(texts: Mapping[str, str]) -> None:
    commands = dict(_commands(typer.main.get_command(app)))
    reached = set()
    for text in texts.values():
        for words in shell_commands(text):
            name = next((n for n in commands if words[: len(n)] == list(n)), ())
            assert name or words == [HELP], f"there is no command {' '.join(words)!r}"
            said, known = set(words[len(name) :]) - {HELP}, commands.get(name, set())
            assert {word for word in said if word.startswith("-")} <= known, words
            assert known or not said, f"{' '.join(name)!r} takes nothing more"
            reached.add(name)
    assert set(commands) - reached == set(), "not documented"


def _commands(command: Any, *before: str) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """Each command by its words, with its options."""
    if not isinstance(command, TyperGroup):
        yield before, {option for parameter in command.params for option in parameter.opts}
        return
    for name, child in command.commands.items():
        yield from _commands(child, *before, name)


def test_addresses_of_rest_exist(texts: Mapping[str, str]) -> None:
    operations = _operations()
    known = {path for _, path in operations} | {"/api/v1"}
    named = {one for text in texts.values() for one in addresses_in(text)}
    assert {path for _, path in named} - known == set()
    assert {(method, path) for method, path in named if method} - operations == set()


def _operations() -> set[tuple[str, str]]:
    """Method and address of everything that one can ask for."""
    paths = present()["paths"].items()
    return {(m.upper(), plain(path)) for path, methods in paths for m in methods if m in METHODS}


def test_every_part_of_an_address_is_explained(articles: Mapping[str, ArticleDraft]) -> None:
    written = " ".join(article.body for article in articles.values())
    parts = {part for _, path in _operations() for part in path.split("/")[3:] if part != "{}"}
    assert {part for part in parts if not re.search(rf"/{part}\b", written)} == set()
    for article in articles.values():
        if article.category == INTEGRATORS:
            short = {code for code in code_in(article.body) if re.match(r"/(?!api\b)[a-z]", code)}
            assert {code.strip("/").rpartition("/")[2] for code in short} - parts == set()


def test_statuses_of_rest_are_the_ones_that_are_listed(
    articles: Mapping[str, ArticleDraft],
) -> None:
    sections = cut(articles["errors-paging-and-retries-in-the-rest-api"].body)
    listed = next(s.body for s in sections if s.heading.startswith("What the HTTP status"))
    answers = {
        int(status)
        for methods in present()["paths"].values()
        for operation in methods.values()
        for status in operation["responses"]
    }
    assert set(map(int, re.findall(r"\b[2-5]\d\d\b", listed))) == answers


def test_settings_are_the_ones_that_exist(texts: Mapping[str, str]) -> None:
    names = set(setting_names())
    assert {one for text in texts.values() for one in settings_in(text)} <= names
    assert names == settings_in(texts["settings"])


def test_scopes_and_roles_are_the_ones_that_exist(texts: Mapping[str, str]) -> None:
    named = {one for text in texts.values() for one in re.findall(r"`([a-z]+:[a-z]+)`", text)}
    named |= {one for text in texts.values() for one in re.findall(r"--scope (\S+?)[\s`]", text)}
    shaped = {one for one in named if one.endswith((":read", ":write"))}
    assert shaped - set(SCOPES) == set()
    listed = "".join(re.findall(r"^- .*", texts["api-keys-and-scopes"], re.MULTILINE))
    assert set(re.findall(r"`([a-z:]+)`", listed)) == set(SCOPES)
    roles = {one for text in texts.values() for one in re.findall(r"--role ([a-z]+)", text)}
    assert roles == {role.value for role in Role}


def test_targets_of_make_exist(texts: Mapping[str, str]) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert {one for text in texts.values() for one in make_targets(text)} - targets == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_that_are_named_exist(name: str) -> None:
    named = paths_in((ROOT / name).read_text("utf-8"))
    ours = {path for path in named if path.split("/")[0] not in NOT_OURS}
    assert {path for path in ours if not _exists(path)} == set()
    assert ours


def _exists(path: str) -> bool:
    if "/" in path or (ROOT / path).exists():
        return (ROOT / path).exists()
    return any(next((ROOT / folder).rglob(path), None) for folder in PACKAGES)
