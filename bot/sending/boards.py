"""A board: how a team stands, in one message of its triage channel that is edited in place."""

from bot.cards import Button, Card, Fact, Text
from bot.grammar.command import Command, quoted
from bot.showing.ticket_cards import ticket_row
from bot.talk import Answer, Talk
from core.access.actor import Actor, Role
from core.conversation.audience import Audience
from core.conversation.beginning import standing_place
from core.conversation.models import Place
from core.conversation.places import BOARD as ROLE
from core.conversation.places import role_at, served_channels
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.tickets.announcements.homes import set_up_board, take_board_down
from core.tickets.configuration.catalogue import catalogue
from core.tickets.reading.listing import Filter, list_tickets

BOARD, HERE, OFF = "board", "here", "off"
ROWS = 8
_COUNTED = (("Unassigned", "unassigned"), ("Close or overdue", "breaching"))
GONE = Card(title="Board", body="This board is no longer kept up to date.")


async def run_board(talk: Talk, command: Command) -> Answer:
    """``list board:here`` sets a board up in the triage channel where it is said."""
    said, spot = command.options[BOARD], talk.incoming.spot
    if said not in {HERE, OFF}:
        raise Invalid(field=BOARD, problem=f"{said!r} is not one of {HERE}, {OFF}")
    if await role_at(talk.uow, spot.platform, spot.workspace, spot.channel) != "triage":
        raise Invalid(field=BOARD, problem="say it in a triage channel")
    at = (spot.platform, spot.workspace, spot.channel)
    place = await standing_place(talk.uow, *at, ROLE, Audience.INTERNAL)
    await (set_up_board if said == HERE else take_board_down)(talk.uow, talk.actor, place)
    told = "The board stands here." if said == HERE else "The board is taken down."
    return Answer(private=Text(text=told))


async def build_board(uow: UnitOfWork, place: Place) -> Card:
    """Counts and the first rows, as an agent sees them who is in no team but the channel's."""
    here = (place.platform, place.workspace, place.channel)
    served = await served_channels(uow)
    team_id = next(
        (c.team_id for c in served if (c.platform, c.workspace, c.channel) == here), None
    )
    team = (await catalogue(uow)).teams.get(team_id) if team_id else None
    teams = frozenset({team_id}) if team_id else frozenset()
    reader = Actor(None, uow.organisation_id, Role.AGENT, "Deskhand", "system", teams)
    only = Filter(view="open", team=team.name if team else None)
    page = await list_tickets(uow, reader, only, sort="due", limit=ROWS, count=True)
    facts = [Fact(name="Open", value=f"{page.total or 0:,}")]
    for name, view in _COUNTED:
        counted = Filter(view=view, team=only.team)
        found = await list_tickets(uow, reader, counted, limit=1, count=True)
        facts.append(Fact(name=name, value=f"{found.total or 0:,}"))
    narrowed = f" team:{quoted(team.name)}" if team else ""
    return Card(
        title=f"Board of {team.name}" if team else "Board",
        facts=tuple(facts),
        rows=tuple(ticket_row(one, uow.now, staff=True) for one in page.tickets),
        body="" if page.tickets else "Nothing is open. Well done.",
        buttons=(
            Button(label="All open", says=f"list view:open sort:due{narrowed}"),
            Button(label="New ticket", says="new", opens_form=True),
        ),
        footer="Edited here when something changes, at most every ten seconds.",
    )
