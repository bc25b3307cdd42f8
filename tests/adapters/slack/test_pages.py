"""CHT-01, CNV-03, UXA-17: homes, choices, links and names keep to what Slack takes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.app import Slack
from adapters.slack.platform import SlackPlatform
from adapters.slack.render.blocks import to_options
from adapters.slack.render.forms import Origin, to_view
from adapters.slack.render.home import to_home_view
from bot.cards import (
    Author,
    Button,
    Card,
    FieldKind,
    Finder,
    Form,
    FormField,
    Home,
    Option,
    Row,
    Section,
    Text,
)
from bot.grammar.parse import parse
from bot.grammar.registry import build_registry
from bot.incoming import Kind
from bot.ports import PrivateAnswer
from bot.shortcuts import SHORTCUTS
from core.ids import new_id
from tests.adapters.slack.conftest import ANA, SAM, SUPPORT, TRIAGE, RecordingDesk, spot
from tests.adapters.slack.models import check_view
from tests.adapters.slack.strategies import cards, often, words
from tests.fakes.slack import FakeSlack, broken_by_view
from tests.fakes.slack.elements import broken_by_option

homes = st.builds(
    lambda title, made: Home(
        title=title,
        buttons=made[0].buttons if made else (),
        facts=made[0].facts if made else (),
        settings=made[-1].facts if made else (),
        sections=tuple(
            Section(title=one.title, rows=one.rows, buttons=one.buttons[:3], empty=one.footer)
            for one in made
        ),
    ),
    words,
    st.lists(cards, max_size=6),
)


@often
@given(homes)
def test_no_home_breaks_a_rule(home: Home) -> None:
    view = to_home_view(home)
    assert broken_by_view(view, "home") is None
    check_view(view)


def test_what_does_not_fit_into_a_home_is_said() -> None:
    rows = tuple(
        Row(title=f"TIK-{n}", buttons=(Button(label="Show", says="show"),) * 2) for n in range(80)
    )
    view = to_home_view(Home(title="Hello", sections=(Section(title="Mine", rows=rows),)))
    assert len(view["blocks"]) <= 100
    assert "more of Mine not shown here" in json.dumps(view)


@often
@given(st.lists(st.builds(Option, label=words, says=words), max_size=120))
def test_no_choice_breaks_a_rule(found: list[Option]) -> None:
    options = to_options(found)["options"]
    assert len(options) <= 100
    assert [rule for one in options for rule in broken_by_option(one)] == []


async def test_choices_are_asked_for_while_one_types(
    connected: Slack, slack: FakeSlack, desk: RecordingDesk
) -> None:
    field = FormField(name="into", label="Into", finder=Finder(source="tickets", fewest=2))
    tags = FormField(
        name="tags",
        label="Tags",
        required=False,
        value="vip",
        finder=Finder(source="tags", many=True),
    )
    desk.forms["merge"] = Form(title="Merge", says="merge", fields=(field, tags))
    desk.choices["tickets"] = [Option(label="TIK-7 Smoke", says="TIK-7")]
    desk.choices["tags"] = [Option(label="new", says="new")]
    await slack.send.slash(SAM, TRIAGE, "/ticket", "merge")
    (view,) = slack.views.values()
    assert await slack.ask.type(SAM, view, "into", "s") == []
    assert desk.typed == []
    (offered,) = await slack.ask.type(SAM, view, "into", "sm<b>")
    assert (offered["value"], offered["text"]["text"]) == ("TIK-7", "TIK-7 Smoke")
    (typed, source), *_ = desk.typed
    assert (typed.text, source, typed.sender, typed.spot.channel) == (
        "sm<b>",
        "tickets",
        SAM,
        TRIAGE,
    )
    await slack.ask.type(SAM, view, "tags", "n")
    del desk.forms["merge"]
    await slack.send.submit(SAM, view, {"into": "TIK-7", "tags": "vip,new"})
    assert desk.told[-1].values == {"into": "TIK-7", "tags": "vip,new"}
    assert slack.broken == []


def test_few_choices_are_a_plain_list() -> None:
    def element(count: int) -> str:
        options = tuple(Option(label=str(n), says=str(n)) for n in range(count))
        field = FormField(
            name="to",
            label="To",
            kind=FieldKind.SELECT,
            options=options,
            finder=Finder(source="owners"),
        )
        form = Form(title="t", says="s", fields=(field,))
        view = to_view(form, Origin(says="s", channel="C"))
        return str(view["blocks"][0]["element"]["type"])

    assert (element(20), element(21)) == ("static_select", "external_select")


def test_shortcuts_are_typed_commands() -> None:
    grammar = build_registry().grammar("ticket")
    said = [parse(one.says, grammar) for one in SHORTCUTS]
    assert [one.verb for one in said] == ["new", "new", "merge", "reply"]
    assert {one.text for one in said} == {""}
    assert [list(one.options) for one in said] == [[], ["from-message"], ["split"], ["note-id"]]


async def test_a_message_shortcut_brings_words_and_author(
    connected: Slack, slack: FakeSlack, desk: RecordingDesk
) -> None:
    said = await slack.send.say(ANA, SUPPORT, "team:Secret *look* &amp; see", thread_ts=None)
    await slack.ask.message_shortcut(SAM, SUPPORT, said.ts, "create_ticket")
    heard = desk.told[-1]
    assert (heard.kind, heard.text, heard.stamp) == (Kind.PRESS, "new from-message:this", said.ts)
    assert heard.values == {"description": "team:Secret **look** & see", "customer": ANA}
    await slack.ask.message_shortcut(SAM, SUPPORT, said.ts, "somebody_elses")
    await slack.ask.shortcut(SAM, "new_ticket")
    assert (desk.told[-1].text, desk.told[-1].spot.channel, desk.told[-1].direct) == (
        "new",
        SAM,
        True,
    )
    assert len({one.key for one in desk.told}) == len(desk.told) == 3


async def test_under_a_message_of_many_links_are_five_cards(
    connected: Slack, slack: FakeSlack, desk: RecordingDesk
) -> None:
    urls = [f"https://desk.test/chat/tickets/{number}" for number in range(1, 7)]
    desk.cards = {url: Card(title="No ink") for url in urls}
    message = await slack.ask.share_link(SAM, TRIAGE, *urls)
    assert list(message["unfurls"]) == urls[:5]
    assert slack.broken == []


async def test_an_answer_from_nowhere_goes_to_its_reader_directly(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    await platform.answer(spot(SAM), PrivateAnswer(SAM), Text(text="Here"), delivery=new_id())
    (message,) = slack.messages("D0SAM")
    assert message["text"] == "Here"
    assert slack.calls("chat.postEphemeral") == []
    assert slack.broken == []


def said_by(name: str, role: str = "customer", **more: str) -> Text:
    """A message of somebody's."""
    return Text(text="Hello", author=Author(name=name, role=role, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana", "Ana · customer"),
        ("Sam · agent\n", "Sam · agent · customer"),
        ("\u202egeS\u0007", "geS · customer"),
        ("x" * 200, "x" * 59 + "… · customer"),
        ("", "Somebody · customer"),
    ],
)
async def test_a_message_stands_under_its_authors_name(
    platform: SlackPlatform, slack: FakeSlack, name: str, shown: str
) -> None:
    icon = "https://example.org/a.png"
    await platform.post(spot(), said_by(name, avatar_url=icon), delivery=new_id())
    (message,) = slack.messages(TRIAGE)
    assert (message["username"], message["icon_url"]) == (shown, icon)
    assert "customer" not in json.dumps(message["blocks"])
    assert message["text"] == "Hello"


