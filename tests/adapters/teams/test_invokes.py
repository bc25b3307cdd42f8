"""What Teams asks and is answered at once: presses, dialogs, choices."""

from uuid import uuid4

import pytest

from adapters.teams.connecting import Teams
from bot.cards import Button, Card, FieldKind, Finder, Form, FormField, Option, Text
from bot.incoming import Incoming, Kind
from bot.ports import PrivateAnswer
from tests.adapters.slack.conftest import MovableClock, RecordingDesk
from tests.adapters.teams.conftest import SAM, TRIAGE, spot
from tests.fakes.teams import FakeTeams
from tests.fakes.teams.records import Message

NOTE = Form(
    title="Note",
    says="note TIK-1 r7",
    fields=(FormField(name="text", label="Text", kind=FieldKind.LONG),),
)
CARD = Card(
    title="No ink",
    ref="TIK-1",
    buttons=(
        Button(label="Claim", says="claim TIK-1 r7"),
        Button(label="Note", says="note TIK-1 r7", opens_form=True),
    ),
)


@pytest.fixture
async def card(adapter: Teams, teams: FakeTeams) -> Message:
    """A ticket's card in the triage channel."""
    await adapter.platform.post(spot(), CARD, delivery=uuid4())
    return teams.messages(TRIAGE)[0]


@pytest.mark.parametrize("old", [False, True])
async def test_a_press_is_told_before_it_is_answered(
    teams: FakeTeams, desk: RecordingDesk, card: Message, old: bool
) -> None:
    teams.press.old = old
    pressed = await teams.press.button(SAM, card, "Claim")
    assert pressed.error is None
    (told,) = desk.told
    assert (told.kind, told.text, told.sender) == (Kind.PRESS, "claim TIK-1 r7", SAM)
    assert (told.spot.thread, told.stamp) == (card.id, card.id)
    assert pressed.toast or old


async def test_who_was_answered_in_time_may_press_again_at_once(
    teams: FakeTeams,
    desk: RecordingDesk,
    card: Message,
    clock: MovableClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await teams.press.button(SAM, card, "Claim")
    assert desk.answers == desk.told

    async def slow(incoming: Incoming) -> None:
        clock.move(seconds=11)
        desk.told.append(incoming)

    monkeypatch.setattr(desk, "tell", slow)
    await teams.press.button(SAM, card, "Claim")
    assert (len(desk.told), len(desk.answers)) == (2, 1)


async def test_a_private_answer_s_button_acts_where_it_was_asked_for(
    adapter: Teams, teams: FakeTeams, desk: RecordingDesk, card: Message
) -> None:
    where = spot(TRIAGE, card.id)
    await adapter.platform.answer(where, PrivateAnswer(SAM), CARD, delivery=uuid4())
    answer = teams.seen_by(SAM, "a:1sam")[-1]
    await teams.press.button(SAM, answer, "Claim")
    desk.forms["note TIK-1 r7"] = NOTE
    opened = await teams.press.button(SAM, answer, "Note")
    assert opened.dialog is not None
    del desk.forms["note TIK-1 r7"]
    await teams.press.fill(opened.dialog, text="hi")
    assert [(one.spot, one.direct) for one in desk.told] == [(where, False)] * 2
    # Nobody makes such a place up.
    forged = {"says": "claim TIK-1 r7", "at": "bm9uc2Vuc2U="}
    action = {"type": "Action.Execute", "verb": "deskhand", "data": forged}
    name = "adaptiveCard/action"
    await teams.send.invoke(SAM, "a:1sam", name, {"action": action}, replyToId=answer.id)
    assert (desk.told[-1].spot, desk.told[-1].direct) == (spot("a:1sam"), True)


async def test_a_press_that_could_not_be_kept_is_an_error_for_the_person(
    teams: FakeTeams, desk: RecordingDesk, card: Message
) -> None:
    desk.broken = True
    pressed = await teams.press.button(SAM, card, "Claim")
    assert pressed.error is not None


async def test_a_dialog_opens_names_mistakes_and_is_told(
    teams: FakeTeams, desk: RecordingDesk, card: Message
) -> None:
    desk.forms["note TIK-1 r7"] = NOTE
    opened = await teams.press.button(SAM, card, "Note")
    assert opened.dialog is not None
    assert opened.dialog.title == "Note"
    assert desk.told == []
    desk.forms["note TIK-1 r7"] = NOTE.with_errors({"text": "write something first"}, {"text": " "})
    wrong = await teams.press.fill(opened.dialog, text=" ")
    assert wrong.dialog is not None
    assert "write something first" in wrong.dialog.words
    desk.forms.clear()
    done = await teams.press.fill(wrong.dialog, text="toner is low")
    assert (done.error, done.dialog) == (None, None)
    (told,) = desk.told
    assert (told.kind, told.text, told.values) == (
        Kind.FORM,
        "note TIK-1 r7",
        {"text": "toner is low"},
    )
    assert told.spot.thread == card.id


async def test_a_button_that_opens_nothing_after_all_is_told(
    teams: FakeTeams, desk: RecordingDesk, card: Message
) -> None:
    pressed = await teams.press.button(SAM, card, "Note")
    assert pressed.toast
    assert [one.text for one in desk.told] == ["note TIK-1 r7"]


async def test_choices_are_found_while_one_types(
    teams: FakeTeams, desk: RecordingDesk, card: Message
) -> None:
    field = FormField(name="to", label="To", finder=Finder(source="owners"))
    desk.forms["note TIK-1 r7"] = NOTE.model_copy(update={"fields": (field,)})
    desk.choices["owners"] = [Option(label="Mia", says="mia@example.org")]
    opened = await teams.press.button(SAM, card, "Note")
    assert opened.dialog is not None
    found = await teams.ask.type(SAM, opened.dialog, "to", "mi")
    assert found == [{"title": "Mia", "value": "mia@example.org"}]
    (typed,) = desk.typed
    assert (typed[0].text, typed[1]) == ("mi", "owners")


@pytest.mark.usefixtures("adapter")
async def test_an_invoke_that_nobody_knows_is_refused(teams: FakeTeams) -> None:
    asked = await teams.send.invoke(SAM, TRIAGE, "signin/verifyState", {})
    assert asked.answers[0] is not None
    assert asked.answers[0].status_code == 501


async def test_a_slow_desk_is_told_instead_of_asked(
    teams: FakeTeams, desk: RecordingDesk, card: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.teams.door.invokes._SECONDS", 0.01)
    desk.stuck = True
    pressed = await teams.press.button(SAM, card, "Note")
    assert pressed.error is None
    assert [one.text for one in desk.told] == ["note TIK-1 r7"]


async def test_a_text_and_its_button_say_the_same_in_every_client(
    adapter: Teams, teams: FakeTeams, desk: RecordingDesk
) -> None:
    said = Text(text="Sending", buttons=(Button(label="Undo", says="reply undo-send:last"),))
    await adapter.platform.post(spot("a:1sam"), said, delivery=uuid4())
    (message,) = teams.seen_by(SAM, "a:1sam")
    await teams.press.button(SAM, message, "Undo")
    (told,) = desk.told
    assert (told.text, told.direct, told.spot.thread) == ("reply undo-send:last", True, None)
