"""Finding again what a delivery posted, by the number that its message carries."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from adapters.discord.addresses import Own
from adapters.discord.inbound.messages import is_ours
from adapters.discord.render.packing import mark_of
from adapters.discord.webapi.calls import DiscordCalls, Json
from bot.ports import OutcomeUnknown

_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_PAGES, _PAGE = 10, 100
_CLOCKS_DIFFER = timedelta(minutes=5)

Reveal = Callable[[Json], Awaitable[Json]]


async def messages_since(calls: DiscordCalls, channel: str, delivery: UUID) -> list[Json]:
    """What stands there since that delivery was born, newest first.

    Raises :class:`OutcomeUnknown` where that is too much to look through, or is not shown: to
    whoever may not read the history Discord lists nothing.
    """
    after = since(delivery)
    found: list[Json] = []
    query = {"limit": str(_PAGE)}
    for _ in range(_PAGES):
        page = await calls.listed(
            "GET", "/channels/{channel_id}/messages", query=query, channel_id=channel
        )
        fresh = [one for one in page if int(one["id"]) > after]
        found += fresh
        if len(fresh) < _PAGE:
            if not (page or found) and await _holds_more(calls, channel, after):
                raise OutcomeUnknown("Discord does not show what stands there.")
            return found
        query["before"] = str(page[-1]["id"])
    raise OutcomeUnknown("There is too much to look through in Discord.")


async def find_posted(
    calls: DiscordCalls, own: Own, channel: str, delivery: UUID, reveal: Reveal
) -> str | None:
    """The message that carries this delivery's mark; None if it is surely not there.

    ``reveal`` reads what a webhook of ours has said, whose contents are kept from our own
    account without the intent for them.
    """
    mark = mark_of(delivery)
    for message in await messages_since(calls, channel, delivery):
        if not is_ours(message, own):
            continue
        if message.get("webhook_id") and not message.get("components"):
            message = await reveal(message)
        if any(one.get("id") == mark for one in message.get("components") or ()):
            return str(message["id"])
    return None


async def _holds_more(calls: DiscordCalls, channel: str, after: int) -> bool:
    last = (await calls.ask("GET", "/channels/{channel_id}", channel_id=channel)).get(
        "last_message_id"
    )
    return int(last or 0) > after


def since(delivery: UUID) -> int:
    """From which id on to look: one of version 7 tells when its delivery was born."""
    if delivery.version != 7:
        return 0
    born = datetime.fromtimestamp((delivery.int >> 80) / 1000, UTC)
    passed = born - _CLOCKS_DIFFER - _EPOCH
    return max(0, int(passed.total_seconds() * 1000)) << 22
