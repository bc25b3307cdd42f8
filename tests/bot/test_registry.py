"""The registry of verbs: only the design's words, each with its right, use and meaning."""

import re

import pytest

from bot.grammar.parse import parse
from bot.grammar.registry import build_registry
from bot.grammar.verbs import Verb
from core.access.actor import Role
from core.access.permissions import GRANTS, Permission

OPENING = {"new", "list", "show", "claim", "release", "assign", "reply", "note"}
CHANGING = {"set", "status", "priority", "escalate", "snooze", "merge", "resolve", "reopen"}
ASKING = {"macro", "search", "kb", "ask", "summary", "oncall", "sla", "digest", "help"}
DESIGNED = OPENING | CHANGING | ASKING
COMMUNITY = {"private", "link", "web"}
SUPPORT = {"new", "list", "show", "reply", "resolve", "reopen", "escalate", "ask", "kb", "help"}
REGISTRY = build_registry()
VERBS = list(REGISTRY.verbs.values())


def test_there_are_at_most_twenty_five_verbs_and_all_are_designed() -> None:
    assert len(DESIGNED) == 25
    assert set(REGISTRY.of("ticket")) <= DESIGNED
    assert len(REGISTRY.of("ticket")) <= 25


def test_customers_have_the_words_that_the_design_gives_them() -> None:
    assert set(REGISTRY.of("support")) == (SUPPORT | COMMUNITY) & set(REGISTRY.verbs)
    staff = set(REGISTRY.of("ticket")) | set(REGISTRY.of("desk"))
    # Staff have passwords: they come to the web chat by no link.
    assert staff == set(REGISTRY.verbs) - {"web"}
    assert set(REGISTRY.of("ticket")) & set(REGISTRY.of("desk")) == {"help"}


def test_customers_may_do_all_that_their_words_promise() -> None:
    for verb in REGISTRY.of("support").values():
        assert verb.permission in GRANTS[Role.CUSTOMER], verb.name


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_each_verb_has_a_right_a_use_and_a_meaning(verb: Verb) -> None:
    assert isinstance(verb.permission, Permission)
    assert verb.usage.split()[0] == verb.name
    assert verb.summary
    assert len(verb.summary) <= 72
    assert not verb.summary.endswith(".")
    names = verb.option_names
    assert len(names) == len(set(names)) <= 25
    assert not {"held", "draft", "again", "text"} & set(names)
    for option in verb.options:
        assert option.hint
        assert len(option.choices) <= 25


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_what_the_usage_shows_is_understood(verb: Verb) -> None:
    plain = verb.usage.partition("[")[0].strip()
    command = parse(plain, REGISTRY.grammar_of_buttons())
    assert command.verb == verb.name
    named = re.match(rf"{verb.name} TIK-(\d+)", plain)
    assert command.number == (int(named[1]) if named and verb.takes_ticket else None)
