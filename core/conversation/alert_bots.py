"""Alert bots: other bots of a workspace whose messages open tickets."""

import re
from collections.abc import Iterable, Mapping

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.conversation.workspaces import AlertBot, Key, keep_setting, workspace_settings
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid, NotFound
from core.people.people import PersonDraft, create_person

_BOT = re.compile(r"[\w.:-]{1,100}\Z")
MOST_BOTS = 100


async def allow_bot(
    uow: UnitOfWork, actor: Actor, platform: str, workspace: str, bot: str
) -> AlertBot:
    """From now on that bot's messages in served channels open tickets.

    It gets a contact of its own: a customer without an address.
    """
    require(actor, Permission.CONFIGURE)
    bot = bot.strip()
    if not _BOT.match(bot):
        raise Invalid(field="bot", problem="name its id, for example B0123ABCD")
    known = (await workspace_settings(uow, platform, workspace)).alert_bots
    if bot in known:
        return known[bot]
    if len(known) >= MOST_BOTS:
        raise Invalid(field="bot", problem=f"{MOST_BOTS} bots are the most")
    contact = await create_person(uow, actor, PersonDraft(name=f"Bot {bot}"))
    await _keep_bots(uow, actor, (platform, workspace), {**known, bot: AlertBot(bot, contact.id)})
    return AlertBot(bot, contact.id)


async def forbid_bot(
    uow: UnitOfWork, actor: Actor, platform: str, workspace: str, bot: str
) -> None:
    """From now on what it says is dropped again. Its tickets and its contact stay."""
    require(actor, Permission.CONFIGURE)
    known = (await workspace_settings(uow, platform, workspace)).alert_bots
    if bot.strip() not in known:
        raise NotFound(ref="that bot among those that are allowed")
    left = {name: one for name, one in known.items() if name != bot.strip()}
    await _keep_bots(uow, actor, (platform, workspace), left)


async def allow_bots(
    uow: UnitOfWork, actor: Actor, platform: str, workspace: str, wanted: Iterable[str]
) -> None:
    """From now on these bots are heard there, and no others."""
    require(actor, Permission.CONFIGURE)
    named = {bot.strip() for bot in wanted}
    known = (await workspace_settings(uow, platform, workspace)).alert_bots
    for bot in sorted(known.keys() - named):
        await forbid_bot(uow, actor, platform, workspace, bot)
    for bot in sorted(named - known.keys()):
        await allow_bot(uow, actor, platform, workspace, bot)


async def _keep_bots(uow: UnitOfWork, actor: Actor, key: Key, bots: Mapping[str, AlertBot]) -> None:
    kept = {name: str(one.person_id) for name, one in bots.items()}
    await keep_setting(uow, actor, key, "alert_bots", kept)
