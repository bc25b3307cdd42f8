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


@dataclass(frozen=True, kw_only=True)
class CustomFieldChanged(Event):
    """A custom field was defined or changed."""

    field_id: UUID
    key: str
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MacroChanged(Event):
    """A macro was written, changed or removed."""

    macro_id: UUID
    name: str
    fields: tuple[str, ...] = ()
    removed: bool = False
