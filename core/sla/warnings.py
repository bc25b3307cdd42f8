"""Warnings before a target is missed, and the word that it was: who is told, where, when.

There is one message per clock and place: it is edited from step to step, never repeated.
What would have been said in quiet hours is said when they end, to each in one message.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from core.access.actor import Actor, Role
from core.conversation.audience import Audience
from core.conversation.models import Place
from core.conversation.places import address, best_identity, private_place
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe, owe_all
from core.events.due import put_off
from core.ids import new_id
from core.people.models import Person, Team
from core.people.preferences import person_quiet_until
from core.sla.events import ClockBreached, ClockChanged, ClockWarned
from core.sla.models import ClockWarning
from core.sla.rules import HALF, WHOLE
from core.tickets.announcements.serving import staff_places
from core.tickets.announcements.telling import staff_who_may_see
from core.tickets.models import Clock, Ticket

ALERTS_DUE = "alerts"
DELIVERY = "warning"
MOST_MANAGERS = 10


@dataclass(frozen=True)
class _Alert:
    """A clock, and a place in which somebody is to be warned of it."""

    clock: Clock
    place: Place


async def warn_people(uow: UnitOfWork, actor: Actor, event: ClockWarned | ClockBreached) -> None:
    """Tell who can still do something about it, unless it is quiet: then in the morning."""
    clock = await uow.session.scalar(
        select(Clock).where(Clock.ticket_id == event.ticket_id, Clock.metric == event.metric)
    )
    if clock is None or clock.running_since is None:
        return  # what was promised has come, if late, or the customer's word is awaited
    told = await _told_now(uow, clock)
    await _look_again(uow)
    if told:
        await _tell(uow, told)


async def alerts_are_due(uow: UnitOfWork, organisation_id: UUID) -> None:
    """The quiet hours are over: what was held and is still true is told now."""
    held = await uow.session.scalars(
        select(Clock)
        .where(Clock.held_until <= uow.now)
        .order_by(Clock.due_at, Clock.id)
        .with_for_update()
    )
    alerts: list[_Alert] = []
    for clock in held.all():
        clock.held_until = None
        if clock.running_since is not None and await _matters(uow, clock):
            alerts += await _told_now(uow, clock)
    await _look_again(uow)
    await _tell(uow, alerts)


async def _told_now(uow: UnitOfWork, clock: Clock) -> list[_Alert]:
    """Those who may be told now; for the others' quiet hours to end, the clock is held."""
    alerts, now, later = await _alerts(uow, clock), [], []
    critical = (await _ticket(uow, clock)).priority == "critical"
    for alert in alerts:
        until = None if critical else await person_quiet_until(uow, alert.place.person_id)
        if until is None:
            now.append(alert)
        else:
            later.append(until)
    if not alerts and not critical:  # in the morning there may be somebody
        until = await person_quiet_until(uow, None)
        later += [until] if until else []
    clock.held_until = min(later, default=None)
    return now


async def _look_again(uow: UnitOfWork) -> None:
    """When the first of all quiet hours ends in which something is held.

    That moment may have come already: a clock's step that was due just before it is looked at
    first, and what the others hold is still untold.
    """
    await uow.session.flush()
    first = await uow.session.scalar(select(func.min(Clock.held_until)))
    await put_off(uow, ALERTS_DUE, {uow.organisation_id: first})


async def refresh_warnings(uow: UnitOfWork, actor: Actor, event: ClockChanged) -> None:
    """What was said of a clock is no longer so: it was met, paused, or has another target."""
    used = event.counted / (event.minutes * 60)
    if event.act == "started" or (event.act != "retargeted" and used < HALF / 100):
        return  # nobody has been warned of it yet
    rows = await uow.session.execute(
        select(ClockWarning.bundle_id, Place)
        .join(Clock, Clock.id == ClockWarning.clock_id)
        .join(Place, Place.id == ClockWarning.place_id)
        .where(Clock.ticket_id == event.ticket_id, Clock.metric == event.metric)
    )
    _owe(uow, [(bundle, place) for bundle, place in rows])


