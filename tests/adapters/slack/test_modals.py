"""Forms in Slack: they open, return their mistakes in place, and are told."""

import pytest

from bot.cards import FieldKind, Form, FormField, Option
from bot.incoming import Kind
from tests.adapters.slack.conftest import SAM, TRIAGE, RecordingDesk
from tests.fakes.slack import FakeSlack

_FORM = Form(
    title="New ticket",
    says="new",
    fields=(
        FormField(name="title", label="Title", max_length=200),
        FormField(
            name="priority",
            label="Priority",
            kind=FieldKind.SELECT,
            options=(Option(label="High", says="high"), Option(label="Low", says="low")),
        ),
        FormField(name="due", label="Due", kind=FieldKind.DATE, required=False),
    ),
)


@pytest.mark.usefixtures("connected")
async def test_a_form_opens_returns_its_mistakes_and_is_told(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    desk.forms["new"] = _FORM
    await slack.send.slash(SAM, TRIAGE, "/ticket", "new")
    assert desk.told == []
    (view,) = slack.views.values()
    assert view["title"]["text"] == "New ticket"

    desk.forms["new"] = _FORM.with_errors({"title": "Say what it is about."}, {})
    refused = await slack.send.submit(SAM, view, {"title": "x", "priority": "low"})
    assert refused.json() == {
        "response_action": "errors",
        "errors": {"title": "Say what it is about."},
    }
    assert desk.told == []

    del desk.forms["new"]
    done = await slack.send.submit(SAM, view, {"title": "No <mail>", "priority": "low"})
    assert (done.status_code, done.content) == (200, b"")
    (heard,) = desk.told
    assert (heard.kind, heard.text) == (Kind.FORM, "new")
    assert heard.values == {"title": "No <mail>", "priority": "low", "due": ""}
    assert (heard.spot.channel, heard.words) == (TRIAGE, "ticket")
    assert heard.reply_token == desk.asked[0].reply_token
    assert heard.key == f"slack:{slack.team}:form:{view['id']}:{view['hash']}"


@pytest.mark.usefixtures("connected")
async def test_another_form_replaces_the_one_that_was_sent(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    desk.forms["new"] = _FORM
    await slack.send.slash(SAM, TRIAGE, "/ticket", "new")
    (view,) = slack.views.values()
    desk.forms["new"] = Form(title="Sure?", says="new sure", fields=())
    answer = await slack.send.submit(SAM, view, {"title": "x"})
    assert answer.json()["response_action"] == "update"
    assert slack.views[view["id"]]["title"]["text"] == "Sure?"


@pytest.mark.usefixtures("connected")
async def test_a_form_that_cannot_open_is_told_instead(
    slack: FakeSlack, desk: RecordingDesk
) -> None:
    desk.forms["new"] = _FORM
    slack.trouble("error", "views.open", error="expired_trigger_id")
    assert (await slack.send.slash(SAM, TRIAGE, "/ticket", "new")).status_code == 200
    assert [one.text for one in desk.told] == ["new"]


@pytest.mark.usefixtures("connected")
async def test_a_form_whose_opening_hangs_does_not_hold_up_the_answer(
    slack: FakeSlack, desk: RecordingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.sending.showing._FORM_SECONDS", 0.05)
    desk.forms["new"] = _FORM
    slack.trouble("hang", "views.open")
    assert (await slack.send.slash(SAM, TRIAGE, "/ticket", "new")).status_code == 200
    assert [one.text for one in desk.told] == ["new"]


@pytest.mark.usefixtures("connected")
async def test_a_question_that_takes_too_long_is_told(
    slack: FakeSlack, desk: RecordingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.app._ASK_SECONDS", 0.05)
    desk.stuck = True
    assert (await slack.send.slash(SAM, TRIAGE, "/ticket", "new")).status_code == 200
    assert [one.text for one in desk.told] == ["new"]
