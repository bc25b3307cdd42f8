"""Whatever is said fits Teams, says what was cut, and disturbs nobody."""

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given

from adapters.teams.render.limits import ACTIONS, CARD_BYTES, weight
from adapters.teams.render.markup import MARKS, escape, to_link
from adapters.teams.render.messages import render
from bot.cards import Author, Badge, Button, Card, Fact, File, Link, Option, Row, Select, Text, Tone
from tests.adapters.slack.strategies import cards, long, often, texts
from tests.fakes.teams import broken_by_activity
from tests.fakes.teams.cards import actions_of, everything_in, texts_in

MOMENT = datetime(2026, 11, 20, 14, 46, tzinfo=UTC)


def shown(content: Text | Card) -> str:
    """Everything that the card says, as one text."""
    return "\n".join(texts_in(render(content).card))


@often
@given(cards)
def test_no_card_breaks_a_rule(card: Card) -> None:
    message = render(card)
    assert broken_by_activity(message.to_activity()) is None
    assert weight(message.card) <= CARD_BYTES


@often
@given(texts)
def test_no_text_breaks_a_rule(text: Text) -> None:
    message = render(text)
    assert broken_by_activity(message.to_activity()) is None
    assert weight(message.card) <= CARD_BYTES


@often
@given(cards)
def test_every_act_is_whole_and_what_is_missing_is_counted(card: Card) -> None:
    wanted = [one.says for one in card.buttons]
    wanted += [one.says for select in card.selects for one in select.options]
    there = {action["data"]["says"] for action in _ours(card)}
    assert there <= {*wanted, *(said for row in card.rows for said in _said(row))}
    if missing := len(set(wanted) - there):
        told = re.search(r"\+(\d+) more acts", shown(card))
        assert told is not None
        assert int(told[1]) >= missing


@often
@given(long)
def test_words_carry_no_marks_but_our_own(text: str) -> None:
    said = "\n\n".join(MARKS.paragraphs(text))
    assert "{{" not in said
    assert re.findall(r"(?<!\\)\]\((?!https?://|mailto:)", said) == []


def _ours(card: Card) -> list[dict[str, object]]:
    made = actions_of(render(card).card)
    return [one for one in made if one["type"] in ("Action.Execute", "Action.Submit")]


def _said(row: Row) -> list[str]:
    more = row.select.options if row.select else ()
    return [*(one.says for one in row.buttons), *(one.says for one in more)]


def test_every_text_wraps_and_can_be_read_out() -> None:
    card = render(_full()).card
    blocks = [one for one in everything_in(card) if one.get("type") == "TextBlock"]
    assert blocks
    assert all(one["wrap"] is True for one in blocks)
    assert card["speak"] == card["fallbackText"]
    assert card["fallbackText"].startswith("TIK-1 · No ink\nDue soon")
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.5")


def test_state_is_word_shape_and_colour() -> None:
    card = render(_full()).card
    assert card["body"][0]["style"] == "warning"
    assert "⚠️ Due soon" in shown(_full())


def test_a_moment_ticks_in_a_text_block_alone() -> None:
    card = render(_full()).card
    facts = [one for one in everything_in(card) if one.get("type") == "FactSet"]
    assert "DATE" not in json.dumps(facts)
    assert (
        "**Reply due** {{DATE(2026-11-20T14:46:00Z,SHORT)}} {{TIME(2026-11-20T14:46:00Z)}}"
        in shown(_full())
    )


def test_six_buttons_are_shown_and_the_rest_stands_behind_more() -> None:
    buttons = tuple(Button(label=f"b{n}", says=f"show {n}") for n in range(4))
    options = tuple(Option(label=f"o{n}", says=f"list page:{n}") for n in range(15))
    card = render(
        Card(title="t", buttons=buttons, selects=(Select(label="More", options=options),))
    )
    actions = card.card["actions"]
    assert [one["title"] for one in actions] == ["b0", "b1", "b2", "b3", "o0", "More"]
    rows = actions[-1]["card"]["body"]
    assert [len(one["actions"]) for one in rows] == [6, 6, 2]
    assert all(len(one["actions"]) <= ACTIONS for one in rows)