async def _matters(uow: UnitOfWork, clock: Clock) -> bool:
    ticket = await _ticket(uow, clock)
    return ticket.deleted_at is None and ticket.merged_into_id is None


async def _alerts(uow: UnitOfWork, clock: Clock) -> list[_Alert]:
    """The owner directly, else the staff's threads; at the breach who leads them, too."""
    ticket = await _ticket(uow, clock)
    places: list[Place] = []
    if ticket.assignee_id is not None:
        places += await _direct(uow, ticket, [ticket.assignee_id])
    if not places:
        places += await staff_places(uow, ticket)
    if clock.warned == WHOLE:
        places += await _direct(uow, ticket, await _leaders(uow, ticket))
    return [_Alert(clock, place) for place in places]


async def _leaders(uow: UnitOfWork, ticket: Ticket) -> list[UUID]:
    """The team's manager; without one, the organisation's managers. Not the owner again."""
    team = await uow.session.get(Team, ticket.team_id) if ticket.team_id else None
    if team is not None and team.manager_id is not None:
        found = [team.manager_id]
    else:
        query = select(Person.id).where(Person.role == Role.MANAGER.value)
        query = query.where(Person.status == "active").order_by(Person.name, Person.id)
        found = list(await uow.session.scalars(query.limit(MOST_MANAGERS)))
    return [person_id for person_id in found if person_id != ticket.assignee_id]


async def _direct(uow: UnitOfWork, ticket: Ticket, people: list[UUID]) -> list[Place]:
    """Where those of them are reached alone who may open the ticket."""
    found = []
    for person_id in await staff_who_may_see(uow, ticket, people):
        identity = await best_identity(uow, person_id)
        if identity is not None:
            where = (identity.platform, identity.workspace, identity.direct)
            found.append(await private_place(uow, *where, None, person_id, Audience.INTERNAL))
    return found


async def _tell(uow: UnitOfWork, alerts: list[_Alert]) -> None:
    """Post or edit the messages; what is new in one place at one time becomes one message."""
    await uow.session.flush()
    clocks = {alert.clock.id for alert in alerts}
    rows = await uow.session.scalars(select(ClockWarning).where(ClockWarning.clock_id.in_(clocks)))
    known = {(row.clock_id, row.place_id): row.bundle_id for row in rows}
    places = {alert.place.id: alert.place for alert in alerts}
    missing = {place_id for _, place_id in known} - places.keys()
    if missing:  # an owner of before: the message there tells whose it is now
        more = await uow.session.scalars(select(Place).where(Place.id.in_(missing)))
        places |= {place.id: place for place in more}
    fresh: dict[UUID, UUID] = {}
    for alert in alerts:
        key = (alert.clock.id, alert.place.id)
        if key in known:
            continue
        known[key] = fresh.setdefault(alert.place.id, new_id())
        uow.session.add(
            ClockWarning(
                id=new_id(),
                organisation_id=uow.organisation_id,
                clock_id=alert.clock.id,
                ticket_id=alert.clock.ticket_id,
                place_id=alert.place.id,
                bundle_id=known[key],
                created_at=uow.now,
            )
        )
    await uow.session.flush()
    said = {(bundle, place_id) for (_, place_id), bundle in known.items()}
    _owe(uow, [(bundle, places[place_id]) for bundle, place_id in sorted(said)])


def _owe(uow: UnitOfWork, said: list[tuple[UUID, Place]]) -> None:
    owed = [
        owe(uow, address(place), DELIVERY, content={"bundle": str(bundle)})
        for bundle, place in said
    ]
    owe_all(uow, owed)


async def _ticket(uow: UnitOfWork, clock: Clock) -> Ticket:
    ticket = await uow.session.get(Ticket, clock.ticket_id)
    assert ticket is not None
    return ticket
