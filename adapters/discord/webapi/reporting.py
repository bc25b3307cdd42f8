"""How our connection to Discord does, for administrators."""

from adapters.discord.webapi.calls import DiscordCalls
from adapters.discord.webapi.people import DiscordPeople
from bot.health import ConnectionHealth
from bot.ports import SendError

_HOW = "a bot's token, over the gateway"


async def report(
    calls: DiscordCalls, people: DiscordPeople, guilds: tuple[str, ...]
) -> list[ConnectionHealth]:
    """The connection to our server, if it is one of these; one that is cut off says why."""
    health = calls.health
    try:
        own = await calls.learn()
        name = str((await people.guild(own)).get("name") or own.guild)
    except SendError as error:
        trouble = error.reason.rstrip(".")
        return [ConnectionHealth(one, one, _HOW, health.since, trouble=trouble) for one in guilds]
    if own.guild not in guilds:
        return []
    heard = "this process holds the gateway" if health.holds_gateway else "another process hears"
    return [health.tell(own.guild, name, f"{_HOW}; {heard}", trouble=health.trouble)]
