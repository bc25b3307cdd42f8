"""How the connections to chat platforms do, in neutral words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable


@dataclass(frozen=True)
class Stumble:
    """A call that failed: when, which, and why in words. Nobody's text, no secret."""

    at: datetime
    what: str
    reason: str


@dataclass(frozen=True)
class Fault:
    """What an administrator must mend though the connection stands: what, and how."""

    what: str
    mend: str


@dataclass(frozen=True)
class ConnectionHealth:
    """One workspace's connection, as this process has seen it since ``since``."""

    workspace: str
    name: str
    how: str
    since: datetime
    heard_at: datetime | None = None
    calls_lately: int = 0
    waits: int = 0
    paused_until: datetime | None = None
    stumbles: tuple[Stumble, ...] = ()
    missing: tuple[str, ...] | None = None
    """Permissions that the app lacks; None while the platform has not said."""
    trouble: str = ""
    faults: tuple[Fault, ...] = ()


@runtime_checkable
class ReportsHealth(Protocol):
    """A platform that can tell how its connections do."""

    async def health(self, workspaces: tuple[str, ...]) -> list[ConnectionHealth]:
        """Those of these workspaces that it is connected to, or was."""
