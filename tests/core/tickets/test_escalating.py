"""RTE-14: escalating with a reason: each option's state, queue, notices and history."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from core.access.actor import Actor
from core.errors import Invalid
from core.people.teams import TeamDraft, save_team
from core.tickets.claiming import claim
from core.tickets.escalating import Escalation, escalate
from core.tickets.reading.history import history, list_messages
from core.tickets.reading.listing import Filter, list_tickets
from core.tickets.resolving import resolve
from core.tickets.rules import Impossible
from tests.builders import Office

WHY = "A whole floor is down"


async def owned(office: Office) -> tuple[int, Actor, Actor]:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    number = (await office.given_ticket(ana)).number
    await office.do(claim, sam, number)
    return number, sam, ana


async def queue_of(office: Office, name: str = "Level two") -> None:
    await office.do(save_team, office.desk, TeamDraft(name=name, is_escalation=True))


async def notices(office: Office) -> list[Any]:
    return await office.sql(
        text("SELECT viewer FROM deliveries WHERE kind = 'notice' ORDER BY created_at, id")
    )


@pytest.mark.parametrize("said", ["", "  ", "\x00"])
async def test_a_missing_reason_is_refused(office: Office, said: str) -> None:
    number, sam, ana = await owned(office)
    for actor in (sam, ana):
        with pytest.raises(Invalid) as refused:
            await office.do(escalate, actor, number, Escalation(reason=said, priority="high"))
        assert refused.value.details["field"] == "reason"
    assert (await office.see(number)).escalated_at is None


async def test_raising_the_priority_moves_the_targets(office: Office) -> None:
    number, sam, _ = await owned(office)
    before = (await office.see(number)).clock("resolution")
    await office.do(escalate, sam, number, Escalation(reason=WHY, priority="critical"))
    view = await office.see(number)
    after = view.clock("resolution")
    assert view.priority == "critical"
    assert before is not None
    assert after is not None
    assert after.minutes < before.minutes
    told = [e for e in await office.do(history, sam, number) if e.type == "TicketEscalated"]
    assert [(e.reason, tuple(e.changes["priority"])) for e in told] == [
        (WHY, ("medium", "critical"))
    ]


async def test_reassigning_tells_the_old_and_the_new_owner(office: Office) -> None:
    number, sam, _ = await owned(office)
    kim = await office.given_person("Kim", email="kim@acme.example")
    max_ = await office.given_person("Max")
    for person in (sam, kim):
        await _reachable(office, person)
    await office.do(escalate, max_, number, Escalation(reason=WHY, to="kim@acme.example"))
    view = await office.see(number)
    assert view.assignee is not None
    assert view.assignee.id == kim.person_id
    assert {row.viewer for row in await notices(office)} == {
        str(sam.person_id),
        str(kim.person_id),
    }


async def test_the_escalation_queue_is_a_team_that_is_marked_so(office: Office) -> None:
    number, sam, _ = await owned(office)
    with pytest.raises(Invalid, match="is_escalation"):
        await office.do(escalate, sam, number, Escalation(reason=WHY, queue=True))
    await queue_of(office)
    await office.do(escalate, sam, number, Escalation(reason=WHY, queue=True))
    view = await office.see(number)
    assert view.team is not None
    assert (view.team.name, view.assignee) == ("Level two", None)
    with pytest.raises(Invalid, match="already"):
        await office.do(escalate, sam, number, Escalation(reason=WHY, queue=True))


async def test_left_open_it_goes_to_the_queue_or_up_by_one(office: Office) -> None:
    number, sam, _ = await owned(office)
    await office.do(escalate, sam, number, Escalation(reason=WHY))
    assert (await office.see(number)).priority == "high"
    await queue_of(office)
    await office.do(escalate, sam, number, Escalation(reason=WHY))
    view = await office.see(number)
    assert (view.priority, view.team.name if view.team else "") == ("high", "Level two")
    await office.do(escalate, sam, number, Escalation(reason=WHY))
    assert (await office.see(number)).priority == "critical"
    with pytest.raises(Invalid, match="critical already"):
        await office.do(escalate, sam, number, Escalation(reason=WHY))


async def test_escalated_tickets_stand_in_a_view_of_the_staff(office: Office) -> None:
    number, sam, ana = await owned(office)
    await office.given_ticket(ana)
    await office.do(escalate, sam, number, Escalation(reason=WHY))
    listed = await office.do(list_tickets, sam, Filter(view="escalated"))
    assert [t.number for t in listed.tickets] == [number]
    with pytest.raises(Invalid):
        await office.do(list_tickets, ana, Filter(view="escalated"))
    await office.do(resolve, sam, number)
    with pytest.raises(Impossible, match="reopen it first"):
        await office.do(escalate, sam, number, Escalation(reason=WHY))
    assert (await office.do(list_tickets, sam, Filter(view="escalated"))).tickets == []


async def test_a_customer_asks_for_another_look_once_a_day(office: Office) -> None:
    number, sam, ana = await owned(office)
    await _reachable(office, sam)
    wanted = Escalation(reason="Nobody answers", priority="critical", to="kim")
    await office.do(escalate, ana, number, wanted)
    view = await office.see(number)
    assert (view.priority, view.escalated_at) == ("medium", office.clock.now())
    assert view.assignee is not None
    assert "Nobody answers" in [m.body for m in await office.do(list_messages, ana, number)]
    assert [row.viewer for row in await notices(office)] == [str(sam.person_id)]
    office.clock.move(hours=23)
    with pytest.raises(Impossible, match="23 h ago"):
        await office.do(escalate, ana, number, wanted)
    await office.do(escalate, sam, number, Escalation(reason=WHY))  # staff may at any time
    office.clock.set(office.clock.now() + timedelta(hours=1, seconds=1))
    await office.do(escalate, ana, number, wanted)


async def _reachable(office: Office, actor: Actor) -> None:
    await office.sql(
        "INSERT INTO identities (id, organisation_id, platform, workspace, external_id,"
        " person_id, direct, guest, checked_at)"
        " VALUES (gen_random_uuid(), :o, 'web', 'w', :x, :p, :x, false, now())",
        o=office.organisation_id,
        x=f"direct:{actor.person_id}",
        p=actor.person_id,
    )
