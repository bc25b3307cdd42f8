"""How our connection to Discord does, for administrators."""

from adapters.discord.webapi.calls import DiscordCalls
from adapters.discord.webapi.people import DiscordPeople
from bot.ports import SendError
from bot.process.health import ConnectionHealth, Fault

_HOW = "a bot's token, over the gateway"
INTENT_OFF = Fault(
    "The Message Content intent is off: only what is addressed to the bot is read",
    "Switch it on in the Developer Portal, page Bot, or set DESKHAND_DISCORD__MESSAGE_CONTENT"
    " to false.",
)


async def report(
    calls: DiscordCalls, people: DiscordPeople, guilds: tuple[str, ...]
) -> list[ConnectionHealth]:
    """The connection to our server, if it is one of these; one that is cut off says why."""
    try:
        own = await calls.learn()
        name = str((await people.guild(own)).get("name") or own.guild)
        faults = (INTENT_OFF,) if await calls.lacks_words() else ()
    except SendError as error:
        trouble = error.reason.rstrip(".")
        ours = [one for one in guilds if one == calls.health.workspace]
        return [ConnectionHealth(one, one, _HOW, trouble=trouble) for one in ours]
    return [ConnectionHealth(own.guild, name, _HOW, faults=faults)] if own.guild in guilds else []
