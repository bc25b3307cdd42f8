"""Teams and who is in them."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid, NotFound
from core.ids import new_id
from core.people.events import TeamChanged
from core.people.models import Person, Team, TeamMember


class TeamDraft(BaseModel):
    """What may be said of a team."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    description: str = Field(default="", max_length=2000)
    email: str | None = Field(default=None, max_length=254)
    manager_id: UUID | None = None
    is_private: bool = False
    is_escalation: bool = False
    member_ids: list[UUID] | None = None


async def save_team(
    uow: UnitOfWork, actor: Actor, draft: TeamDraft, team_id: UUID | None = None
) -> Team:
    """Make a team, or change the one with ``team_id``; members are replaced if given."""
    require(actor, Permission.WRITE_TEAMS)
    twin = await uow.session.scalar(
        select(Team.id).where(func.lower(Team.name) == draft.name.lower())
    )
    if twin is not None and twin != team_id:
        raise Invalid(field="name", problem="another team has this name")
    if draft.manager_id is not None:
        await _refuse_strangers(uow, "manager_id", [draft.manager_id])
    if team_id is None:
        team = Team(id=new_id(), organisation_id=uow.organisation_id, created_at=uow.now)
        uow.session.add(team)
    else:
        team = await get_team(uow, actor, team_id)
    values = draft.model_dump(exclude={"member_ids"})
    changed = tuple(name for name, value in values.items() if getattr(team, name) != value)
    for name in changed:
        setattr(team, name, values[name])
    await uow.session.flush()
    if draft.member_ids is not None:
        await _set_members(uow, team.id, draft.member_ids)
        changed += ("members",)
    uow.configuration_changed()
    await uow.record(TeamChanged(team_id=team.id, fields=changed), actor)
    return team


async def _set_members(uow: UnitOfWork, team_id: UUID, members: list[UUID]) -> None:
    await _refuse_strangers(uow, "member_ids", members)
    await uow.session.execute(delete(TeamMember).where(TeamMember.team_id == team_id))
    if members:
        rows = [
            {"organisation_id": uow.organisation_id, "team_id": team_id, "person_id": member}
            for member in set(members)
        ]
        await uow.session.execute(insert(TeamMember).values(rows))


async def _refuse_strangers(uow: UnitOfWork, field: str, people: list[UUID]) -> None:
    known = set(await uow.session.scalars(select(Person.id).where(Person.id.in_(people))))
    if missing := set(people) - known:
        raise Invalid(field=field, problem=f"{sorted(missing, key=str)[0]} is nobody here")


async def get_team(uow: UnitOfWork, actor: Actor, team_id: UUID) -> Team:
    """One team. Raises :class:`NotFound`."""
    require(actor, Permission.READ_PEOPLE)
    team = await uow.session.get(Team, team_id)
    if team is None:
        raise NotFound(ref="that team")
    return team


async def list_teams(uow: UnitOfWork, actor: Actor) -> list[Team]:
    """All teams by name."""
    require(actor, Permission.READ_PEOPLE)
    return list(await uow.session.scalars(select(Team).order_by(Team.name)))


async def members_of(uow: UnitOfWork, actor: Actor, team_id: UUID) -> list[UUID]:
    """The ids of a team's members."""
    require(actor, Permission.READ_PEOPLE)
    query = select(TeamMember.person_id).where(TeamMember.team_id == team_id)
    return list(await uow.session.scalars(query.order_by(TeamMember.person_id)))


async def remove_team(uow: UnitOfWork, actor: Actor, team_id: UUID) -> None:
    """Dissolve a team. Its tickets stay, without a team."""
    require(actor, Permission.WRITE_TEAMS)
    team = await get_team(uow, actor, team_id)
    await uow.session.delete(team)
    await uow.session.flush()
    uow.configuration_changed()
    await uow.record(TeamChanged(team_id=team_id, fields=(), removed=True), actor)


async def find_team(uow: UnitOfWork, name: str) -> Team | None:
    """The team of that name, whatever its capitals."""
    found: Team | None = await uow.session.scalar(
        select(Team).where(func.lower(Team.name) == name.strip().lower())
    )
    return found
