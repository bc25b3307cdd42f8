"""``digest``: how the desk stands now, the latest ratings, and a nudge to an owner."""

from dataclasses import replace

from bot.cards import Text
from bot.commands.list_filters import times_of
from bot.grammar.command import Command
from bot.grammar.parse import to_number
from bot.showing.digests import ANSWERED, digest_card, ratings_card
from bot.talk import Answer, Talk
from core.access.permissions import Permission, may
from core.errors import Invalid
from core.ids import to_id
from core.people.models import Person
from core.reports.digest import build_digest
from core.surveys.reading import list_surveys
from core.tickets.collaboration.nudging import nudge
from core.tickets.reading.queries import ref_of

RATINGS_SHOWN = 10
VIEWS = ("now", "ratings")


async def run_digest(talk: Talk, command: Command) -> Answer:
    """The digest of all or of one team, for the asker alone."""
    options = command.options
    if "nudge" in options:
        return await _nudge(talk, options["nudge"])
    team = options.get("team") or None
    view = options.get("view") or "now"
    if view not in VIEWS:
        raise Invalid(field="view", problem=f"{view!r} is not one of {', '.join(VIEWS)}")
    if view == "ratings":
        return await _ratings(talk, command, team)
    digest = await build_digest(talk.uow, talk.actor, team=team)
    may_nudge = may(talk.actor, Permission.NUDGE)
    return Answer(private=digest_card(digest, may_nudge=may_nudge))


async def _ratings(talk: Talk, command: Command, team: str | None) -> Answer:
    """Ten answers, the latest first, of the time that is said; the button goes on."""
    options, since, until = command.options, None, None
    if said := options.get(ANSWERED):
        since, until = times_of(ANSWERED, said, talk.uow.now)
    page = options.get("page")
    found = await list_surveys(
        talk.uow,
        talk.actor,
        answered=True,
        team=team,
        since=since,
        until=until,
        before=to_id(page, "that page") if page else None,
        limit=RATINGS_SHOWN + 1,
    )
    shown, more = found[:RATINGS_SHOWN], ""
    if len(found) > len(shown):
        again = replace(command, text="", options={**options, "page": str(shown[-1].id)})
        more = again.says()
    return Answer(private=ratings_card(shown, team, more))


async def _nudge(talk: Talk, said: str) -> Answer:
    number = to_number(said)
    if number is None:
        raise Invalid(field="nudge", problem=f"{said!r} is no ticket; say TIK-1042")
    ticket = await nudge(talk.uow, talk.actor, number)
    owner = await talk.uow.session.get_one(Person, ticket.assignee_id)
    ref = ref_of(talk.uow, number)
    return Answer(private=Text(text=f"**{owner.name}** is asked to look at {ref}."))
