"""What members of staff set for themselves holds for them alone."""

from datetime import UTC, datetime, time

import pytest

from core.access.actor import Actor, Role
from core.access.permissions import GRANTS, Permission
from core.errors import Denied
from core.people.organisation import QuietHours
from core.people.preferences import (
    AS_ALL,
    NEVER,
    OwnSettings,
    change_own_settings,
    own_settings,
    person_quiet_until,
)
from core.tickets.claiming import claim
from tests.builders import Office
from tests.sweeping import given_desk, sweep, told_since

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
NAP = OwnSettings(timezone="Asia/Tokyo", quiet_hours=QuietHours(begins=time(20, 30), ends=time(22)))


async def test_settings_are_kept_told_as_an_event_and_given_back(office: Office) -> None:
    sam = await office.given_person("Sam")
    assert await office.do(own_settings, sam) == OwnSettings()
    for wanted in (NAP, OwnSettings(quiet_hours=NEVER), OwnSettings()):
        await office.do(change_own_settings, sam, wanted)
        await office.do(change_own_settings, sam, wanted)
        assert await office.do(own_settings, sam) == wanted
    rows = await office.sql(
        "SELECT data->'fields' FROM events WHERE type = 'PersonChanged' ORDER BY id"
    )
    both = ["timezone", "quiet_hours"]
    assert [fields for (fields,) in rows] == [both, both, ["quiet_hours"]]


async def test_what_else_is_kept_of_a_person_stays(office: Office) -> None:
    sam = await office.given_person("Sam")
    await office.sql('UPDATE people SET preferences = \'{"persona": "sam"}\'')
    await office.do(change_own_settings, sam, NAP)
    await office.do(change_own_settings, sam, OwnSettings())
    rows = await office.sql("SELECT preferences FROM people WHERE id = :id", id=sam.person_id)
    assert rows == [({"persona": "sam"},)]


async def test_customers_keep_none(office: Office) -> None:
    ana = await office.given_customer()
    with pytest.raises(Denied):
        await office.do(own_settings, ana)
    with pytest.raises(Denied):
        await office.do(change_own_settings, ana, NAP)


@pytest.mark.parametrize("zone", ["Mars/Base", "../etc", "x" * 65])
def test_a_time_zone_is_one_that_exists(zone: str) -> None:
    with pytest.raises(ValueError, match=r"zone|64"):
        OwnSettings(timezone=zone)


async def test_hours_of_one_s_own_are_in_one_s_own_time(office: Office) -> None:
    sam, mia = await office.given_person("Sam"), await office.given_person("Mia")
    await office.do(change_own_settings, sam, NAP)
    office.clock.set(NOON)  # 21:00 in Tokyo
    assert await office.do(person_quiet_until, sam.person_id) == NOON.replace(hour=13)
    assert await office.do(person_quiet_until, mia.person_id) is None
    office.clock.set(NOON.replace(hour=23))  # the desk's quiet hours
    assert await office.do(person_quiet_until, sam.person_id) is None
    morning = NOON.replace(day=21, hour=7)
    assert await office.do(person_quiet_until, mia.person_id) == morning
    assert await office.do(person_quiet_until, None) == morning


async def test_a_zone_that_is_none_holds_no_alert_back(office: Office) -> None:
    sam = await office.given_person("Sam")
    await office.do(change_own_settings, sam, NAP)
    await office.sql("UPDATE people SET timezone = 'Mars/Olympus'")  # kept before it was checked
    office.clock.set(NOON.replace(hour=21))  # hours of their own, in the desk's time
    until = await office.do(person_quiet_until, sam.person_id)
    assert until == NOON.replace(hour=22)


async def _told_at_night(office: Office, sam: Actor, number: int) -> list[str]:
    await office.do(claim, sam, number)
    office.clock.move(hours=3, minutes=5)
    await sweep(office)
    return [one.channel for one in await told_since(office, "warning")]


async def test_who_wants_to_be_woken_is_told_at_night(office: Office) -> None:
    office.clock.set(NOON.replace(hour=20))
    scene = await given_desk(office, priority="high")
    await office.do(change_own_settings, scene.sam, OwnSettings(quiet_hours=NEVER))
    assert await _told_at_night(office, scene.sam, scene.number) == [scene.direct["Sam"]]
    office.clock.set(NOON.replace(day=21, hour=2))  # missed meanwhile: the manager sleeps
    await sweep(office)
    assert {one.channel for one in await told_since(office, "warning")} == {scene.direct["Sam"]}
    office.clock.set(NOON.replace(day=21, hour=7))
    await sweep(office)
    told = [one.channel for one in await told_since(office, "warning")]
    assert scene.direct["Kim"] in told


async def test_who_sleeps_late_is_told_when_they_wake(office: Office) -> None:
    office.clock.set(NOON.replace(hour=20))
    scene = await given_desk(office, priority="high")
    late = OwnSettings(quiet_hours=QuietHours(begins=time(22), ends=time(11)))
    await office.do(change_own_settings, scene.sam, late)
    assert await _told_at_night(office, scene.sam, scene.number) == []
    office.clock.set(NOON.replace(day=21, hour=10, minute=59))
    await sweep(office)
    assert scene.direct["Sam"] not in {t.channel for t in await told_since(office, "warning")}
    office.clock.set(NOON.replace(day=21, hour=11))
    await sweep(office)
    assert scene.direct["Sam"] in {t.channel for t in await told_since(office, "warning")}


def test_every_role_of_staff_may_and_customers_may_not() -> None:
    able = {role for role in Role if Permission.KEEP_SETTINGS in GRANTS[role]}
    assert able == {Role.AGENT, Role.MANAGER, Role.ADMIN}
    assert OwnSettings().quiet_hours == AS_ALL
