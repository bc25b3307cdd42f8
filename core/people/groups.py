"""User groups of platforms whose members a team follows.

A group makes nobody an agent: only who is staff already comes into the team.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from core.access.actor import Actor, Role
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.errors import NotFound
from core.events.event import Event
from core.ids import new_id
from core.people.events import IdentityLinked, TeamChanged
from core.people.joining import as_one
from core.people.models import Identity, Person, TeamGroup, TeamMember
from core.people.teams import find_team

OFTEN = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class GroupMapped(Event):
    """An administrator said which team follows a user group; None: no team does."""

    platform: str
    workspace: str
    group: str
    team_id: UUID | None


async def map_group(
    uow: UnitOfWork, actor: Actor, platform: str, workspace: str, group: str, team: str | None
) -> None:
    """Let a team follow a user group from now on; without a team nobody follows it, and the
    team's members stay. Raises :class:`NotFound` for an unknown team."""
    require(actor, Permission.CONFIGURE)
    found = await find_team(uow, team) if team else None
    if team and found is None:
        raise NotFound(ref=f"a team called {team}")
    key = {"platform": platform, "workspace": workspace, "external_id": group}
    if found is None:
        await uow.session.execute(delete(TeamGroup).filter_by(**key))
    else:
        values = {"id": new_id(), "organisation_id": uow.organisation_id, **key}
        changed = {"team_id": found.id, "followed_at": None}
        statement = insert(TeamGroup).values(values | changed)
        await uow.session.execute(
            statement.on_conflict_do_update(
                index_elements=["organisation_id", "platform", "workspace", "external_id"],
                set_=changed,
            )
        )
    team_id = found.id if found else None
    mapped = GroupMapped(platform=platform, workspace=workspace, group=group, team_id=team_id)
    await uow.record(mapped, actor)


async def mapped_groups(
    uow: UnitOfWork, actor: Actor, platform: str, workspace: str
) -> list[TeamGroup]:
    """The groups of one workspace that a team follows."""
    require(actor, Permission.CONFIGURE)
    query = select(TeamGroup).filter_by(platform=platform, workspace=workspace)
    return list(await uow.session.scalars(query.order_by(TeamGroup.external_id)))


async def groups_to_follow(uow: UnitOfWork, platform: str) -> list[TeamGroup]:
    """Those that were not looked at for a while, or never."""
    query = select(TeamGroup).where(
        TeamGroup.platform == platform,
        or_(TeamGroup.followed_at.is_(None), TeamGroup.followed_at < uow.now - OFTEN),
    )
    return list(await uow.session.scalars(query))


async def follow_group(
    uow: UnitOfWork,
    actor: Actor,
    platform: str,
    workspace: str,
    group: str,
    members: Collection[str],
) -> bool:
    """Bring a team in line with its group: ``members`` are accounts in that workspace.

    Staff who are known there come and go with the group; who has no account there, and who
    is no staff, is left alone. False if no team follows it.
    """
    key = {"platform": platform, "workspace": workspace, "external_id": group}
    kept = await uow.session.scalar(select(TeamGroup).filter_by(**key).with_for_update())
    if kept is None:
        return False
    rows = await uow.session.execute(
        select(Identity.external_id, Identity.person_id)
        .join(Person, Person.id == Identity.person_id)
        .where(
            Identity.platform == platform,
            Identity.workspace == workspace,
            Identity.guest.is_(False),
            Person.role != Role.CUSTOMER.value,
            Person.status == "active",
        )
    )
    known = {external: person for external, person in rows}
    wanted = {person for external, person in known.items() if external in members}
    there = set(
        await uow.session.scalars(
            select(TeamMember.person_id).where(
                TeamMember.team_id == kept.team_id, TeamMember.person_id.in_(known.values())
            )
        )
    )
    kept.followed_at = uow.now
    if wanted != there:
        await _change(uow, kept.team_id, wanted - there, there - wanted)
        await uow.record(TeamChanged(team_id=kept.team_id, fields=("members",)), actor)
    await uow.session.flush()
    return True


async def _change(uow: UnitOfWork, team_id: UUID, come: set[UUID], go: set[UUID]) -> None:
    for person_id in come:
        values = {"organisation_id": uow.organisation_id, "team_id": team_id}
        await uow.session.execute(insert(TeamMember).values(values | {"person_id": person_id}))
    await uow.session.execute(
        delete(TeamMember).where(TeamMember.team_id == team_id, TeamMember.person_id.in_(go))
    )
    uow.configuration_changed()


NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
"""An account that its platform was never asked about."""


async def link_account(
    uow: UnitOfWork, actor: Actor, platform: str, workspace: str, account: str, email: str
) -> Person:
    """Say whose account that is. Whether it is a guest's, its platform is asked at their next
    act, before they act as anybody. Raises :class:`NotFound` for an unknown address."""
    require(actor, Permission.CONFIGURE)
    named = await uow.session.scalar(select(Person).where(Person.email == email.strip().lower()))
    person = await as_one(uow, named)
    if person is None:
        raise NotFound(ref=f"anybody with the address {email}")
    values = {
        "id": new_id(),
        "organisation_id": uow.organisation_id,
        "platform": platform,
        "workspace": workspace,
        "external_id": account,
        "direct": account,
        "guest": False,
        "person_id": person.id,
        "checked_at": NEVER,
    }
    await uow.session.execute(
        insert(Identity)
        .values(values)
        .on_conflict_do_update(
            index_elements=["organisation_id", "platform", "workspace", "external_id"],
            set_={"person_id": person.id, "checked_at": NEVER},
        )
    )
    await uow.record(IdentityLinked(person_id=person.id, platform=platform), actor)
    return person


async def linked_accounts(uow: UnitOfWork, actor: Actor, platform: str, workspace: str) -> int:
    """How many accounts of a workspace are linked to people."""
    require(actor, Permission.CONFIGURE)
    query = select(func.count()).select_from(Identity)
    found = await uow.session.scalar(query.filter_by(platform=platform, workspace=workspace))
    return found or 0
