"""How the connections to chat platforms do, in neutral words: in chat and for the doctor."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from core.events.loads import Load
from core.events.stumbles import MOST, Stumble
from core.tickets.reading.wording import ago


@dataclass(frozen=True)
class Fault:
    """What an administrator must mend though the connection stands: what, and how."""

    what: str
    mend: str


@dataclass(frozen=True)
class ConnectionHealth:
    """One workspace's connection, as its platform tells it now; the rest the database knows.

    ``trouble`` says why it does not stand. ``since`` is when it was made, where that is known.
    """

    workspace: str
    name: str
    how: str
    since: datetime | None = None
    missing: tuple[str, ...] | None = None
    """Permissions that the app lacks; None while the platform has not said."""
    trouble: str = ""
    faults: tuple[Fault, ...] = ()


@runtime_checkable
class ReportsHealth(Protocol):
    """A platform that can tell how its connections do."""

    async def health(self, workspaces: tuple[str, ...]) -> list[ConnectionHealth]:
        """Those of these workspaces that it is connected to, or was."""


def in_words(load: Load, now: datetime) -> list[str]:
    """What the database knows of a workspace, in short sentences without their full stops."""
    heard = ago(now - load.heard_at) if load.heard_at else "never"
    times = f"at least {MOST}" if load.limited >= MOST else str(load.limited)
    said = [
        f"last event in: {heard}",
        f"deliveries: {load.waiting} waiting, {load.dead} dead, {load.unknown} unknown",
        f"sent in the last minute: {load.sent}; times told to wait in the last hour: {times}",
    ]
    if load.paused_until is not None:
        said.append(f"paused for another {int((load.paused_until - now).total_seconds())} s")
    return said


def failure_in_words(stumble: Stumble, now: datetime) -> str:
    """A failed call: when, which, and why."""
    return f"{ago(now - stumble.at)}: {stumble.what}: {stumble.reason}"
