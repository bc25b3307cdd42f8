"""Any space parts a command's words: a line break, a tab, a hard space or many at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar.command import Command
from bot.grammar.parse import first_word, parse
from bot.grammar.registry import build_registry

GRAMMAR = build_registry().grammar("ticket")
TAKING = sorted(name for name, (takes, _) in GRAMMAR.items() if takes)

spaces = st.text(st.sampled_from(" \n\t\r\xa0\u2003\u3000"), min_size=1, max_size=4)
word = st.from_regex(r"[a-zäß][a-zäß.!]{2,11}", fullmatch=True)
texts = st.lists(word, min_size=1, max_size=4).flatmap(
    lambda words: st.sampled_from([" ", "\n", "\n\n", "\n - ", "\t"]).map(
        lambda between: between.join(words)
    )
)


@given(st.sampled_from(TAKING), spaces, st.sampled_from(["1042", "TIK-1042", "#1042"]), spaces)
def test_a_ticket_is_named_after_any_space(verb: str, a: str, ref: str, b: str) -> None:
    assert parse(f"{b}{verb}{a}{ref}", GRAMMAR) == Command(verb, 1042)
    assert parse(f"/{verb}{a}{ref}{b}r7{a}", GRAMMAR) == Command(verb, 1042, 7)


@given(st.sampled_from(TAKING), spaces, spaces, texts)
def test_the_text_after_any_space_is_kept_as_it_was_written(
    verb: str, a: str, b: str, text: str
) -> None:
    assert parse(f"{verb}{a}{text}", GRAMMAR) == Command(verb, text=text)
    assert parse(f"{verb}{a}1042{b}{text}{a}", GRAMMAR) == Command(verb, 1042, text=text)
    assert parse(f"{verb}{a}1042{b}r7{a}{text}", GRAMMAR) == Command(verb, 1042, 7, text)


@given(spaces, spaces, spaces, texts)
def test_an_option_stands_after_any_space(a: str, b: str, c: str, text: str) -> None:
    said = f'assign{a}5{b}to:@sam{c}reason:"on\xa0holiday"{a}{text}'
    options = {"to": "@sam", "reason": "on\xa0holiday"}
    assert parse(said, GRAMMAR) == Command("assign", 5, text=text, options=options)


@given(st.text(max_size=60))
def test_the_first_word_and_the_rest_are_all_there_is(text: str) -> None:
    first, rest = first_word(text)
    assert not any(letter.isspace() for letter in first)
    assert text.lstrip().startswith(first)
    assert text.endswith(rest)
    assert text.split() == [*first.split(), *rest.split()]


@pytest.mark.parametrize(
    "said", ["reply\nhi there Ana", "reply \n hi there Ana", "reply\n\nhi there Ana"]
)
def test_a_reply_that_begins_on_the_next_line_has_all_its_words(said: str) -> None:
    assert parse(said, GRAMMAR) == Command("reply", text="hi there Ana")


@pytest.mark.parametrize(
    ("said", "number", "text"),
    [
        ("reply TIK-1042: hello", 1042, "hello"),
        ("reply #1042, hello", 1042, "hello"),
        ("reply 3: restart it", None, "3: restart it"),
    ],
)
def test_a_colon_may_follow_a_ticket_that_is_no_bare_number(
    said: str, number: int | None, text: str
) -> None:
    assert parse(said, GRAMMAR) == Command("reply", number, text=text)
