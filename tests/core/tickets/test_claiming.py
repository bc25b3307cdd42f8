"""RTE-02, RTE-03, RTE-07, RTE-08: who has the ticket."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest

from core.access.actor import Actor, Role
from core.errors import Denied, Invalid
from core.ids import new_id
from core.people.models import Identity
from core.tickets.claiming import assign, claim, release
from core.tickets.models import Ticket
from core.tickets.reading.history import history
from core.tickets.replying import note
from core.tickets.resolving import resolve
from core.tickets.rules import AlreadyClaimed, Impossible, Stale
from tests.builders import Office


async def reachable(office: Office, actor: Actor) -> None:
    """Give somebody an account on which they are reached."""
    async with office.work() as uow:
        uow.session.add(
            Identity(
                id=new_id(),
                organisation_id=office.organisation_id,
                platform="web",
                workspace="w",
                external_id=str(actor.person_id),
                person_id=actor.person_id,
                direct=f"direct:{actor.name}",
                checked_at=datetime(2026, 11, 20, tzinfo=UTC),
            )
        )


async def notices(office: Office) -> list[str]:
    rows = await office.sql(
        "SELECT p.channel FROM deliveries d JOIN places p ON p.id = d.place_id"
        " WHERE d.kind = 'notice' ORDER BY d.seq"
    )
    return [row.channel for row in rows]


async def test_of_fifty_who_claim_at_once_one_wins_and_all_hear_who(office: Office) -> None:
    ticket = await office.given_ticket(await office.given_customer())
    agents = [await office.given_person(f"Agent{n:02}") for n in range(50)]

    async def grab(agent: Actor) -> Actor | AlreadyClaimed:
        try:
            await office.do(claim, agent, ticket.number)
        except AlreadyClaimed as refused:
            return refused
        return agent

    outcomes = await asyncio.gather(*(grab(agent) for agent in agents))
    winners = [o for o in outcomes if isinstance(o, Actor)]
    refusals = [o for o in outcomes if isinstance(o, AlreadyClaimed)]
    assert (len(winners), len(refusals)) == (1, 49)
    assert {str(r) for r in refusals} == {
        f"{winners[0].name} claimed TIK-{ticket.number} just now."
    }
    view = await office.see(ticket.number)
    assert view.assignee is not None
    assert view.assignee.id == winners[0].person_id
    assert [e.type for e in await office.events(ticket.id)].count("TicketClaimed") == 1


async def test_a_claim_begins_the_work_and_repeating_it_changes_nothing(office: Office) -> None:
    ticket = await office.given_ticket(await office.given_customer())
    sam = await office.given_person("Sam")
    await office.do(claim, sam, ticket.number)
    first = await office.see(ticket.number)
    assert (first.status, first.revision) == ("Open", 2)
    await office.do(claim, sam, ticket.number, seen=1)
    assert (await office.see(ticket.number)).revision == 2


async def test_who_has_it_is_told_with_the_time(office: Office) -> None:
    ticket = await office.given_ticket(await office.given_customer())
    sam, kim = await office.given_person("Sam"), await office.given_person("Kim")
    await office.do(claim, sam, ticket.number)
    office.clock.move(minutes=3)
    with pytest.raises(AlreadyClaimed, match=r"Sam claimed TIK-1001 3 min ago\."):
        await office.do(claim, kim, ticket.number)


async def test_an_act_on_an_old_card_is_held_with_the_news(office: Office) -> None:
    ticket = await office.given_ticket(await office.given_customer())
    sam, kim = await office.given_person("Sam"), await office.given_person("Kim")
    await office.do(claim, sam, ticket.number)
    await office.do(release, sam, ticket.number)
    office.clock.move(seconds=12)
    with pytest.raises(Stale) as held:
        await office.do(claim, kim, ticket.number, seen=1)
    assert "Sam released this 12 s ago; Sam claimed this 12 s ago." in str(held.value)
    assert held.value.details["revision"] == 3
    assert (await office.see(ticket.number)).assignee is None


async def test_releasing_gives_it_back_and_needs_an_owner(office: Office) -> None:
    ticket = await office.given_ticket(await office.given_customer())
    sam = await office.given_person("Sam")
    with pytest.raises(Impossible, match="nobody's"):
        await office.do(release, sam, ticket.number)
    await office.do(claim, sam, ticket.number)
    await office.do(release, sam, ticket.number, reason="Lunch")
    assert (await office.see(ticket.number)).assignee is None


@pytest.mark.parametrize("act", [claim, release])
async def test_what_is_done_is_not_claimed(office: Office, act: object) -> None:
    ticket = await office.given_ticket(await office.given_customer())
    sam = await office.given_person("Sam")
    await office.do(resolve, sam, ticket.number)
    with pytest.raises(Impossible):
        await office.do(act, sam, ticket.number)  # type: ignore[arg-type]


async def test_a_manager_assigns_and_a_customer_may_not(office: Office) -> None:
    ana = await office.given_customer()
    ticket = await office.given_ticket(ana)
    sam = await office.given_person("Sam")
    await reachable(office, sam)
    boss = await office.given_person("Max", Role.MANAGER)
    with pytest.raises(Denied):
        await office.do(assign, ana, ticket.number, "@sam")
    await office.do(assign, boss, ticket.number, "@sam")
    view = await office.see(ticket.number)
    assert view.assignee is not None
    assert (view.assignee.id, view.status) == (sam.person_id, "Open")
    assert await notices(office) == ["direct:Sam"]


async def test_reassigning_tells_both_owners_and_keeps_the_reason(office: Office) -> None:
    ticket = await office.given_ticket(await office.given_customer())
    sam, kim = await office.given_person("Sam"), await office.given_person("Kim")
    boss = await office.given_person("Max", Role.MANAGER)
    for one in (sam, kim, boss):
        await reachable(office, one)
    await office.do(claim, sam, ticket.number)
    await office.do(assign, boss, ticket.number, "@kim", reason="Sam is on holiday")
    assert sorted(await notices(office)) == ["direct:Kim", "direct:Sam"]
    entry = (await office.do(history, boss, ticket.number, assignments=True))[-1]
    assert (entry.changes["assignee"], entry.reason) == (("Sam", "Kim"), "Sam is on holiday")
    await office.do(assign, kim, ticket.number, "me")  # hers already: nothing to tell
    assert len(await notices(office)) == 2


async def test_a_team_takes_it_into_its_queue_without_an_owner(office: Office) -> None:
    ticket = await office.given_ticket(await office.given_customer())
    sam = await office.given_person("Sam")
    await office.given_team("Tier two")
    await office.do(claim, sam, ticket.number)
    await office.do(assign, sam, ticket.number, "tier_two")
    view = await office.see(ticket.number)
    assert view.team is not None
    assert (view.team.name, view.assignee) == ("Tier two", None)


@pytest.mark.parametrize("to", ["ana", "nobody", "lee", "sa", ""])
async def test_only_one_active_member_of_staff_can_be_meant(office: Office, to: str) -> None:
    ticket = await office.given_ticket(await office.given_customer("Ana"))
    for name in ("Sam", "Sally"):
        await office.given_person(name)
    await office.given_person("Lee")
    await office.sql("UPDATE people SET status = 'suspended' WHERE name = 'Lee'")
    with pytest.raises(Invalid) as refused:
        await office.do(assign, office.desk, ticket.number, to)
    assert refused.value.details["field"] == "to"


async def five_assignments(office: Office, ticket: Ticket) -> list[tuple[str, UUID | None]]:
    sam, kim = await office.given_person("Sam"), await office.given_person("Kim")
    await office.given_team("Accounts")
    done = []
    for use_case, actor, args in (
        (claim, sam, ()),
        (release, sam, ()),
        (assign, kim, ("@sam",)),
        (assign, sam, ("Accounts",)),
        (claim, kim, ()),
    ):
        office.clock.move(minutes=1)
        await office.do(use_case, actor, ticket.number, *args)  # type: ignore[operator]
        await office.do(note, sam, ticket.number, "in between")
        done.append((use_case.__name__, actor.person_id))
    return done


async def test_five_assignments_are_read_back_in_order(office: Office) -> None:
    ticket = await office.given_ticket(await office.given_customer())
    start = office.clock.now()
    done = await five_assignments(office, ticket)
    entries = await office.do(history, office.desk, ticket.number, assignments=True)
    assert [e.actor_id for e in entries] == [actor for _, actor in done]
    assert [e.data["method"] for e in entries] == ["claim", "release", "manual", "manual", "claim"]
    assert [(e.at - start).total_seconds() for e in entries] == [60, 120, 180, 240, 300]
    owners = [e.changes.get("assignee") for e in entries]
    assert owners == [(None, "Sam"), ("Sam", None), (None, "Sam"), ("Sam", None), (None, "Kim")]
    assert entries[3].changes["team"] == (None, "Accounts")