def test_a_button_is_a_typed_command_that_old_clients_can_send_too() -> None:
    (action,) = render(Card(title="t", buttons=(Button(label="Claim", says="claim 1 r7"),))).card[
        "actions"
    ]
    assert (action["type"], action["data"]) == ("Action.Execute", {"says": "claim 1 r7"})
    assert action["fallback"]["type"] == "Action.Submit"
    assert action["fallback"]["data"] == action["data"]


@pytest.mark.parametrize(
    "card",
    [
        Card(title="t", buttons=(Button(label="Reply", says="reply 1", opens_form=True),)),
        Card(title="t", selects=(Select(label="M", options=(Option(label="N…", says="n"),)),)),
    ],
)
def test_a_button_that_asks_for_more_opens_a_dialog(card: Card) -> None:
    (action,) = render(card).card["actions"]
    assert action["type"] == "Action.Submit"
    assert action["data"]["msteams"] == {"type": "task/fetch"}


def test_an_author_speaks_first_and_a_note_says_what_it_is() -> None:
    said = Text(text="it hums", author=Author(name="Sam", role="agent"), internal=True)
    assert shown(said).startswith("🔒 **Note** · only staff can see this · **Sam** · agent:")
    assert render(said).summary == "Note, only staff can see this. Sam: it hums"


def test_files_are_named_and_linked_where_they_stand_apart() -> None:
    said = Text(
        text="see", files=(File(id="7", name="a_b.png"), File(id="8", name="c", problem="no"))
    )
    assert "📎 a\\_b.png" in shown(said)
    linked = "\n".join(texts_in(render(said, "https://desk.example/chat/files").card))
    assert "[📎 a\\_b.png](https://desk.example/chat/files/7)" in linked
    assert "⚠️ no" in linked


def test_what_is_cut_is_said() -> None:
    rows = tuple(Row(title=f"row {n}", detail="words " * 60) for n in range(60))
    assert "more rows" in shown(Card(title="t", rows=rows))
    assert "more characters" in shown(Card(title="t", body="word " * 20_000))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("**bold** *italic* ~~gone~~ `a*b`", ["**bold** _italic_ gone a\\*b"]),
        ("# Title", ["**Title**"]),
        ("- a\n- b", ["- a\n- b"]),
        ("3. a\n4. b", ["3. a\n4. b"]),
        ("> said", ["┃ said"]),
        ("```\na_b\n# c\n```", ["a\\_b\n\n\\# c"]),
        ("[site](https://example.org/a_(b))", ["[site](https://example.org/a_%28b%29)"]),
        ("see https://example.org/a.", ["see [https://example.org/a](https://example.org/a)."]),
        ("[x](javascript:alert)", ["\\[x\\](javascript:alert)"]),
        ("5) five * six_seven", ["5. five \\* six\\_seven"]),
        ("<at>Sam</at> & &amp;lt;", ["<at>Sam</at> & &amp;lt;"]),
    ],
)
def test_our_text_in_a_card_s_marks(ours: str, theirs: list[str]) -> None:
    assert MARKS.paragraphs(ours) == theirs


def test_nothing_said_is_taken_for_a_moment_or_a_field() -> None:
    for hostile in ("{{TIME(2026-01-01T00:00:00Z)}}", "${name}", "a{\\{TIME(x)}}"):
        said = "".join(MARKS.paragraphs(hostile)) + escape(hostile)
        assert "{{" not in said
        assert "${" not in said


def test_a_label_that_belies_its_address_is_shown_in_full() -> None:
    assert to_link("https://evil.example", "bank.example") == (
        "bank.example ([https://evil.example](https://evil.example))"
    )


def test_a_beginning_ends_in_an_ellipsis() -> None:
    assert MARKS.beginning("one\n\ntwo " + "three " * 50, 30) == "one\n\ntwo three three three …"
    assert MARKS.beginning("all of it", 30) == "all of it"


def _full() -> Card:
    return Card(
        title="No ink",
        ref="TIK-1",
        badges=(Badge(word="Due soon", tone=Tone.WARNING),),
        body="b",
        quote="q",
        facts=(Fact(name="Owner", value="Sam"), Fact(name="Reply due", moment=MOMENT)),
        rows=(Row(title="r", detail="d"),),
        links=(Link(label="l", url="https://example.org"),),
        footer="f",
        tone=Tone.WARNING,
    )
