"""Who may knock: signatures, readiness, and what nobody can read."""

import json

import pytest

from tests.adapters.slack.conftest import ANA, SUPPORT, MovableClock, RecordingDesk
from tests.fakes.slack import FakeSlack


@pytest.mark.usefixtures("connected")
async def test_a_forged_body_is_not_written_to_the_log(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        forged = {"X-Slack-Signature": "v0=0"}
        await slack.send.raw('{"x": "secret words"}', "application/json", forged)
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("slack_bolt")]
    assert not any("secret words" in one for one in ours)


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": "v0=0000"},
        {"X-Slack-Signature": ""},
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Request-Timestamp": ""},
    ],
)
async def test_a_bad_signature_is_refused(
    slack: FakeSlack, desk: RecordingDesk, headers: dict[str, str]
) -> None:
    body = json.dumps({"type": "event_callback", "team_id": slack.team, "event": {}})
    answer = await slack.send.raw(body, "application/json", headers)
    assert answer.status_code == 401
    assert desk.told == []


@pytest.mark.usefixtures("connected")
async def test_an_old_request_is_refused(slack: FakeSlack) -> None:
    answer = await slack.send.raw("{}", "application/json", age=301)
    assert answer.status_code == 401


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize("body", ["{broken", "payload=%7Bbroken", "payload=[1]", "[1]"])
async def test_what_nobody_can_read_is_refused(slack: FakeSlack, body: str) -> None:
    answer = await slack.send.raw(body, "application/json")
    assert answer.status_code == 401


@pytest.mark.usefixtures("connected")
async def test_a_flood_of_bytes_is_refused(slack: FakeSlack) -> None:
    answer = await slack.send.raw("x" * 2_000_001, "application/json")
    assert answer.status_code == 413


@pytest.mark.usefixtures("connected")
async def test_slack_may_verify_the_address(slack: FakeSlack) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"})
    answer = await slack.send.raw(body, "application/json")
    assert (answer.status_code, answer.json()) == (200, {"challenge": "abc"})


@pytest.mark.usefixtures("adapter")
async def test_nothing_is_taken_in_before_we_know_who_we_are(
    slack: FakeSlack, desk: RecordingDesk, clock: MovableClock
) -> None:
    slack.trouble("status", "auth.test", status=503)
    said = await slack.send.say(ANA, SUPPORT, "hello")
    assert said.answers[0].status_code == 503
    slack.heal()
    again = await slack.send.event(said.events[0], retry=1)
    assert again.status_code == 503
    assert len(slack.calls("auth.test")) == 1
    clock.move(seconds=6)
    assert (await slack.send.event(said.events[0], retry=2)).status_code == 200
    assert [one.text for one in desk.told] == ["hello"]
