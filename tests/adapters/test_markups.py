"""Every platform's marks keep what the splitter promises: limits, words, whole code."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.render.markup import MARKDOWN
from adapters.slack.render.markup import MRKDWN
from adapters.teams.render.markup import MARKS
from bot.showing.markup import Markup
from bot.showing.texts import size
from tests.adapters.slack.strategies import long, often

every_platform = pytest.mark.parametrize(
    "marks", [MRKDWN, MARKDOWN, MARKS], ids=["slack", "discord", "teams"]
)


@every_platform
@often
@given(long, st.sampled_from([200, 900, 3000]))
def test_no_piece_is_longer_than_the_limit(marks: Markup, text: str, limit: int) -> None:
    assert all(size(piece) <= limit for piece in marks.pieces(text, limit))


@every_platform
@often
@given(st.lists(st.integers(0, 9999), max_size=900), st.sampled_from(["\n", " ", "\n\n"]))
def test_pieces_lose_no_word_and_keep_their_order(
    marks: Markup, numbers: list[int], between: str
) -> None:
    source = between.join(f"word{n}" for n in numbers)
    assert " ".join(marks.pieces(source, 300)).split() == source.split()


@pytest.mark.parametrize("marks", [MRKDWN, MARKDOWN], ids=["slack", "discord"])
def test_long_code_is_code_in_every_piece(marks: Markup) -> None:
    source = "```\n" + "\n".join(f"line {n} *" for n in range(400)) + "\n```"
    pieces = marks.pieces(source, 500)
    assert len(pieces) > 5
    assert all(one.startswith("```\n") and one.endswith("\n```") for one in pieces)
    assert "".join(one[4:-3] for one in pieces) == source[4:-3]


@every_platform
@often
@given(st.text(), st.integers(1, 80))
def test_words_that_are_cut_keep_to_the_limit_when_escaped(
    marks: Markup, text: str, limit: int
) -> None:
    assert size(marks.within(text, limit)) <= limit


@every_platform
@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://", "https://a b", "x" * 3000, "https://a\u202eb"]
)
def test_an_address_that_may_not_be_followed_is_no_link(marks: Markup, url: str) -> None:
    assert marks.link(url, "press") == marks.escape(f"press ({url})")


@every_platform
@often
@given(long, st.integers(20, 400))
def test_a_beginning_says_that_there_is_more(marks: Markup, text: str, limit: int) -> None:
    shown = marks.beginning(text, limit)
    assert size(shown) <= limit + 2
    if len(re.findall(r"\w", text)) > limit * 2:
        assert shown.endswith("…")
