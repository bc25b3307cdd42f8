"""The roles of a process: which parts of the desk run in it.

``api`` serves HTTP: REST, pages, the web chat with its stream, and the entrances of
chat platforms, which keep a receipt and acknowledge. ``bot`` handles receipts, sends
deliveries and keeps the connections to chat platforms. ``worker`` does the jobs.
``scheduler`` ticks: it looks at what is due, queues housekeeping (a worker does it)
and gives events their position in the stream.

Every role may run in any number of processes on one database: receipts and deliveries
are leased, jobs are taken by one worker, and one scheduler leads while others stand by.
"""

from collections.abc import Iterable
from enum import StrEnum


class ProcessRole(StrEnum):
    """One part of the desk that can run as a process of its own."""

    API = "api"
    BOT = "bot"
    WORKER = "worker"
    SCHEDULER = "scheduler"


Roles = frozenset[ProcessRole]
ALL: Roles = frozenset(ProcessRole)


def to_roles(named: Iterable[str] | None) -> Roles:
    """The roles that were named; all of them if none was. Raises ``ValueError``."""
    return frozenset(ProcessRole(name) for name in named or ()) or ALL


def to_name(roles: Roles) -> str:
    """The roles in one word, as logs and the database's list of connections show them."""
    return "+".join(role.value for role in ProcessRole if role in roles)
