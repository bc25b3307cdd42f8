"""Facts about what proves who somebody is."""

from dataclasses import dataclass
from uuid import UUID

from core.events.event import Event


@dataclass(frozen=True, kw_only=True)
class ApiKeyCreated(Event):
    """A key was made."""

    key_id: UUID
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ApiKeyRevoked(Event):
    """A key was ended."""

    key_id: UUID


@dataclass(frozen=True, kw_only=True)
class InstallationBegun(Event):
    """Our app was installed in a workspace of a chat platform, for the first time or again."""

    platform: str
    workspace: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class InstallationEnded(Event):
    """Our app was removed from a workspace, or its token was taken back."""

    platform: str
    workspace: str
    reason: str
