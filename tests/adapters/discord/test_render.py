"""Whatever is said fits Discord, says what was cut, and disturbs nobody."""

import re
from datetime import UTC, datetime
from typing import Any

from hypothesis import given

from adapters.discord.render.components import count, text_in
from adapters.discord.render.messages import QUIET, render, to_body
from adapters.discord.render.packing import mark_of, pack, unpack
from bot.cards import Author, Button, Card, Fact, Link, Option, Row, Select, Text
from core.ids import new_id
from tests.adapters.slack.strategies import cards, often, texts
from tests.fakes.discord.components import broken_by_components, every, units

Json = dict[str, Any]

_LIVE = re.compile(
    r"(?<!\\)<(?:@[!&]?\d|#\d|a?:\w+:\d|/\w+:\d|id:)|@(?:everyone|here)", re.IGNORECASE
)


def written(content: Text | Card) -> str:
    """All words of a message."""
    return "\n".join(str(one.get("content") or "") for one in every(render(content)))


def labels(content: Text | Card) -> list[str]:
    """What can be pressed or chosen."""
    found = [one for one in every(render(content)) if one["type"] in (2, 3)]
    lines = [line["label"] for one in found for line in one.get("options") or ()]
    return [one["label"] for one in found if one["type"] == 2] + lines


@often
@given(cards | texts)
def test_no_message_ever_breaks_a_rule(content: Card | Text) -> None:
    components = render(content, delivery=new_id())
    assert list(broken_by_components(components, set(), v2=True)) == []
    assert sum(map(count, components)) == len(list(every(components)))
    assert sum(map(text_in, components)) <= 4000


@often
@given(cards | texts)
def test_nothing_that_is_said_wakes_anybody(content: Card | Text) -> None:
    assert _LIVE.findall(written(content)) == []
    assert to_body(render(content))["allowed_mentions"] == QUIET == {"parse": []}


def test_a_long_text_is_cut_and_says_so() -> None:
    said = written(Text(text="word " * 2000))
    assert units(said) <= 4000
    assert "more characters" in said.replace("\\", "")


def test_moments_are_shown_in_the_readers_own_time_and_tick() -> None:
    moment = datetime(2026, 11, 20, 14, 46, tzinfo=UTC)
    said = written(Card(title="t", facts=(Fact(name="Due", moment=moment),)))
    assert "<t:1795185960:f> (<t:1795185960:R>)" in said


def test_a_masked_link_never_belies_where_it_leads() -> None:
    said = written(Text(text="[https://bank.example](https://evil.example/x)"))
    assert "](<https://evil.example" not in said
    assert "<https://evil.example/x>" in said


def test_our_own_links_can_be_followed() -> None:
    said = written(Card(title="t", links=(Link(label="In the portal", url="https://a.example/1"),)))
    assert "[In the portal](<https://a.example/1>)" in said


def test_marks_that_turn_text_around_are_taken_out() -> None:
    assert "\u202e" not in written(Text(text="abc\u202edcba"))


def test_a_command_that_is_too_long_is_left_out_and_counted() -> None:
    content = Card(title="t", buttons=(Button(label="b", says="list " + "x" * 100),))
    assert labels(content) == []
    assert "1 more acts" in written(content).replace("\\", "")


def test_an_id_of_ours_fits_into_a_command_and_comes_back_whole() -> None:
    says = f"reply TIK-1042 note-id:{new_id()} held:{new_id()}"
    assert len(pack(says)) < len(says)
    assert unpack(pack(says)) == says


def test_a_long_select_becomes_several_and_loses_nothing() -> None:
    lines = tuple(Option(label=f"line {at}", says=f"claim {at}") for at in range(60))
    content = Card(title="t", selects=(Select(label="More", options=lines),))
    assert labels(content) == [one.label for one in lines]


def test_the_acts_of_many_rows_stand_in_one_select_each_with_its_row() -> None:
    rows = tuple(
        Row(title=f"TIK-{at}", buttons=(Button(label="Claim", says=f"claim {at}"),))
        for at in range(10)
    )
    content = Card(title="Queue", rows=rows)
    assert labels(content) == [f"Claim · TIK-{at}" for at in range(10)]
    assert all(f"TIK\\-{at}" in written(content) for at in range(10))


def test_a_note_says_that_only_staff_see_it() -> None:
    author = Author(name="Sam", role="agent")
    assert "only staff can see this" in written(Text(text="x", author=author, internal=True))


def test_a_message_carries_the_mark_of_its_delivery() -> None:
    delivery = new_id()
    assert render(Text(text="x"), delivery=delivery)[0]["id"] == mark_of(delivery)
