"""How our connection to Teams does, for administrators."""

from collections.abc import Collection

from adapters.teams.webapi.line import Line
from adapters.teams.webapi.own import Own
from adapters.teams.webapi.people import ServiceOf
from bot.ports import SendError
from bot.process.health import ConnectionHealth

_HOW = "the app's id and password, over HTTP"


async def report(
    line: Line, service: ServiceOf, own: Own, tenants: Collection[str]
) -> list[ConnectionHealth]:
    """The connection to our tenant, if it is one of these; one that is cut off says why."""
    if own.tenant not in tenants:
        return []
    trouble = ""
    try:
        await line.sign_in()
        await service()
    except SendError as error:
        trouble = error.reason.rstrip(".")
    return [ConnectionHealth(own.tenant, own.tenant, _HOW, trouble=trouble)]
