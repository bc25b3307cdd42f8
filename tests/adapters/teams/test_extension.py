"""The message extension: searches, links, and acts on messages."""

from collections.abc import Sequence
from uuid import uuid4

import pytest

from adapters.teams.connecting import Teams
from bot.cards import Card, FieldKind, Form, FormField, Option
from bot.incoming import Chosen, Incoming, Kind
from bot.ports import TryLater
from tests.adapters.slack.conftest import RecordingDesk
from tests.adapters.teams.conftest import ADDRESS, ANA, SAM, SUPPORT, TRIAGE, spot
from tests.fakes.teams import FakeTeams
from tests.fakes.teams.cards import actions_of
from tests.fakes.teams.pressing import Dialog

FORM = Form(
    title="New ticket",
    says="new from-message:x",
    fields=(FormField(name="text", label="Text", kind=FieldKind.LONG),),
)
CARD = Card(title="No ink", ref="TIK-1")


@pytest.mark.usefixtures("adapter")
async def test_the_search_offers_what_all_there_may_see(
    teams: FakeTeams, desk: RecordingDesk
) -> None:
    desk.choices["tickets"] = [Option(label="TIK-1", says="TIK-1"), Option(label="x", says="TIK-2")]
    desk.cards[f"{ADDRESS}/chat/tickets/1"] = CARD
    found = await teams.ask.search(SAM, TRIAGE, "ink", "tickets")
    assert found.error is None
    (result,) = found.results
    assert result["preview"]["content"]["title"] == "TIK-1 · No ink"
    desk.choices["articles"] = [Option(label="Ink", says="ink")]
    desk.cards[f"{ADDRESS}/chat/articles/ink"] = Card(title="Ink")
    found = await teams.ask.search(SAM, TRIAGE, "", "articles")
    assert [one["preview"]["content"]["title"] for one in found.results] == ["Ink"]
    assert (await teams.ask.search(SAM, TRIAGE, "x", "nothing")).results == []
    assert desk.told == []


@pytest.mark.usefixtures("adapter")
async def test_where_nothing_of_what_was_found_may_be_shown_that_is_said(
    teams: FakeTeams, desk: RecordingDesk
) -> None:
    assert (await teams.ask.search(SAM, SUPPORT, "ink", "tickets")).text == ""
    desk.choices["tickets"] = [Option(label="TIK-1", says="TIK-1")]
    found = await teams.ask.search(SAM, SUPPORT, "ink", "tickets")
    assert (found.error, found.results) == (None, [])
    assert "your own chat with Ticket" in found.text


@pytest.mark.usefixtures("adapter")
async def test_all_that_was_found_is_offered_part_by_part(
    teams: FakeTeams, desk: RecordingDesk
) -> None:
    for number in range(1, 31):
        desk.choices.setdefault("tickets", []).append(Option(label="x", says=f"TIK-{number}"))
        if number > 4:
            card = CARD.model_copy(update={"ref": f"TIK-{number}"})
            desk.cards[f"{ADDRESS}/chat/tickets/{number}"] = card
    shown = []
    for skip in (0, 10, 20, 30):
        found = await teams.ask.search(SAM, TRIAGE, "ink", "tickets", skip=skip, count=10)
        assert (found.error, found.text) == (None, "")
        shown.append([one["preview"]["content"]["title"] for one in found.results])
    assert [len(one) for one in shown] == [10, 10, 6, 0]
    assert shown[0][0] == "TIK-5 · No ink"
    assert shown[2][-1] == "TIK-30 · No ink"


