"""Facts about people and teams: ids and field names, never contact data."""

from dataclasses import dataclass
from uuid import UUID

from core.events.event import Event


@dataclass(frozen=True, kw_only=True)
class PersonCreated(Event):
    """Somebody became known."""

    person_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Event):
    """Fields of a person changed; ``fields`` names them, role and status with values."""

    person_id: UUID
    fields: tuple[str, ...]
    role: str
    status: str


@dataclass(frozen=True, kw_only=True)
class IdentityLinked(Event):
    """A person's account on a platform became known."""

    person_id: UUID
    platform: str


@dataclass(frozen=True, kw_only=True)
class PeopleJoined(Event):
    """``other_id`` turned out to be ``person_id``, and goes on as that one."""

    person_id: UUID
    other_id: UUID


@dataclass(frozen=True, kw_only=True)
class PeopleParted(Event):
    """``other_id`` is a person of their own again; before that they were ``person_id``."""

    person_id: UUID
    other_id: UUID


@dataclass(frozen=True, kw_only=True)
class TeamChanged(Event):
    """A team was made, changed or (``removed``) dissolved."""

    team_id: UUID
    fields: tuple[str, ...]
    removed: bool = False


@dataclass(frozen=True, kw_only=True)
class PersonNoted(Event):
    """Staff wrote down something about a person."""

    person_id: UUID
    note_id: UUID
