"""Whatever is said fits Slack, says what was cut, and disturbs nobody."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from adapters.slack.render.messages import render
from bot.cards import (
    Author,
    Badge,
    Button,
    Card,
    Fact,
    Link,
    Option,
    Row,
    Select,
    Text,
    Tone,
)
from tests.adapters.slack.models import check_blocks
from tests.adapters.slack.strategies import cards, often, texts
from tests.fakes.slack import broken_by_message
from tests.fakes.slack.rules import elements_of
from tests.fakes.slack.state import SlackState, formatted_in


def payload(content: Text | Card) -> dict[str, object]:
    """What would be posted."""
    message = render(content)
    return {"text": message.text, "blocks": message.blocks}


def pick(*commands: str) -> Select:
    """A select that says these."""
    return Select(label="More", options=tuple(Option(label="o", says=one) for one in commands))


def shown(content: Text | Card) -> str:
    """Everything that the message says, as one text."""
    return json.dumps(render(content).blocks, ensure_ascii=False)


@often
@given(cards)
def test_no_card_breaks_a_rule(card: Card) -> None:
    assert broken_by_message(payload(card)) is None
    check_blocks(render(card).blocks)


@often
@given(texts)
def test_no_text_breaks_a_rule(text: Text) -> None:
    assert broken_by_message(payload(text)) is None
    check_blocks(render(text).blocks)


@often
@given(cards | texts)
def test_nothing_said_disturbs_anybody(content: Card | Text) -> None:
    state = SlackState.__new__(SlackState)
    state.pings = []
    state.note_pings(payload(content) | {"parse": "none"})
    assert state.pings == []


def test_every_mrkdwn_is_verbatim_so_that_slack_adds_nothing() -> None:
    card = Card(
        title="t",
        body="b",
        quote="q",
        facts=(Fact(name="n", value="v"),),
        rows=(Row(title="r", detail="d"),),
        links=(Link(label="l", url="https://example.org"),),
        badges=(Badge(word="w"),),
        footer="f",
    )
    assert formatted_in(render(card).blocks, only_loose=True) == []


def test_a_whole_card_shows_all_its_parts() -> None:
    card = Card(
        title="Cannot reset password",
        ref="TIK-1042",
        badges=(Badge(word="Due soon", tone=Tone.WARNING), Badge(word="High")),
        body="Waiting on **us**.",
        facts=(Fact(name="Reply due", moment=datetime(2026, 11, 20, 14, 46, tzinfo=UTC)),),
        quote="The reset mail never arrives",
        rows=(Row(title="TIK-7", url="https://example.org/7"),),
        buttons=(Button(label="Claim", says="claim TIK-1042 r7", style="primary"),),
        selects=(
            Select(label="More", options=(Option(label="Escalate", says="escalate TIK-1042"),)),
        ),
        links=(Link(label="Open", url="https://example.org/1042"),),
        footer="3 messages",
    )
    said = shown(card)
    for part in (
        "TIK-1042 · Cannot reset password",
        "⚠️ Due soon",
        "▫️ High",
        "Waiting on *us*.",
        "<!date^1795185960^{date_short_pretty} {time}|20 Nov 14:46 UTC>",
        "> The reset mail never arrives",
        "*<https://example.org/7|TIK-7>*",
        '"value": "claim TIK-1042 r7"',
        '"value": "escalate TIK-1042"',
        "<https://example.org/1042|Open>",
        "3 messages",
    ):
        assert part in said
    assert "not shown here" not in said
    assert render(card).text.startswith("TIK-1042 · Cannot reset password\nDue soon\nHigh")


def test_each_tone_has_a_shape_of_its_own_beside_its_word() -> None:
    badges = tuple(Badge(word=f"Is {tone}", tone=tone) for tone in Tone)
    said = shown(Card(title="t", badges=badges))
    marks = [re.search(rf"(\S+) Is {tone}", said) for tone in Tone]
    assert len({mark[1] for mark in marks if mark}) == len(Tone)


def test_action_ids_are_unique_and_stay_the_same_when_painted_again() -> None:
    button = Button(label="Claim", says="claim TIK-1")
    card = Card(
        title="t", buttons=(button, button), rows=(Row(title="r", buttons=(button, button)),)
    )
    ids = [one["action_id"] for block in render(card).blocks for one in elements_of(block)]
    assert len(ids) == len(set(ids)) == 4
    again = [one["action_id"] for block in render(card).blocks for one in elements_of(block)]
    assert again == ids


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (Card(title="t", rows=tuple(Row(title=f"row {n}") for n in range(60))), r"more rows"),
        (Card(title="t", body="word " * 8000), "more characters"),
        (Text(text="word " * 8000), "more characters"),
        (Card(title="t", buttons=(Button(label="b", says="x" * 2001),)), "+1 more acts"),
        (Card(title="t", badges=(Badge(word="b"),) * 10), "+2 more states"),
        (
            Card(
                title="t",
                selects=(Select(label="s", options=(Option(label="l", says="x"),) * 107),),
            ),
            "more acts",
        ),
        (Card(title="t", facts=(Fact(name="n", value="v" * 300),) * 40), "more facts"),
        (
            Card(title="t", links=(Link(label="l", url="https://e.org/" + "x" * 900),) * 9),
            "more links",
        ),
    ],
)
def test_what_was_cut_is_said(content: Card | Text, said: str) -> None:
    assert said in shown(content)
    assert "not shown here" in shown(content)


def test_rows_that_were_left_out_are_counted_exactly() -> None:
    card = Card(title="t", rows=tuple(Row(title=f"row-{n}.") for n in range(60)))
    there = sum(f"row-{n}." in shown(card) for n in range(60))
    assert 40 <= there < 60
    assert f"+{60 - there} more rows" in shown(card)
    assert len(render(card).blocks) == 50


def test_a_command_too_long_for_a_select_becomes_a_button() -> None:
    long = "search " + "x" * 200
    card = Card(title="t", selects=(pick(long),))
    elements = [one for block in render(card).blocks for one in elements_of(block)]
    assert [(one["type"], one["value"]) for one in elements] == [("button", long)]


def test_a_note_shows_that_only_staff_see_it() -> None:
    note = Text(text="ask legal", author=Author(name="Sam", role="agent"), internal=True)
    assert "only staff can see this" in shown(note)
    assert render(note).text == "Note, staff only. Sam: ask legal"
    assert "only staff" not in shown(Text(text="ask legal"))


def test_an_author_cannot_pretend_to_be_a_mention() -> None:
    text = Text(text="hi", author=Author(name="<!here>\u202e", role="customer"))
    assert "*&lt;!here&gt;* · customer" in shown(text)


def test_moments_keep_their_zone_apart() -> None:
    at = datetime(2026, 11, 20, 14, 46, tzinfo=UTC) + timedelta(hours=1)
    assert "20 Nov 15:46 UTC" in shown(Card(title="t", facts=(Fact(name="n", moment=at),)))