@pytest.mark.usefixtures("adapter")
async def test_a_search_that_cannot_be_answered_now_says_so(
    teams: FakeTeams, desk: RecordingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unsure(incoming: Incoming, urls: Sequence[str], *, most: int) -> dict[str, Card]:
        raise TryLater("Teams does not say who reads there.")

    monkeypatch.setattr(desk, "preview", unsure)
    desk.choices["tickets"] = [Option(label="TIK-1", says="TIK-1")]
    found = await teams.ask.search(SAM, TRIAGE, "ink", "tickets")
    assert "Try again" in found.text


@pytest.mark.usefixtures("adapter")
async def test_a_link_gets_its_card(teams: FakeTeams, desk: RecordingDesk) -> None:
    url = f"{ADDRESS}/chat/tickets/1"
    desk.cards[url] = CARD
    assert await teams.ask.link(SAM, TRIAGE, url) is not None
    assert await teams.ask.link(SAM, TRIAGE, "https://example.org") is None
    assert [one.spot.channel for one in desk.shared] == [TRIAGE, TRIAGE]


@pytest.mark.usefixtures("adapter")
async def test_a_ticket_from_a_message_begins_with_its_words_and_its_author(
    teams: FakeTeams, desk: RecordingDesk
) -> None:
    said = await teams.send.say(ANA, SUPPORT, "The printer hums & smells")
    desk.told.clear()
    desk.forms["new from-message:this"] = FORM
    opened = await teams.ask.on_message(SAM, said.message, "create_ticket")
    assert opened.dialog is not None
    asked = desk.asked[-1]
    assert asked.values == {"description": "The printer hums & smells", "customer": ANA}
    assert (asked.spot.channel, asked.stamp) == (SUPPORT, said.id)
    desk.forms.clear()
    await teams.press.fill(opened.dialog, text="yes")
    assert [one.kind for one in desk.told] == [Kind.FORM]


@pytest.mark.usefixtures("adapter")
async def test_what_teams_tells_of_a_message_comes_back_with_its_form(
    teams: FakeTeams, desk: RecordingDesk
) -> None:
    root = await teams.send.say(ANA, SUPPORT, "The printer hums")
    answer = await teams.send.say(ANA, SUPPORT, "And smells", root.id)
    desk.told.clear()
    for said in (root, answer):
        desk.forms["new from-message:this"] = FORM
        opened = await teams.ask.on_message(SAM, said.message, "create_ticket")
        assert opened.dialog is not None
        desk.forms[FORM.says] = FORM.with_errors({"text": "say more"}, {"text": " "})
        again = await teams.press.fill(opened.dialog, text=" ")
        assert again.dialog is not None
        desk.forms.clear()
        await teams.press.fill(again.dialog, text="yes")
        told = desk.told[-1]
        assert (told.stamp, told.spot.thread) == (said.id, root.id)
        assert told.chosen == Chosen(thread=root.id, author=ANA)


@pytest.mark.usefixtures("adapter")
async def test_nobody_makes_up_who_wrote_a_message_or_where(
    teams: FakeTeams, desk: RecordingDesk
) -> None:
    said = await teams.send.say(ANA, SUPPORT, "The printer hums")
    other = await teams.send.say(SAM, SUPPORT, "Mine")
    desk.told.clear()
    desk.forms["new from-message:this"] = FORM
    dialogs: list[Dialog] = []
    for user, message in ((SAM, said.message), (ANA, said.message), (SAM, other.message)):
        opened = await teams.ask.on_message(user, message, "create_ticket")
        assert opened.dialog is not None
        dialogs.append(opened.dialog)
    desk.forms.clear()
    first, *others = (actions_of(one.card)[0]["data"]["deskhand"] for one in dialogs)
    seal = first["chosen"]
    assert ANA not in str(first)
    # Another's seal, another message's, one that was changed, and none at all.
    for dialog, memory in zip(dialogs[1:], others, strict=True):
        memory["chosen"] = seal
        await teams.press.fill(dialog, text="yes")
    for made_up in (seal[:-8] + "AAAAAAA=", "bm9uc2Vuc2U=", None):
        first["chosen"] = made_up
        await teams.press.fill(dialogs[0], text="yes")
    assert [one.chosen for one in desk.told] == [None] * 5


async def test_a_message_of_a_bot_has_no_author(
    adapter: Teams, teams: FakeTeams, desk: RecordingDesk
) -> None:
    await adapter.platform.post(spot(SUPPORT), CARD, delivery=uuid4())
    teams.users[ANA].aad = ""  # as of somebody who is not signed in
    (card,) = teams.messages(SUPPORT)
    await teams.ask.on_message(SAM, card, "create_ticket")
    (told,) = desk.told
    assert told.chosen == Chosen(thread=card.id)
    assert "customer" not in told.values


@pytest.mark.usefixtures("adapter")
async def test_an_act_in_a_chat_of_two_people_belongs_in_one_s_own_chat(
    teams: FakeTeams, desk: RecordingDesk
) -> None:
    pair = teams.add_pair("sam_ana", SAM, ANA)
    said = await teams.send.say(ANA, pair.id, "The printer hums")
    assert said.activity is None
    desk.forms["new from-message:this"] = FORM
    opened = await teams.ask.on_message(SAM, said.message, "create_ticket")
    assert opened.dialog is not None
    asked = desk.asked[-1]
    assert (asked.spot, asked.stamp, asked.direct) == (spot("a:1sam"), said.id, True)
    desk.forms.clear()
    await teams.press.fill(opened.dialog, text="yes")
    assert [one.spot for one in desk.told] == [spot("a:1sam")]


@pytest.mark.usefixtures("adapter")
async def test_an_act_while_teams_does_not_say_which_chat_that_is_belongs_to_the_account(
    teams: FakeTeams, desk: RecordingDesk
) -> None:
    pair = teams.add_pair("sam_ana", SAM, ANA)
    said = await teams.send.say(ANA, pair.id, "The printer hums")
    teams.trouble("status", "create", status=500)
    await teams.ask.on_message(SAM, said.message, "create_ticket")
    assert [one.spot for one in desk.told] == [spot(SAM)]
