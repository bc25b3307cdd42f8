"""The organisation's settings: what the desk does by itself, and when."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator
from sqlalchemy import select, update

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.organisations import Organisation
from core.database.unit_of_work import UnitOfWork
from core.events.event import Event

Percent = Annotated[int, Field(ge=51, le=99)]


def known_zone(name: str) -> str:
    """The time zone of that name. Raises ``ValueError`` in words if there is none."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone, such as Europe/Madrid") from error
    return name


Zone = Annotated[str, Field(max_length=64), AfterValidator(known_zone)]
"""The name of a time zone that exists."""


def usable_zone(name: str | None) -> str | None:
    """The same name if there is such a time zone, else None: for what platforms say of people,
    and what was kept of it."""
    try:
        return known_zone(name) if name else None
    except ValueError:
        return None


class QuietHours(BaseModel):
    """From when to when nobody is alerted, in the organisation's time zone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    begins: time = time(22, 0)
    ends: time = time(7, 0)

    @field_validator("begins", "ends")
    @classmethod
    def _of_any_day(cls, value: time) -> time:
        if value.tzinfo is not None:
            raise ValueError("leave out the offset: it is the organisation's own time")
        return value


LONGEST_UNDO = 60
"""Seconds for which a reply given in chat may wait, at most."""


class OrganisationSettings(BaseModel):
    """All of it, with the values that a new organisation has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    timezone: Zone = "UTC"
    warn_percent: tuple[Percent, ...] = Field(default=(75, 90), max_length=5)
    quiet_hours: QuietHours | None = QuietHours()
    close_after_days: int | None = Field(default=7, ge=1, le=365)
    close_warning_days: int = Field(default=2, ge=1, le=60)
    reopen_within_days: int = Field(default=30, ge=1, le=3650)
    ask_for_rating: bool = True
    ask_after_minutes: int = Field(default=60, ge=0, le=10080)
    undo_seconds: int = Field(default=5, ge=0, le=LONGEST_UNDO)

    @field_validator("warn_percent")
    @classmethod
    def _rising(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(value)))

    @model_validator(mode="after")
    def _warned_before_it_closes(self) -> Self:
        if self.close_after_days is not None and self.close_warning_days >= self.close_after_days:
            raise ValueError("close_warning_days must be less than close_after_days")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that its hours are in."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Event):
    """An administrator changed settings of the organisation."""

    fields: tuple[str, ...]


async def organisation_settings(uow: UnitOfWork) -> OrganisationSettings:
    """The organisation's settings; read once until they change."""
    return await uow.cached(_load)


async def reopening_window(uow: UnitOfWork) -> timedelta:
    """How long after its end a ticket of this organisation can be opened again."""
    return timedelta(days=(await organisation_settings(uow)).reopen_within_days)


async def _load(uow: UnitOfWork) -> OrganisationSettings:
    row = (
        await uow.session.execute(
            select(Organisation.timezone, Organisation.settings).where(
                Organisation.id == uow.organisation_id
            )
        )
    ).one()
    names = OrganisationSettings.model_fields.keys()
    known = {name: value for name, value in row.settings.items() if name in names}
    return OrganisationSettings.model_validate({**known, "timezone": row.timezone})


async def read_organisation(uow: UnitOfWork, actor: Actor) -> OrganisationSettings:
    """The settings, for everybody who may read the desk's configuration."""
    require(actor, Permission.READ_CONFIGURATION)
    return await organisation_settings(uow)


async def change_organisation(
    uow: UnitOfWork, actor: Actor, wanted: OrganisationSettings
) -> OrganisationSettings:
    """Keep these settings; what they are about follows at once."""
    require(actor, Permission.CONFIGURE)
    before = (await organisation_settings(uow)).model_dump(mode="json")
    after = wanted.model_dump(mode="json")
    changed = tuple(name for name in after if after[name] != before[name])
    if not changed:
        return wanted
    kept: dict[str, Any] = {name: value for name, value in after.items() if name != "timezone"}
    await uow.session.execute(
        update(Organisation)
        .where(Organisation.id == uow.organisation_id)
        .values(
            timezone=wanted.timezone,
            settings=Organisation.settings.concat(kept),
            config_version=Organisation.config_version + 1,
        )
    )
    uow.configuration_changed()
    await uow.record(OrganisationChanged(fields=changed), actor)
    return wanted
