"""CommonMark to mrkdwn, mrkdwn to CommonMark, and nothing dangerous either way."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.inbound.reading import to_plain, to_text
from adapters.slack.render.markup import MRKDWN, escape_within, to_link
from bot.showing.texts import size
from tests.adapters.slack.strategies import long, often


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("**bold** *italic* ~~gone~~ `code`", "*bold* _italic_ ~gone~ `code`"),
        ("# Title", "*Title*"),
        ("# **Title**", "*Title*"),
        ("- a\n- b\n  1. c", "• a\n• b\n    1. c"),
        ("> said\n> twice", "> said\n> twice"),
        ("```py\na < b\n```", "```\na &lt; b\n```"),
        ("one\ntwo\n\nthree", "one\ntwo\n\nthree"),
        ("[site](https://example.org)", "<https://example.org|site>"),
        ("see https://example.org/a?b=1&c=2.", "see <https://example.org/a?b=1&amp;c=2>."),
        ("![chart](https://example.org/x.png)", "<https://example.org/x.png|chart>"),
        ("AT&T <3", "AT&amp;T &lt;3"),
        ("<b>html</b>", "&lt;b&gt;html&lt;/b&gt;"),
        ("---", "———"),
    ],
)
def test_our_text_in_mrkdwn(ours: str, theirs: str) -> None:
    assert MRKDWN.whole(ours) == theirs


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("<!channel> look", "&lt;!channel&gt; look"),
        ("<@U0SAM>", "&lt;@U0SAM&gt;"),
        ("[x](javascript:alert)", "[x](javascript:alert)"),
        ("[<!here>](https://example.org)", "<https://example.org|&lt;!here&gt;>"),
        ("[a](https://example.org/|<!here>)", None),
        (
            "[https://bank.example](https://evil.example)",
            "https://bank.example (<https://evil.example>)",
        ),
        ("[bank.example](https://evil.example)", "bank.example (<https://evil.example>)"),
        ("a\u202eb\u2066c\x00d", "abcd"),
        ("`<!channel>`", "`&lt;!channel&gt;`"),
        ("&lt;!channel&gt;", "&lt;!channel&gt;"),
    ],
)
def test_nothing_fires(hostile: str, harmless: str | None) -> None:
    rendered = MRKDWN.whole(hostile)
    if harmless is not None:
        assert rendered == harmless
    assert not re.search(r"<[!@#]", rendered)


@often
@given(long, st.sampled_from([200, 900, 3000]))
def test_pieces_keep_to_the_limit_and_hold_only_our_own_tokens(text: str, limit: int) -> None:
    for piece in MRKDWN.pieces(text, limit):
        assert size(piece) <= limit
        assert not re.search(r"<(?!https?://|mailto:)", piece)


@often
@given(st.text(), st.integers(1, 80))
def test_cutting_never_splits_an_entity(text: str, limit: int) -> None:
    kept = escape_within(text, limit)
    assert size(kept) <= limit
    assert not re.search(r"&(?!amp;|lt;|gt;)", kept)


def test_an_address_that_may_not_be_followed_is_shown() -> None:
    assert to_link("javascript:alert(1)", "press") == "press (javascript:alert(1))"
    assert to_link("https://example.org/a|b>c") == "<https://example.org/a%7Cb%3Ec>"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("hi <@U0SAM|sam>, <@U0BOT>", "hi @U0SAM, @Ticket"),
        ("<#C1|general> <#C2>", "#general #C2"),
        ("<!here> <!subteam^S1|@devs>", "@here @devs"),
        ("<https://example.org|site>", "site (https://example.org)"),
        ("<https://example.org>", "https://example.org"),
        ("<http://example.org|example.org>", "http://example.org"),
        ("<mailto:a@example.org|a@example.org>", "a@example.org"),
        ("<https://example.org/?a=1&amp;b=2>", "https://example.org/?a=1&b=2"),
        ("*bold* and ~gone~ but 2*3*4", "**bold** and ~~gone~~ but 2*3*4"),
        ("`*code*` and ```*more*```", "`*code*` and ```*more*```"),
        ("&lt;@U0SAM&gt;", "<@U0SAM>"),
        ("turned\u202earound", "turnedaround"),
    ],
)
def test_their_text_in_ours(typed: str, read: str) -> None:
    assert to_text(typed, names={"U0BOT": "Ticket"}) == read


def test_commands_are_read_as_typed() -> None:
    assert to_plain("assign 1042 to:<@U0SAM|sam> *now*") == "assign 1042 to:@U0SAM *now*"
