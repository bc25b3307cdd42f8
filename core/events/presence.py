"""Which processes are at work: told by the names of their listening connections.

A process that ends, however it ends, loses its connection, so there is nothing to
clean up and nothing to refresh.
"""

from collections import Counter

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

PREFIX = "deskhand roles "
_PRESENT = text(
    "SELECT application_name FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name LIKE :named"
)


def connection_name(roles: str) -> str:
    """The name of the listening connection of a process with these roles (``api+bot``)."""
    return f"{PREFIX}{roles}"


async def present_roles(session: AsyncSession) -> Counter[str]:
    """How many processes play each role now. For the owner of the database's connections:
    others are not told the names."""
    found: Counter[str] = Counter()
    for name in await session.scalars(_PRESENT, {"named": f"{PREFIX}%"}):
        found.update(str(name).removeprefix(PREFIX).split("+"))
    return found
