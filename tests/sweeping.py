"""What a scheduler does, and what is owed afterwards, for tests on a clock of their own."""

from dataclasses import dataclass
from typing import Any

from bot.ports import Profile
from core.access.actor import Actor, Role
from core.events.due import sweep_due
from core.people.identities import link_identity
from core.sweeps import SWEEPS
from tests.builders import Office


@dataclass(frozen=True)
class Told:
    """A delivery that is owed: its kind, the channel it goes to, and its references."""

    kind: str
    channel: str
    content: dict[str, Any]
    event_id: Any = None


@dataclass(frozen=True)
class Reachable:
    """A person with an account: ``direct`` is the channel that reaches them alone."""

    actor: Actor
    direct: str


@dataclass(frozen=True)
class Scene:
    """A desk with a triage channel, an agent, a manager, and a customer's open ticket."""

    ana: Actor
    sam: Actor
    kim: Actor
    number: int
    triage: str
    direct: dict[str, str]


async def sweep(office: Office) -> int:
    """All that is due now, as the scheduler does it; how much it was."""
    return await sweep_due(office.database, SWEEPS)


async def told_since(office: Office, *kinds: str) -> list[Told]:
    """Deliveries of these kinds that are owed since the last look; they count as sent now."""
    rows = await office.sql(
        "WITH fresh AS (UPDATE deliveries SET state = 'sent' WHERE state = 'queued'"
        " AND kind = ANY(:kinds) RETURNING seq, kind, place_id, content, event_id)"
        " SELECT f.kind, p.channel, f.content, f.event_id FROM fresh f"
        " JOIN places p ON p.id = f.place_id ORDER BY f.seq",
        kinds=list(kinds),
    )
    return [Told(kind, channel, content or {}, event) for kind, channel, content, event in rows]


async def reachable(office: Office, name: str, role: Role = Role.AGENT) -> Reachable:
    """A person who has an account on a platform."""
    actor = await office.given_person(name, role)
    assert actor.person_id is not None
    direct = f"direct-{name}-{actor.person_id}"
    profile = Profile(name=name, direct=direct, person_id=actor.person_id)
    async with office.work() as uow:
        workspace = str(office.organisation_id)
        await link_identity(uow, "web", workspace, str(actor.person_id), profile)
    return Reachable(actor, direct)


async def given_desk(office: Office, *, priority: str = "critical") -> Scene:
    """A desk at work, with one ticket that nobody has yet."""
    triage = await office.given_channel()
    sam, kim = await reachable(office, "Sam"), await reachable(office, "Kim", Role.MANAGER)
    ana = await reachable(office, "Ana", Role.CUSTOMER)
    ticket = await office.given_ticket(ana.actor, priority=priority)
    await told_since(office, "card", "line", "notice")
    return Scene(
        ana=ana.actor,
        sam=sam.actor,
        kim=kim.actor,
        number=ticket.number,
        triage=triage,
        direct={"Sam": sam.direct, "Kim": kim.direct, "Ana": ana.direct},
    )


async def steps(office: Office, minutes: int) -> list[tuple[int, list[Told]]]:
    """Minute by minute: which were the ones at which somebody was warned."""
    found = []
    for minute in range(1, minutes + 1):
        office.clock.move(minutes=1)
        await sweep(office)
        told = await told_since(office, "warning")
        if told:
            found.append((minute, told))
    return found


async def types(office: Office, *wanted: str) -> list[tuple[str, Any]]:
    """The events of these types about first responses, with their percents."""
    return [
        (e.type, e.data.get("percent"))
        for e in await office.events()
        if e.type in wanted and e.data["metric"] == "first_response"
    ]
