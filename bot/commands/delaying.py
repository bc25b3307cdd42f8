"""``/desk undo``: how long a reply given in chat waits, so that it can be taken back."""

import re

from bot.cards import Text
from bot.grammar.command import Command
from bot.talk import Answer, Talk
from core.access.permissions import Permission, require
from core.errors import Invalid
from core.people.organisation import LONGEST_UNDO, change_organisation, organisation_settings

_SECONDS = re.compile(r"(\d{1,5})\s*(s|sec|secs|seconds?)?\Z", re.IGNORECASE)
_OFF = {"off", "none", "no"}


async def run_undo_delay(talk: Talk, command: Command) -> Answer:
    """Show the delay, or set it: ``undo 10s``, ``undo off``."""
    require(talk.actor, Permission.CONFIGURE)
    settings = await organisation_settings(talk.uow)
    said = command.text.strip()
    if said:
        wanted = settings.model_copy(update={"undo_seconds": to_seconds(said)})
        settings = await change_organisation(talk.uow, talk.actor, wanted)
    seconds = settings.undo_seconds
    if not seconds:
        told = "Replies given in chat are sent at once. `/desk undo 10s` lets them wait."
    else:
        told = (
            f"Replies given in chat are sent after **{seconds} s**; until then their author "
            "can take them back. `/desk undo off` sends them at once."
        )
    return Answer(private=Text(text=told))


def to_seconds(said: str) -> int:
    """The delay that was said. Raises :class:`Invalid` for none of 0 to 60 seconds."""
    if said.casefold() in _OFF:
        return 0
    found = _SECONDS.match(said)
    if found is None or int(found[1]) > LONGEST_UNDO:
        problem = f"say 0 to {LONGEST_UNDO} seconds, for example `undo 10s`, or `undo off`"
        raise Invalid(field="undo", problem=problem)
    return int(found[1])
