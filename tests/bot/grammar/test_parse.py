"""The grammar: what a command says is understood as that command, and nothing breaks it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.grammar.command import Command
from bot.grammar.parse import UnknownVerb, parse, to_number
from bot.grammar.registry import build_registry

REGISTRY = build_registry()
GRAMMAR = REGISTRY.grammar("ticket")
TAKES_TICKET = {name for name, (takes, _) in GRAMMAR.items() if takes}

words = st.text(st.characters(codec="utf-8", exclude_characters='"'), max_size=40)


@st.composite
def commands(draw: st.DrawFn) -> Command:
    """A command as a person could mean it: its text has no option's name or number in front."""
    verb = draw(st.sampled_from(sorted(GRAMMAR)))
    takes, names = GRAMMAR[verb]
    text = draw(words).strip()
    first = (text.split() or [""])[0]
    assume(not any(f"{name}:" in text.casefold() for name in names))
    assume(not takes or to_number(first) is None)
    number = draw(st.none() | st.integers(0, 10**12 - 1)) if takes else None
    seen = draw(st.none() | st.integers(0, 10**9 - 1)) if number is not None else None
    assume(not (number is not None and seen is None and first[:1] == "r" and first[1:].isdigit()))
    options = draw(st.dictionaries(st.sampled_from(names), words.filter(bool), max_size=3))
    return Command(verb, number, seen, text, options)


@given(commands())
def test_what_a_command_says_is_understood_as_that_command(command: Command) -> None:
    understood = parse(command.says(), GRAMMAR)
    assert understood == command


@given(st.text(max_size=200))
def test_any_text_is_understood_or_refused_in_words(said: str) -> None:
    first = (said.split() or [""])[0].casefold().lstrip("/")
    if first in GRAMMAR:
        assert parse(said, GRAMMAR).verb == first
    else:
        with pytest.raises(UnknownVerb) as refused:
            parse(said, GRAMMAR)
        assert refused.value.details["meant"] in {None, *GRAMMAR}


@given(st.sampled_from(sorted(GRAMMAR)), st.text(max_size=60))
def test_options_that_a_verb_does_not_know_stay_in_the_text(verb: str, rest: str) -> None:
    command = parse(f"{verb} see https://example.test/a?b=c:d and {'x' * 3}", GRAMMAR)
    assert command.text.endswith("https://example.test/a?b=c:d and xxx")
    assert set(parse(f"{verb} {rest}", GRAMMAR).options) <= set(GRAMMAR[verb][1])


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("TIK-1042", 1042),
        ("tik-7", 7),
        ("1042", 1042),
        ("#1042", 1042),
        ("https://desk.example/desk/tickets/1042", 1042),
        ("https://desk.example/desk/tickets/1042?x=1#m", 1042),
        ("TIK-", None),
        ("1042a", None),
        ("-5", None),
        ("https://desk.example/articles/7", None),
        ("9" * 13, None),
        ("", None),
    ],
)
def test_a_ticket_is_named_in_four_ways(said: str, number: int | None) -> None:
    assert to_number(said) == number


@pytest.mark.parametrize(
    ("said", "meant"),
    [("asign 1042", "assign"), ("clam", "claim"), ("resolv 3", "resolve"), ("/relese", "release")],
)
def test_a_slip_of_the_finger_is_recognised(said: str, meant: str) -> None:
    with pytest.raises(UnknownVerb) as caught:
        parse(said, GRAMMAR)
    assert caught.value.details["meant"] == meant


@pytest.mark.parametrize("said", ["", "   ", "xyzzy plugh", "🎫", "\x00", "/"])
def test_what_is_no_verb_is_refused_without_a_guess(said: str) -> None:
    with pytest.raises(UnknownVerb) as caught:
        parse(said, GRAMMAR)
    assert caught.value.details["meant"] is None


def test_the_verb_is_found_whatever_its_capitals_and_slash() -> None:
    assert parse(" /CLAIM tik-12 r7 ", GRAMMAR) == Command("claim", 12, 7)


def test_quoted_and_plain_options_and_the_text_between_them() -> None:
    command = parse('assign 5 to:@sam because REASON:"on holiday, see note" of this', GRAMMAR)
    assert command.options == {"to": "@sam", "reason": "on holiday, see note"}
    assert command.text.split() == ["because", "of", "this"]


def test_a_form_s_values_complete_a_command() -> None:
    command = Command("assign", 5, options={"to": "a"}).with_values({"text": "x", "to": "b"})
    assert command == Command("assign", 5, text="x", options={"to": "b"})


def test_customers_vocabulary_is_part_of_the_staff_s() -> None:
    support = REGISTRY.grammar("support")
    own = {"web"}  # staff are at home there
    assert set(support) - own < set(GRAMMAR) | set(REGISTRY.grammar("desk"))
    assert {"claim", "note", "assign", "status", "search"}.isdisjoint(support)
