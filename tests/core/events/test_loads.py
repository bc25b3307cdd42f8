"""CHT-11, OPS-13: how connections do, as the database knows it: the same for every process."""

from datetime import timedelta

from bot.ports import Gone, OutcomeUnknown, Refused, TryLater
from bot.process.watching import Watch, keeping
from core.access.actor import the_desk
from core.access.installations import bind_workspace
from core.database.unit_of_work import Database
from core.events.leasing import pause, pause_of
from core.events.loads import Load, connection_loads
from core.events.stumbles import MOST
from core.housekeeping import clean_up
from core.ids import new_id
from core.reactions import REACTIONS
from tests.builders import Office

FAR, OTHER = "T0FAR", "T0OTHER"


async def _loads(office: Office) -> list[Load]:
    return await office.do(connection_loads, the_desk(office.organisation_id))


async def _watch(office: Office, workspace: str = FAR) -> Watch:
    """What another process knows of the calls that fail there."""
    await office.do(bind_workspace, "slack", workspace, "a test")
    database = Database(office.database.engine, REACTIONS, office.clock)
    return Watch(office.clock, keeping(database, "slack"), workspace)


async def test_what_one_process_met_is_told_by_all_of_that_workspace_alone(office: Office) -> None:
    first, second = await _watch(office), await _watch(office)
    await _watch(office, OTHER)
    await first.failed("chat.postMessage", TryLater("Slack cannot be reached."), limited=False)
    await second.failed("users.info", Refused("Slack knows no such user."), limited=False)
    await second.failed("chat.update", Gone("It is no longer there."), limited=False)
    far, other = await _loads(office)
    assert (far.platform, far.workspace, other.workspace) == ("slack", FAR, OTHER)
    assert [(one.kind, one.what, one.reason) for one in far.stumbles] == [
        ("refused", "users.info", "Slack knows no such user."),
        ("failed", "chat.postMessage", "Slack cannot be reached."),
    ]
    assert (far.away_lately, other.stumbles, other.away_lately) == (True, (), False)
    office.clock.move(minutes=10)
    assert (await _loads(office))[0].away_lately is False


async def test_a_refusal_does_not_mean_that_the_platform_is_away(office: Office) -> None:
    watch = await _watch(office)
    await watch.failed("users.info", Refused("Slack knows no such user."), limited=False)
    assert (await _loads(office))[0].away_lately is False
    await watch.failed("chat.postMessage", OutcomeUnknown("No answer."), limited=False)
    assert (await _loads(office))[0].away_lately is True


async def test_how_often_the_platform_asked_for_patience_and_until_when(office: Office) -> None:
    watch = await _watch(office)
    for wait in (90.0, 30.0):
        limit = TryLater("Slack asks for patience.", retry_after=wait)
        await watch.failed("chat.update", limit, limited=True)
    asked_at = office.clock.now()
    [load] = await _loads(office)
    assert (load.limited, load.paused_until) == (2, asked_at + timedelta(seconds=90))
    until = asked_at + timedelta(minutes=5)
    async with office.database.system() as session:
        await pause(session, pause_of("slack", FAR), new_id(), until)
    assert (await _loads(office))[0].paused_until == until
    office.clock.move(minutes=59)
    [load] = await _loads(office)
    assert (load.limited, load.paused_until) == (2, None)
    office.clock.move(minutes=1)
    assert (await _loads(office))[0].limited == 0


async def test_no_more_is_kept_than_a_table_holds_easily(office: Office) -> None:
    watch, beside = await _watch(office), await _watch(office, OTHER)
    await beside.failed("auth.test", Refused("Nothing."), limited=False)
    for at in range(MOST + 5):
        await watch.failed(f"call {at}", Refused("x" * 1000), limited=False)
    rows = await office.sql(
        "SELECT workspace, count(*), max(length(reason)) FROM stumbles GROUP BY 1 ORDER BY 1"
    )
    assert rows == [(FAR, MOST, 200), (OTHER, 1, 8)]
    assert (await _loads(office))[0].stumbles[0].what == f"call {MOST + 4}"
    office.clock.move(days=7, minutes=1)
    assert (await clean_up(office.database))["stumbles"] == MOST + 1
    assert (await _loads(office))[0].stumbles == ()


async def test_what_cannot_be_noted_fails_no_second_time(office: Office) -> None:
    nobodys = Watch(office.clock, keeping(office.database, "slack"), "T0NOBODY")
    await nobodys.failed("auth.test", Refused("Nothing."), limited=False)
    assert await office.sql("SELECT 1 FROM stumbles") == []