async def test_our_own_lines_stay_ours(platform: SlackPlatform, slack: FakeSlack) -> None:
    await platform.post(spot(), said_by("Deskhand", "system"), delivery=new_id())
    await platform.post(spot(), said_by("Deskhand", "assistant"), delivery=new_id())
    await platform.post(spot(), Card(title="t"), delivery=new_id())
    await platform.post(spot(), said_by("Ana", avatar_url="javascript:x"), delivery=new_id())
    *ours, theirs = slack.messages(TRIAGE)
    assert all("username" not in one for one in ours)
    assert "icon_url" not in theirs


@pytest.mark.parametrize("told", [True, False])
async def test_without_the_permission_the_name_stands_in_the_message(
    adapter: Slack, slack: FakeSlack, told: bool
) -> None:
    few = {"chat:write", "im:write", "users:read", "groups:read", "channels:read"}
    if told:
        slack.scopes = few
    await adapter.platform.connect()
    slack.scopes = few
    for _ in range(2):
        ref = await adapter.platform.post(spot(), said_by("Ana"), delivery=new_id())
        await adapter.platform.update(spot(), ref, said_by("Ana"))
    for message in slack.messages(TRIAGE):
        assert "username" not in message
        assert "*Ana* · customer" in json.dumps(message["blocks"], ensure_ascii=False)
    assert slack.broken == ([] if told else ["auth.scope"])


async def test_a_button_whose_label_is_not_enough_says_more(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    claim = Button(label="Claim", says="claim 7")
    row = Row(title="TIK-7 " + "Smoke " * 30, buttons=(claim,))
    await platform.post(
        spot(), Card(title="t", ref="TIK-9", rows=(row,), buttons=(claim,)), delivery=new_id()
    )
    (message,) = slack.messages(TRIAGE)
    said = json.dumps(message["blocks"], ensure_ascii=False)
    assert '"accessibility_label": "Claim: TIK-9"' in said
    assert '"accessibility_label": "Claim: TIK-7 Smoke' in said
    assert slack.broken == []
