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
