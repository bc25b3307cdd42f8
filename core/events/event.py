"""A fact: something that happened, in the past tense, with ids and field values only."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from core.ids import new_id

_OWN = {"event_id", "ticket_id"}


def to_plain(value: Any) -> Any:
    """A field's value as JSON: ids and times become strings."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [to_plain(item) for item in value]
    return value


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all facts. ``type`` is the class's name; the rest is kept as JSON.

    Free text and contact data never go into an event: the table is append-only
    and outlives an erasure. Refer to a message instead.
    """

    ticket_id: UUID | None = None
    event_id: UUID = field(default_factory=new_id)

    type: ClassVar[str] = "Event"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.type = cls.__name__

    def data(self) -> dict[str, Any]:
        """All fields but the ids that have columns of their own, as JSON."""
        return {f.name: to_plain(getattr(self, f.name)) for f in fields(self) if f.name not in _OWN}
