"""Accounts that we do not know yet: refused, unless they say a good code of one that we know."""

from uuid import UUID

from bot.grammar.verbs import Registry
from bot.incoming import Incoming, Kind
from bot.ports import ChatPlatform
from bot.receiving.identifying import author_of_removed, contact_behind, identify, introduce
from bot.receiving.refusing import to_command
from bot.showing.link_cards import NOT_GOOD
from core.access.actor import Actor
from core.database.unit_of_work import Database
from core.errors import HelpdeskError
from core.people.identities import NotLinked
from core.people.link_codes import is_link_code

_SPOKEN = frozenset({Kind.COMMAND, Kind.PRESS, Kind.FORM})


class WrongCode(HelpdeskError):
    """A stranger said a code that is not good, or not any more."""

    code = "link.wrong_code"
    text = f"I don't know you yet. {NOT_GOOD}"


async def who_acts(
    database: Database,
    organisation_id: UUID,
    incoming: Incoming,
    platforms: dict[str, ChatPlatform],
    registry: Registry,
) -> Actor | None:
    """Who acts; None for a bot that is not heard, or no longer, and where nobody does.

    Raises what :func:`bot.receiving.identifying.identify` raises, and :class:`WrongCode`.
    """
    if incoming.kind is Kind.ALERTED:
        return await contact_behind(database, organisation_id, incoming)
    if incoming.kind is Kind.DELETED and not incoming.sender:
        return await author_of_removed(database, organisation_id, incoming)
    try:
        return await identify(database, organisation_id, incoming, platforms)
    except NotLinked:
        code = _code_in(registry, incoming)
        if code is None:
            raise
    spot = incoming.spot
    async with database.unit_of_work(organisation_id) as uow:
        is_good = await is_link_code(uow, code, (spot.platform, spot.workspace, incoming.sender))
    if not is_good:
        raise WrongCode
    return await introduce(database, organisation_id, incoming, platforms, by_code=True)


def _code_in(registry: Registry, incoming: Incoming) -> str | None:
    """The code that is said, if it is one."""
    if incoming.kind not in _SPOKEN:
        return None
    try:
        command = to_command(registry, incoming)
    except (HelpdeskError, ValueError):
        return None
    if command.verb != "link":
        return None
    return command.options.get("code") or command.text.strip() or None
