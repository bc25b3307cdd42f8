"""A person's home on a platform that has one: said once, shown by each in its own way."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import Button, Fact, Home, Row, Section
from bot.commands.own_settings import facts_of_settings
from bot.ports import ChatPlatform, Refused, ShowsHome
from bot.sending.parcels import Parcel, Undeliverable, build_parcel
from bot.showing.ticket_cards import ticket_row
from bot.talk import NOTHING, Answer, Talk
from core.access.actor import Actor
from core.conversation.audience import Audience
from core.conversation.models import Place
from core.conversation.places import private_place
from core.database.unit_of_work import UnitOfWork
from core.events.models import Delivery
from core.people.actors import actor_for
from core.tickets.announcements.homes import HOME, open_home
from core.tickets.configuration.catalogue import catalogue
from core.tickets.reading.listing import Filter, Page, list_tickets

MINE, BREACHING, UNASSIGNED, RECENT = 8, 4, 4, 4
"""Rows of each section: twenty in all, and the rest is a button away."""
OWN = 20
_SECTIONS = (
    ("mine", "Mine, the next due first", "due", MINE, "Nothing is assigned to you."),
    ("breaching", "Close to their target or overdue", "due", BREACHING, "All is in time."),
    ("unassigned", "Unassigned", "due", UNASSIGNED, "Everything has an owner."),
    ("recent", "Recent", "", RECENT, "What you look at or work on appears here."),
)
_NEW = Button(label="New ticket", says="new", style="primary", opens_form=True)


async def handle_opening(talk: Talk) -> Answer:
    """Somebody opened their home: show it."""
    spot, actor = talk.incoming.spot, talk.actor
    audience = Audience.INTERNAL if actor.is_staff else Audience.PUBLIC
    place = await private_place(
        talk.uow, spot.platform, spot.workspace, spot.channel, None, actor.person_id, audience
    )
    await open_home(talk.uow, actor, place, talk.incoming.sender)
    return NOTHING


async def render_home(uow: UnitOfWork, delivery: Delivery) -> Parcel:
    """The home as its owner may see it now. Raises :class:`Undeliverable`."""
    place = await uow.session.get(Place, delivery.place_id)
    actor = await _owner(uow, place) if place else None
    if place is None or actor is None:
        raise Undeliverable("nobody lives there any more")
    audience = Audience.INTERNAL if actor.is_staff else Audience.PUBLIC
    # Agents become customers and the other way round: the place follows its person.
    place.audience = audience.value
    parcel = build_parcel(
        delivery,
        place,
        audience,
        None,
        HOME,
        None,
        viewer=delivery.viewer,
        viewer_audience=audience,
    )
    return replace(parcel, home=await build_home(uow, actor))


async def _owner(uow: UnitOfWork, place: Place) -> Actor | None:
    return await actor_for(uow, place.person_id, place.platform) if place.person_id else None


async def show_home(platform: ChatPlatform, parcel: Parcel) -> None:
    """Hand the home over."""
    shower: object = platform
    if not isinstance(shower, ShowsHome) or parcel.home is None:
        raise Refused("This platform shows no homes.")
    await shower.show_home(parcel.spot, parcel.viewer or "", parcel.home)


async def build_home(uow: UnitOfWork, actor: Actor) -> Home:
    """Counts, what needs a person's attention, and what they may do about it."""
    return await (_staff_home if actor.is_staff else _customers_home)(uow, actor)


async def _staff_home(uow: UnitOfWork, actor: Actor) -> Home:
    counts, sections = [], []
    for view, title, sort, most, empty in _SECTIONS:
        page = await _page(uow, actor, view, sort, most)
        sections.append(_section(uow, page, view, title, empty, staff=True))
        if page.total is not None:
            counts.append(Fact(name=view.capitalize(), value=f"{page.total:,}"))
    return Home(
        title=f"Hello {actor.name}",
        facts=tuple(counts),
        buttons=(
            _NEW,
            *(Button(label=label, says=f"list {view}") for label, view in _VIEWS),
            Button(label="My settings", says="settings", opens_form=True),
            Button(label="Help", says="help"),
        ),
        sections=tuple(sections),
        settings=await _settings(uow, actor),
    )


_VIEWS = (("Open tickets", "open"), ("Waiting on us", "waiting"), ("Snoozed", "snoozed"))


async def _customers_home(uow: UnitOfWork, actor: Actor) -> Home:
    page = await _page(uow, actor, "mine", "-updated_at", OWN)
    empty = "You have no open tickets. Press New ticket and say what is wrong."
    section = _section(uow, page, "mine", "Your open tickets", empty, staff=False)
    every = Button(label="All your tickets", says="list all")
    return Home(
        title=f"Hello {actor.name}",
        buttons=(_NEW, every, Button(label="Help", says="help")),
        sections=(section,),
    )


async def _page(uow: UnitOfWork, actor: Actor, view: str, sort: str, most: int) -> Page:
    wanted = Filter(view=view)
    return await list_tickets(
        uow, actor, wanted, sort=sort or "-created_at", limit=most, count=view != "recent"
    )


def _section(
    uow: UnitOfWork, page: Page, view: str, title: str, empty: str, *, staff: bool
) -> Section:
    rows: Sequence[Row] = [ticket_row(one, uow.now, staff=staff) for one in page.tickets]
    more = page.next is not None or view == "recent"
    label = f"All {page.total:,}" if page.total is not None else "All recent"
    buttons = (Button(label=label, says=f"list {view}"),) if rows and more else ()
    return Section(title=title, rows=tuple(rows), empty=empty, buttons=buttons)


async def _settings(uow: UnitOfWork, actor: Actor) -> tuple[Fact, ...]:
    """What holds for this person, and where it comes from."""
    words = await catalogue(uow)
    teams = sorted(words.teams[one].name for one in actor.team_ids if one in words.teams)
    in_teams = Fact(name="Your teams", value=", ".join(teams) or "none")
    return (*await facts_of_settings(uow, actor), in_teams)
