"""SLA-06: in quiet hours nobody is alerted; in the morning each is told once, in one message."""

from datetime import UTC, datetime, time

import pytest

from core.people.organisation import OrganisationSettings, QuietHours, change_organisation
from core.people.quiet import quiet_until
from core.tickets.claiming import claim
from core.tickets.replying import reply
from tests.builders import Office
from tests.sweeping import given_desk, steps, sweep, told_since, types

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def desk(office: Office) -> Office:
    office.clock.set(NOON)
    return office


async def test_quiet_hours_hold_until_the_morning_and_merge(desk: Office) -> None:
    desk.clock.set(NOON.replace(hour=20))
    scene = await given_desk(desk, priority="high")  # four hours: 23:00, 23:36, 24:00
    second = await desk.given_ticket(scene.ana, priority="high")
    for number in (scene.number, second.number):
        await desk.do(claim, scene.sam, number)
    for _ in range(4 * 10 + 3):
        desk.clock.move(minutes=15)
        await sweep(desk)
    desk.clock.set(NOON.replace(day=21, hour=6, minute=59))
    await sweep(desk)
    assert await told_since(desk, "warning") == []
    assert len(await types(desk, "ClockWarned")) == 4
    desk.clock.move(minutes=1)
    await sweep(desk)
    told = await told_since(desk, "warning")
    # One message for the owner, one for the manager; each holds both tickets.
    assert sorted(t.channel for t in told) == sorted([scene.direct["Sam"], scene.direct["Kim"]])
    for one in told:
        rows = await desk.sql(
            "SELECT clock_id FROM clock_warnings WHERE bundle_id = :b", b=one.content["bundle"]
        )
        assert len(rows) == 2
    await sweep(desk)
    assert await told_since(desk, "warning") == []


async def test_a_step_that_is_due_just_before_the_morning_drops_nothing_that_is_held(
    desk: Office,
) -> None:
    desk.clock.set(NOON.replace(hour=20))
    scene = await given_desk(desk, priority="high")  # four hours
    await desk.do(claim, scene.sam, scene.number)
    desk.clock.move(hours=4)
    await sweep(desk)
    desk.clock.set(NOON.replace(day=21, hour=2, minute=59, second=59, microsecond=600_000))
    second = await desk.given_ticket(scene.ana, priority="high")  # missed just before seven
    await desk.do(claim, scene.sam, second.number)
    desk.clock.set(NOON.replace(day=21, hour=6, minute=59, second=59))
    await sweep(desk)
    assert await told_since(desk, "warning") == []
    desk.clock.set(NOON.replace(day=21, hour=7))
    await sweep(desk)
    told = {one.content["bundle"] for one in await told_since(desk, "warning")}
    rows = await desk.sql("SELECT ticket_id, bundle_id FROM clock_warnings")
    assert {ticket for ticket, _ in rows} == {(await desk.see(scene.number)).id, second.id}
    assert {str(bundle) for _, bundle in rows} == told
    await sweep(desk)
    assert await told_since(desk, "warning") == []
    assert await desk.sql("SELECT 1 FROM due WHERE kind = 'alerts'") == []


async def test_what_was_answered_in_the_night_is_not_told_in_the_morning(desk: Office) -> None:
    desk.clock.set(NOON.replace(hour=22))
    scene = await given_desk(desk, priority="high")
    await desk.do(claim, scene.sam, scene.number)
    desk.clock.move(hours=5)
    await sweep(desk)
    await desk.do(reply, scene.sam, scene.number, "Still awake")
    desk.clock.set(NOON.replace(day=21, hour=7))
    await sweep(desk)
    assert await told_since(desk, "warning") == []


async def test_critical_tickets_know_no_quiet_hours(desk: Office) -> None:
    desk.clock.set(NOON.replace(hour=23))
    scene = await given_desk(desk)
    await desk.do(claim, scene.sam, scene.number)
    desk.clock.move(minutes=45)
    await sweep(desk)
    assert [t.channel for t in await told_since(desk, "warning")] == [scene.direct["Sam"]]


async def test_steps_and_quiet_hours_are_the_organisation_s(desk: Office) -> None:
    desk.clock.set(NOON.replace(hour=23))
    scene = await given_desk(desk, priority="high")
    await desk.do(claim, scene.sam, scene.number)
    wanted = OrganisationSettings(warn_percent=(60,), quiet_hours=None)
    await desk.do(change_organisation, desk.desk, wanted)
    await sweep(desk)  # all clocks are looked at: nothing has come yet
    assert await told_since(desk, "warning") == []
    found = await steps(desk, 241)
    assert [minute for minute, _ in found] == [144, 240]


def quiet(begins: time, ends: time, zone: str = "UTC") -> OrganisationSettings:
    return OrganisationSettings(timezone=zone, quiet_hours=QuietHours(begins=begins, ends=ends))


@pytest.mark.parametrize(
    ("settings", "now", "until"),
    [
        (quiet(time(22), time(7)), NOON, None),
        (quiet(time(22), time(7)), NOON.replace(hour=22), NOON.replace(day=21, hour=7)),
        (quiet(time(22), time(7)), NOON.replace(hour=6, minute=59), NOON.replace(hour=7)),
        (quiet(time(22), time(7)), NOON.replace(hour=7), None),
        (quiet(time(12), time(13)), NOON, NOON.replace(hour=13)),
        (quiet(time(12), time(12)), NOON, None),
        (quiet(time(22), time(7), "Asia/Tokyo"), NOON.replace(hour=13), NOON.replace(hour=22)),
    ],
)
def test_quiet_hours_are_those_of_the_wall(
    settings: OrganisationSettings, now: datetime, until: datetime | None
) -> None:
    assert quiet_until(settings, now) == until


def test_quiet_hours_follow_the_change_to_summer_time() -> None:
    settings = quiet(time(22), time(7), "Europe/Madrid")
    night = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)  # 23:30; at 2:00 it becomes 3:00
    assert quiet_until(settings, night) == datetime(2026, 3, 29, 5, 0, tzinfo=UTC)
