"""Reading one message that stands in Discord."""

from adapters.discord.addresses import Own
from adapters.discord.inbound.contents import files_of, words_of
from adapters.discord.inbound.messages import is_ours
from adapters.discord.webapi.calls import DiscordCalls, Json
from adapters.discord.webapi.failures import UNKNOWN_CHANNEL, code_of
from adapters.discord.webapi.people import DiscordPeople
from bot.incoming import Spot
from bot.ports import Gone, Refused, Written

_PEOPLES = frozenset({0, 19})


async def look_up(
    calls: DiscordCalls, people: DiscordPeople, own: Own, spot: Spot, stamp: str
) -> Written | None:
    """The message with that id, be it a root or an answer in a thread; None if it is gone."""
    for channel in dict.fromkeys(one for one in (spot.thread, spot.channel) if one):
        path = "/channels/{channel_id}/messages/{message_id}"
        try:
            found = await calls.ask("GET", path, channel_id=channel, message_id=stamp)
        except Gone:
            continue
        except Refused as refused:
            if code_of(refused) != UNKNOWN_CHANNEL:
                raise
            continue
        where = await people.where(channel)
        return to_written(found, own, (where.thread if where else None) or stamp)
    return None


def to_written(message: Json, own: Own, thread: str) -> Written | None:
    """What stands there; None for Discord's own lines."""
    author = message.get("author") or {}
    ours = is_ours(message, own)
    is_bot = bool(author.get("bot") or message.get("webhook_id"))
    if message.get("type") not in _PEOPLES:
        return None
    return Written(
        text=words_of(message, own),
        thread=thread,
        author="" if is_bot else str(author.get("id") or ""),
        bot=str(message.get("webhook_id") or author.get("id") or "") if is_bot else "",
        name=str(author.get("global_name") or author.get("username") or ""),
        ours=ours,
        files=files_of(message, own),
    )
