"""Who may knock: tokens, keys that change, size, and doors that are opened on purpose."""

import pytest
from pydantic import SecretStr, ValidationError

from adapters.teams.connecting import Teams
from bot.incoming import Incoming
from bot.process.opening import Opened
from core.conversation.files import Files
from core.settings import Settings
from core.settings_chats import TeamsSettings
from tests.adapters.slack.conftest import MovableClock, RecordingDesk
from tests.adapters.teams.conftest import ANA, SUPPORT, connected, settings_for
from tests.builders import Office
from tests.fakes.teams import FORGERIES, FakeTeams


@pytest.mark.usefixtures("adapter")
async def test_what_teams_signs_is_heard(teams: FakeTeams, desk: RecordingDesk) -> None:
    said = await teams.send.say(ANA, SUPPORT, "The printer hums")
    assert [answer.status_code for answer in said.answers] == [200]
    assert [one.text for one in desk.told] == ["The printer hums"]


@pytest.mark.usefixtures("adapter")
@pytest.mark.parametrize("how", FORGERIES)
async def test_nobody_else_is_let_in(teams: FakeTeams, desk: RecordingDesk, how: str) -> None:
    activity = teams.activities.message(ANA, SUPPORT, "I am Teams")
    answer = await teams.send.forged(activity, how)
    assert answer.status_code == 401
    assert desk.told == []


@pytest.mark.usefixtures("adapter")
async def test_keys_are_fetched_once_and_anew_for_one_that_is_not_known(
    teams: FakeTeams, desk: RecordingDesk, clock: MovableClock
) -> None:
    for words in ("one", "two"):
        await teams.send.say(ANA, SUPPORT, words)
    assert teams.signer.fetched == 1
    teams.signer.rotate(keep_old=False)
    clock.move(seconds=15)
    await teams.send.say(ANA, SUPPORT, "three")
    assert teams.signer.fetched == 2
    assert [one.text for one in desk.told] == ["one", "two", "three"]


@pytest.mark.usefixtures("adapter")
async def test_unknown_keys_make_us_fetch_no_more_than_now_and_then(teams: FakeTeams) -> None:
    await teams.send.say(ANA, SUPPORT, "hello")
    for _ in range(5):
        activity = teams.activities.message(ANA, SUPPORT, "I am Teams")
        assert (await teams.send.forged(activity, "unknown key")).status_code == 401
    assert teams.signer.fetched == 1


async def test_old_keys_are_renewed_while_nobody_waits(
    adapter: Teams, teams: FakeTeams, clock: MovableClock
) -> None:
    await teams.send.say(ANA, SUPPORT, "hello")
    clock.move(hours=2)
    teams.trouble("hang", "keys")
    said = await teams.send.say(ANA, SUPPORT, "hello again")
    assert [answer.status_code for answer in said.answers] == [200]
    teams.heal()
    await teams.wait_for(lambda: teams.signer.fetched == 2)


@pytest.mark.usefixtures("adapter")
@pytest.mark.parametrize(
    ("body", "status"), [("{broken", 400), ("[1]", 400), ("x" * 1_000_001, 413)]
)
async def test_what_nobody_can_read_is_refused(teams: FakeTeams, body: str, status: int) -> None:
    assert teams.send.client is not None
    headers = teams.signer.header(teams.service_url)
    answer = await teams.send.client.post("/teams/messages", content=body, headers=headers)
    assert answer.status_code == status


@pytest.mark.usefixtures("adapter")
async def test_what_could_not_be_kept_is_not_acknowledged(
    teams: FakeTeams, desk: RecordingDesk
) -> None:
    desk.broken = True
    said = await teams.send.say(ANA, SUPPORT, "hello")
    assert said.answers[0].status_code == 500


@pytest.mark.usefixtures("adapter")
async def test_who_was_answered_in_time_may_say_the_same_at_once(
    teams: FakeTeams, desk: RecordingDesk, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await teams.send.say(ANA, SUPPORT, "yes")
    assert [one.text for one in desk.answers] == ["yes"]

    async def slow(incoming: Incoming) -> None:
        clock.move(seconds=11)
        desk.told.append(incoming)

    monkeypatch.setattr(desk, "tell", slow)
    await teams.send.say(ANA, SUPPORT, "yes")
    assert (len(desk.told), len(desk.answers)) == (2, 1)


@pytest.mark.usefixtures("adapter")
async def test_teams_waits_since_it_knocked(
    adapter: Teams, teams: FakeTeams, desk: RecordingDesk, clock: MovableClock
) -> None:
    async def slow() -> None:
        clock.move(seconds=11)

    adapter.tenancy.learn = lambda *_, **__: slow()  # type: ignore[method-assign]
    await teams.send.say(ANA, SUPPORT, "yes")
    assert (len(desk.told), len(desk.answers)) == (1, 0)


@pytest.mark.usefixtures("adapter")
async def test_another_tenant_is_not_served(teams: FakeTeams, desk: RecordingDesk) -> None:
    activity = teams.activities.message(ANA, SUPPORT, "hello")
    other = {"tenant": {"id": "another"}}
    activity |= {"channelData": other, "conversation": {"id": SUPPORT, "tenantId": "another"}}
    assert (await teams.send.raw(activity)).status_code == 403
    assert desk.told == []


async def test_a_door_opened_on_purpose_lets_in_what_carries_no_token(
    teams: FakeTeams, desk: RecordingDesk, opened: Opened, office: Office, files: Files
) -> None:
    settings = settings_for(teams, allow_unauthenticated=True)
    async with connected(teams, settings, desk, opened, office, files):
        activity = teams.activities.message(ANA, SUPPORT, "hello")
        assert (await teams.send.forged(activity, "no header")).status_code == 200
        assert (await teams.send.forged(activity, "forged key")).status_code == 401


@pytest.mark.parametrize(
    ("host", "is_fine"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False)],
)
def test_only_this_machine_may_have_such_a_door(host: str, is_fine: bool) -> None:
    teams = TeamsSettings(
        app_id="app", tenant_id="t", triage_channel="19:x", allow_unauthenticated=True
    )
    if is_fine:
        assert Settings(_env_file=None, host=host, teams=teams).teams == teams
        return
    with pytest.raises(ValidationError, match="anybody who reaches the port may speak"):
        Settings(_env_file=None, host=host, teams=teams)


def test_without_a_password_only_such_a_door_is_possible() -> None:
    with pytest.raises(ValidationError, match="APP_PASSWORD is missing"):
        TeamsSettings(app_id="app", tenant_id="t", triage_channel="19:x")
    whole = TeamsSettings(
        app_id="app", app_password=SecretStr("p"), tenant_id="t", triage_channel="19:x"
    )
    assert whole.token_url == "https://login.microsoftonline.com/t/oauth2/v2.0/token"
