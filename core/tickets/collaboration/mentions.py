"""Mentions in notes: ``@Mia``, ``@Devices`` and Slack's ``<@U123>`` call colleagues in.

Whoever is meant and may see the ticket is told once, by a direct message, and follows
from then on. A customer, or somebody without the right to see the ticket, is told
nothing; the author learns so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm.attributes import set_committed_value

from core.access.actor import STAFF, Actor, Role
from core.conversation.models import Message, Place
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe_all
from core.events.models import EventRow
from core.people.models import Identity, Person, TeamMember
from core.tickets.announcements.telling import notices, staff_who_may_see
from core.tickets.collaboration.following import add_followers
from core.tickets.collaboration.mention_names import named_in
from core.tickets.configuration.catalogue import catalogue
from core.tickets.events import PeopleMentioned
from core.tickets.models import Ticket

_EVERYBODY = frozenset({"here", "channel", "everyone", "all", "ticket"})
_UNTOLD = "untold"


@dataclass
class Called:
    """Whom a note calls in; ``untold``: a sentence for each who was not told, and why.

    ``accounts`` may hold ids of accounts by which a platform names people itself.
    """

    people: set[UUID] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    untold: list[str] = field(default_factory=list)


async def find_called(
    uow: UnitOfWork,
    actor: Actor,
    ticket: Ticket,
    text: str,
    mentioned: Mapping[str, str] = MappingProxyType({}),
) -> Called:
    """Who is meant by the mentions of a note; asks the database only if there are any."""
    called = Called()
    said = named_in(text, mentioned)
    if not said:
        return called
    called.accounts = {word for candidates in said for word in candidates}
    teams = {team.name.casefold(): team for team in (await catalogue(uow)).teams.values()}
    meant: set[UUID] = set()
    names = []
    for candidates in said:
        team = next((teams[c.casefold()] for c in candidates if c.casefold() in teams), None)
        if team is not None:
            members = select(TeamMember.person_id).where(TeamMember.team_id == team.id)
            meant |= set(await uow.session.scalars(members))
        elif candidates[-1].casefold() not in _EVERYBODY:
            names.append(candidates)
    named = await _people(uow, names) if names else []
    for candidates in names:
        _settle(candidates, named, meant, called)
    meant -= {person_id for person_id in (actor.person_id,) if person_id}
    told = await staff_who_may_see(uow, ticket, meant)
    called.people = set(told)
    shut_out = [person for person in named if person.id in meant - called.people]
    called.untold += [f"{p.name} may not see this ticket and was not told." for p in shut_out]
    return called


@dataclass(frozen=True)
class _Person:
    id: UUID
    name: str
    email: str
    role: str
    accounts: frozenset[str]

    def is_called(self, said: str) -> int:
        """How well a name fits: 2 for all of it (or an address, an account), 1 for the first."""
        wanted = said.casefold()
        if wanted in {self.name.casefold(), self.email} or said in self.accounts:
            return 2
        return 1 if wanted == self.name.casefold().split(" ")[0] else 0


async def _people(uow: UnitOfWork, names: list[tuple[str, ...]]) -> list[_Person]:
    """Everybody who might be meant by one of the names."""
    words = [word for candidates in names for word in candidates]
    lower = [word.casefold() for word in words]
    accounts = select(Identity.person_id).where(Identity.external_id.in_(words))
    rows = await uow.session.execute(
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.role,
            select(func.array_agg(Identity.external_id))
            .where(Identity.person_id == Person.id)
            .scalar_subquery(),
        )
        .where(Person.status == "active")
        .where(
            or_(
                func.lower(Person.name).in_(lower),
                func.lower(func.split_part(Person.name, " ", 1)).in_(lower),
                Person.email.in_(lower),
                Person.id.in_(accounts),
            )
        )
        .order_by(Person.name, Person.id)
    )
    return [_Person(i, n, e or "", role, frozenset(a or ())) for i, n, e, role, a in rows]


def _settle(
    candidates: tuple[str, ...], known: list[_Person], meant: set[UUID], called: Called
) -> None:
    """Decide who is meant by one mention: the longest name, then staff before customers."""
    for said in candidates:
        fits = [(person.is_called(said), person) for person in known]
        best = max((fit for fit, _ in fits), default=0)
        people = [person for fit, person in fits if fit == best and fit > 0]
        if not people:
            continue
        staff = [person for person in people if Role(person.role) in STAFF]
        if len(staff) == 1:
            meant.add(staff[0].id)
        elif staff:
            both = " or ".join(person.email or person.name for person in staff)
            called.untold.append(f"@{said} could be {both}; nobody was told.")
        else:
            called.untold.append(
                f"{people[0].name} is a customer and was not told: notes are for staff only."
            )
        return
    called.untold.append(f"I don't know @{candidates[-1]}; nobody was told.")


async def call_in(
    uow: UnitOfWork,
    actor: Actor,
    ticket: Ticket,
    message: Message,
    called: Called,
    typed_in: tuple[str, str] | None = None,
) -> None:
    """Tell those whom a note calls in, once each; they follow from now on. ``typed_in``: the
    platform and workspace in which it was typed, if it does not stand there itself."""
    pinged = await _told_by_platform(uow, message, called, typed_in) if called.people else set()
    await _tell(uow, actor, ticket, message, called.people, pinged)
    _say_untold(message, called.untold)


async def call_in_more(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, message: Message, before: str
) -> None:
    """The same for a note that was changed: only those are told who were not called in by it
    before. No platform tells anybody of an edit, so all of them hear it from us."""
    now = await find_called(uow, actor, ticket, message.body)
    if not now.people and not now.untold:
        return
    await uow.finish()  # the note may have been written a moment ago
    earlier = await uow.session.scalars(
        select(EventRow.data["people"]).where(
            EventRow.type == PeopleMentioned.type,
            EventRow.data["message_id"].as_string() == str(message.id),
        )
    )
    told = {UUID(person) for people in earlier for person in people}
    await _tell(uow, actor, ticket, message, now.people - told, set())
    known = (await find_called(uow, actor, ticket, before)).untold if now.untold else []
    _say_untold(message, [said for said in now.untold if said not in known])


async def _tell(
    uow: UnitOfWork,
    actor: Actor,
    ticket: Ticket,
    message: Message,
    people: set[UUID],
    pinged: set[UUID],
) -> None:
    if not people:
        return
    await add_followers(uow, actor, ticket, people)
    fact = PeopleMentioned(ticket_id=ticket.id, message_id=message.id, people=tuple(sorted(people)))
    await uow.record(fact, actor)
    owed = await notices(uow, people - pinged, ticket.id, fact.event_id, message_id=message.id)
    owe_all(uow, owed)


def _say_untold(message: Message, untold: list[str]) -> None:
    """For the author's eyes now; it is not kept with the note."""
    set_committed_value(message, "attributes", {**message.attributes, _UNTOLD: untold})


async def _told_by_platform(
    uow: UnitOfWork, message: Message, called: Called, typed_in: tuple[str, str] | None
) -> set[UUID]:
    """Those whom the platform on which the note was typed has told itself: it was their account
    there that the note names. One fact is told once."""
    place = await uow.session.get(Place, message.place_id) if message.place_id else None
    there = (place.platform, place.workspace) if place else typed_in
    if there is None or not called.accounts:
        return set()
    found = await uow.session.scalars(
        select(Identity.person_id).where(
            Identity.platform == there[0],
            Identity.workspace == there[1],
            Identity.external_id.in_(called.accounts),
        )
    )
    return set(found)


def untold_of(message: Message) -> list[str]:
    """A sentence for each whom the note that was just written named in vain."""
    found: Any = (message.attributes or {}).get(_UNTOLD, [])
    return list(found)
