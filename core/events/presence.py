"""Which processes are at work: told by the names of their listening connections.

A process that ends, however it ends, loses its connection, so there is nothing to
clean up and nothing to refresh.
"""

import base64
import binascii
from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

PREFIX = "deskhand roles "
_PRESENT = text(
    "SELECT application_name FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name LIKE :named"
)


def connection_name(roles: str, process: UUID) -> str:
    """The name of the listening connection of a process with these roles (``api+bot``).

    At most 63 characters, or the database would cut it off.
    """
    unique = base64.urlsafe_b64encode(process.bytes).rstrip(b"=").decode()
    return f"{PREFIX}{roles} {unique}"


async def present_roles(session: AsyncSession) -> Counter[str]:
    """How many processes play each role now."""
    found: Counter[str] = Counter()
    for roles, _ in await _present(session):
        found.update(roles.split("+"))
    return found


async def present_processes(session: AsyncSession, me: UUID) -> frozenset[UUID] | None:
    """All processes that are at work; None if that cannot be told for certain: one of them
    does not say which it is, or not even we ourselves are seen."""
    found = {process for _, process in await _present(session)}
    known = frozenset(process for process in found if process is not None)
    return known if None not in found and me in known else None


async def _present(session: AsyncSession) -> list[tuple[str, UUID | None]]:
    names = await session.scalars(_PRESENT, {"named": f"{PREFIX}%"})
    return list(_read(str(name) for name in names))


def _read(names: Iterator[str]) -> Iterator[tuple[str, UUID | None]]:
    for name in names:
        roles, _, unique = name.removeprefix(PREFIX).partition(" ")
        try:
            yield roles, UUID(bytes=base64.urlsafe_b64decode(f"{unique}=="))
        except (ValueError, binascii.Error):
            yield roles, None
