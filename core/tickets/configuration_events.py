"""Facts about the words that an organisation describes its tickets with."""

from dataclasses import dataclass
from uuid import UUID

from core.events.event import Event


@dataclass(frozen=True, kw_only=True)
class CategoryChanged(Event):
    """A category was made, moved or changed."""

    category_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StatusDefined(Event):
    """A status was added or changed."""

    status_id: UUID
    base: str
