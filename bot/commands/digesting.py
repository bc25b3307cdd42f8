"""``digest``: how the desk stands now, the latest ratings, and a nudge to an owner."""

from bot.cards import Text
from bot.digests import digest_card, ratings_card
from bot.grammar.command import Command
from bot.grammar.parse import to_number
from bot.talk import Answer, Talk
from core.access.permissions import Permission, may
from core.errors import Invalid
from core.people.models import Person
from core.reports.digest import build_digest
from core.surveys.reading import list_surveys
from core.tickets.nudging import nudge
from core.tickets.queries import ref_of

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
        found = await list_surveys(
            talk.uow, talk.actor, answered=True, team=team, limit=RATINGS_SHOWN
        )
        return Answer(private=ratings_card(found, team))
    digest = await build_digest(talk.uow, talk.actor, team=team)
    may_nudge = may(talk.actor, Permission.NUDGE)
    return Answer(private=digest_card(digest, may_nudge=may_nudge))


async def _nudge(talk: Talk, said: str) -> Answer:
    number = to_number(said)
    if number is None:
        raise Invalid(field="nudge", problem=f"{said!r} is no ticket; say TIK-1042")
    ticket = await nudge(talk.uow, talk.actor, number)
    owner = await talk.uow.session.get_one(Person, ticket.assignee_id)
    ref = ref_of(talk.uow, number)
    return Answer(private=Text(text=f"**{owner.name}** is asked to look at {ref}."))
