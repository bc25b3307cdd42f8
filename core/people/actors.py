"""From a person to an actor: role, teams and time zone, read in one statement."""

from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from core.access.actor import Actor, Role
from core.database.unit_of_work import UnitOfWork
from core.people.models import Person, TeamMember

_same = aliased(Person)
_teams = (
    select(func.array_agg(aggregate_order_by(TeamMember.team_id, TeamMember.team_id)))
    .where(TeamMember.person_id == Person.id)
    .correlate(Person)
    .scalar_subquery()
)
COLUMNS = (
    Person.id,
    Person.name,
    Person.role,
    Person.status,
    Person.team_id,
    Person.timezone,
    _teams.label("groups"),
)


def to_actor(
    uow: UnitOfWork,
    row: Row[tuple[object, ...]],
    surface: str,
    scopes: frozenset[str] | None = None,
) -> Actor:
    """An actor from a row of :data:`COLUMNS`."""
    person = row._mapping
    teams = frozenset(person["groups"] or ()) | ({person["team_id"]} - {None})
    return Actor(
        person_id=person["id"],
        organisation_id=uow.organisation_id,
        role=Role(person["role"]),
        name=person["name"],
        surface=surface,
        team_ids=teams,
        scopes=scopes,
        timezone=person["timezone"],
    )


async def actor_for(uow: UnitOfWork, person_id: UUID, surface: str) -> Actor | None:
    """The person as an actor, or as whom they go on; None if there is none or may not act."""
    joined = select(_same.joined_into_id).where(_same.id == person_id).scalar_subquery()
    row = (
        await uow.session.execute(
            select(*COLUMNS).where(
                Person.id == func.coalesce(joined, person_id), Person.status == "active"
            )
        )
    ).one_or_none()
    return to_actor(uow, row, surface) if row else None
