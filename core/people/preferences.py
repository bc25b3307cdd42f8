"""What members of staff set for themselves: their time zone, and when they are not alerted."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.errors import NotFound
from core.people.events import PersonChanged
from core.people.models import Person
from core.people.organisation import (
    OrganisationSettings,
    QuietHours,
    known_zone,
    organisation_settings,
    usable_zone,
)
from core.people.quiet import quiet_until

Words = Literal["organisation", "never"]
AS_ALL: Words = "organisation"
NEVER: Words = "never"
_QUIET = "quiet_hours"


class OwnSettings(BaseModel):
    """All of it. Hours of one's own are in one's own time zone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    timezone: str | None = Field(default=None, max_length=64)
    quiet_hours: QuietHours | Words = AS_ALL

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        return known_zone(value) if value else None


async def own_settings(uow: UnitOfWork, actor: Actor) -> OwnSettings:
    """What the actor has set."""
    return _settings_of(await _oneself(uow, actor))


async def change_own_settings(uow: UnitOfWork, actor: Actor, wanted: OwnSettings) -> OwnSettings:
    """Keep these settings of the actor's own; they hold from now on."""
    person = await _oneself(uow, actor)
    before = _settings_of(person)
    changed = tuple(
        name for name in OwnSettings.model_fields if getattr(before, name) != getattr(wanted, name)
    )
    if not changed:
        return wanted
    kept: dict[str, Any] = {k: v for k, v in person.preferences.items() if k != _QUIET}
    if wanted.quiet_hours != AS_ALL:
        kept[_QUIET] = wanted.model_dump(mode="json")[_QUIET]
    person.preferences, person.timezone, person.updated_at = kept, wanted.timezone, uow.now
    await uow.record(
        PersonChanged(person_id=person.id, fields=changed, role=person.role, status=person.status),
        actor,
    )
    return wanted


async def person_quiet_until(uow: UnitOfWork, person_id: UUID | None) -> datetime | None:
    """When somebody may be alerted again; None: now. Nobody's places keep the desk's hours."""
    settings = await organisation_settings(uow)
    person = await uow.session.get(Person, person_id) if person_id else None
    if person is not None:
        settings = _as_set_by(settings, person)
    return quiet_until(settings, uow.now)


async def _oneself(uow: UnitOfWork, actor: Actor) -> Person:
    require(actor, Permission.KEEP_SETTINGS)
    person = await uow.session.get(Person, actor.person_id) if actor.person_id else None
    if person is None:
        raise NotFound(ref="that person")
    return person


def _settings_of(person: Person) -> OwnSettings:
    kept = person.preferences.get(_QUIET)
    quiet = OwnSettings.model_validate({_QUIET: kept} if kept else {})
    # A time zone that came from elsewhere is shown as it is, whatever it says.
    return quiet.model_copy(update={"timezone": person.timezone})


def _as_set_by(settings: OrganisationSettings, person: Person) -> OrganisationSettings:
    own = _settings_of(person)
    if own.quiet_hours == AS_ALL:
        return settings
    hours = own.quiet_hours if isinstance(own.quiet_hours, QuietHours) else None
    zone = usable_zone(own.timezone) or settings.timezone
    return settings.model_copy(update={_QUIET: hours, "timezone": zone})
