"""SLA-06: each alert once, at the right minute, to the right people."""

import asyncio
from datetime import UTC, datetime

import pytest

from core.access.actor import Actor, Role
from core.people.teams import TeamDraft, save_team
from core.tickets.claiming import assign, claim
from core.tickets.editing import set_priority
from core.tickets.reading.listing import Filter, list_tickets
from core.tickets.replying import reply
from core.tickets.resolving import reopen, resolve, set_status
from tests.builders import Office
from tests.sweeping import given_desk, reachable, steps, sweep, told_since, types

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def desk(office: Office) -> Office:
    office.clock.set(NOON)
    return office


async def test_the_owner_is_warned_at_75_and_90_and_managers_at_the_breach(desk: Office) -> None:
    scene = await given_desk(desk)
    number = scene.number  # critical: one hour to respond
    await desk.do(claim, scene.sam, number)
    await told_since(desk, "warning")
    found = await steps(desk, 70)
    sam, kim = scene.direct["Sam"], scene.direct["Kim"]
    assert [(minute, sorted(t.channel for t in told)) for minute, told in found] == [
        (45, [sam]),
        (54, [sam]),
        (60, sorted([sam, kim])),
    ]
    # One message, edited from step to step: it always carries the same name.
    assert len({t.content["bundle"] for _, told in found for t in told if t.channel == sam}) == 1
    events = await types(desk, "ClockHalfway", "ClockWarned", "ClockBreached")
    assert events == [
        ("ClockHalfway", None),
        ("ClockWarned", 75),
        ("ClockWarned", 90),
        ("ClockBreached", None),
    ]


async def test_the_card_is_repainted_at_half_time(desk: Office) -> None:
    scene = await given_desk(desk)
    await told_since(desk, "card")
    desk.clock.move(minutes=29)
    await sweep(desk)
    assert await told_since(desk, "card") == []
    desk.clock.move(minutes=1)
    await sweep(desk)
    assert scene.triage in {told.channel for told in await told_since(desk, "card")}
    assert await told_since(desk, "warning") == []


async def test_nobodys_ticket_is_told_in_the_staff_s_thread(desk: Office) -> None:
    scene = await given_desk(desk)
    desk.clock.move(minutes=45)
    await sweep(desk)
    assert [t.channel for t in await told_since(desk, "warning")] == [scene.triage]


async def test_an_owner_without_an_account_is_warned_among_staff(desk: Office) -> None:
    scene = await given_desk(desk)
    await desk.do(claim, await desk.given_person("Noa"), scene.number)
    desk.clock.move(minutes=45)
    await sweep(desk)
    assert [t.channel for t in await told_since(desk, "warning")] == [scene.triage]


async def test_at_the_breach_a_team_s_own_manager_is_told_alone(desk: Office) -> None:
    scene = await given_desk(desk)
    lea = await reachable(desk, "Lea", Role.MANAGER)
    draft = TeamDraft(name="Accounts", manager_id=lea.actor.person_id)
    await desk.do(save_team, desk.desk, draft)
    await desk.do(assign, scene.sam, scene.number, "Accounts")
    desk.clock.move(minutes=60)
    await sweep(desk)
    told = {t.channel for t in await told_since(desk, "warning")}
    assert told == {scene.triage, lea.direct}


async def test_many_schedulers_and_restarts_tell_once(desk: Office) -> None:
    scene = await given_desk(desk)
    await desk.do(claim, scene.sam, scene.number)
    desk.clock.move(minutes=45)
    await asyncio.gather(*(sweep(desk) for _ in range(4)))
    assert len(await told_since(desk, "warning")) == 1
    for _ in range(3):
        await sweep(desk)
    assert await told_since(desk, "warning") == []
    # Nobody swept for a while: the steps that were missed together become one.
    desk.clock.move(minutes=30)
    await sweep(desk)
    assert sorted(t.channel for t in await told_since(desk, "warning")) == sorted(
        [scene.direct["Sam"], scene.direct["Kim"]]
    )
    assert await types(desk, "ClockWarned") == [("ClockWarned", 75)]


async def test_an_answer_in_time_ends_it_and_the_message_says_so(desk: Office) -> None:
    scene = await given_desk(desk)
    await desk.do(claim, scene.sam, scene.number)
    desk.clock.move(minutes=45)
    await sweep(desk)
    [before] = await told_since(desk, "warning")
    desk.clock.move(minutes=5)
    await desk.do(reply, scene.sam, scene.number, "On it")
    [after] = await told_since(desk, "warning")
    assert (after.channel, after.content) == (before.channel, before.content)
    desk.clock.move(minutes=30)
    await sweep(desk)
    assert await told_since(desk, "warning") == []


async def test_pausing_and_priority_move_the_steps(desk: Office) -> None:
    scene = await given_desk(desk)
    await desk.do(claim, scene.sam, scene.number)
    desk.clock.move(minutes=40)
    await desk.do(set_status, scene.sam, scene.number, "pending")
    desk.clock.move(hours=3)
    await sweep(desk)
    assert await told_since(desk, "warning") == []
    await desk.do(reply, scene.ana, scene.number, "Here you are")
    assert [minute for minute, _ in await steps(desk, 10)] == [5]
    # A wider target: 45 of 240 minutes are over, and 75 % of them come again at 180.
    await desk.do(set_priority, scene.sam, scene.number, "high")
    await told_since(desk, "warning")
    found = await steps(desk, 180)
    assert [minute for minute, _ in found] == [180 - 50, 216 - 50]
    await desk.do(resolve, scene.sam, scene.number)
    await told_since(desk, "warning")
    assert await steps(desk, 60) == []


async def test_a_target_that_was_missed_while_it_stood_is_told_when_it_runs(desk: Office) -> None:
    scene = await given_desk(desk)
    await desk.do(claim, scene.sam, scene.number)
    desk.clock.move(minutes=70)  # nobody sweeps
    await desk.do(set_status, scene.sam, scene.number, "pending")
    await desk.do(reply, scene.ana, scene.number, "Here you are")
    await told_since(desk, "warning")
    await sweep(desk)
    told = await told_since(desk, "warning")
    assert sorted(t.channel for t in told) == sorted([scene.direct["Sam"], scene.direct["Kim"]])
    assert len(await types(desk, "ClockBreached")) == 1


async def test_the_list_of_those_that_are_breaching(desk: Office) -> None:
    scene = await given_desk(desk)

    async def listed(view: str) -> list[int]:
        found = await desk.do(list_tickets, scene.sam, Filter(view=view))
        return [ticket.number for ticket in found.tickets]

    desk.clock.move(minutes=44)
    assert await listed("breaching") == []
    desk.clock.move(minutes=1)
    assert await listed("breaching") == [scene.number]
    assert await listed("overdue") == []
    desk.clock.move(minutes=15)
    await sweep(desk)
    assert await listed("overdue") == await listed("breaching") == [scene.number]
    await desk.do(reply, scene.sam, scene.number, "Sorry")
    assert await listed("breaching") == []
    await desk.do(resolve, scene.sam, scene.number)
    await desk.do(reopen, scene.ana, scene.number)
    assert await listed("overdue") == []


async def test_the_stages_are_the_same_for_every_actor(desk: Office) -> None:
    scene = await given_desk(desk)
    kim: Actor = scene.kim
    desk.clock.move(hours=2)
    await sweep(desk)
    found = await desk.do(list_tickets, kim, Filter(view="overdue"), count=True)
    assert found.total == 1
