"""People and teams."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Body, Query, Response

from api.entering import Call, Posting, Reading
from api.reference import WRITING, problems
from api.routing import build_router
from api.schemas.common import page_of
from api.schemas.patching import to_draft
from api.schemas.people import (
    People,
    PeopleQuery,
    Person,
    PersonPatch,
    Team,
    TeamPatch,
    Teams,
    TeamWithMembers,
)
from core.errors import NotFound
from core.people import models
from core.people.people import (
    PersonDraft,
    change_person,
    create_person,
    get_person,
    list_people,
)
from core.people.teams import (
    TeamDraft,
    get_team,
    list_teams,
    members_of,
    remove_team,
    save_team,
)

router = build_router("People")
PERSON = {"customer": {"value": {"name": "Ana Ruiz", "email": "ana@example.com"}}}
PERSON_PATCH = {"suspend": {"summary": "Suspend", "value": {"status": "suspended"}}}
TEAM = {"team": {"value": {"name": "Accounts", "description": "Sign-in and invoices"}}}
TEAM_PATCH = {"rename": {"summary": "Rename", "value": {"name": "Accounts and billing"}}}


@router.get("/people", summary="List people")
async def read_people(wanted: Annotated[PeopleQuery, Query()], call: Reading) -> People:
    """People by id; staff only."""
    found = await list_people(
        call.uow,
        call.actor,
        search=wanted.search,
        role=wanted.role,
        after=wanted.cursor,
        limit=wanted.limit + 1,
    )
    items, following = page_of(found, wanted.limit)
    return People(items=[Person.model_validate(p) for p in items], next=following)


@router.get("/people/{person_id}", summary="Read a person", responses=problems(404))
async def read_person(person_id: UUID | Literal["me"], call: Reading) -> Person:
    """One person; `me` is the key's own."""
    wanted = call.actor.person_id if person_id == "me" else person_id
    if wanted is None:
        raise NotFound(ref="that person")
    return Person.model_validate(await get_person(call.uow, call.actor, wanted))


@router.post("/people", status_code=201, summary="Add a person", responses=WRITING)
async def add_person(
    draft: Annotated[PersonDraft, Body(openapi_examples=PERSON)], call: Posting, response: Response
) -> Person:
    """Adds a customer or agent; only administrators add managers and administrators."""
    person = await create_person(call.uow, call.actor, draft)
    response.headers["Location"] = f"/api/v1/people/{person.id}"
    return Person.model_validate(person)


@router.patch("/people/{person_id}", summary="Change a person", responses=WRITING)
async def update_person(
    person_id: UUID,
    patch: Annotated[PersonPatch, Body(openapi_examples=PERSON_PATCH)],
    call: Reading,
) -> Person:
    """Changes the fields that are given. A suspended person is refused on every door at once."""
    current = await get_person(call.uow, call.actor, person_id)
    draft = to_draft(PersonDraft, current, patch)
    return Person.model_validate(await change_person(call.uow, call.actor, person_id, draft))


@router.get("/teams", summary="List teams")
async def read_teams(call: Reading) -> Teams:
    """All teams by name; staff only."""
    found = await list_teams(call.uow, call.actor)
    return Teams(items=[Team.model_validate(team) for team in found])


@router.get("/teams/{team_id}", summary="Read a team", responses=problems(404))
async def read_team(team_id: UUID, call: Reading) -> TeamWithMembers:
    """One team with its members; staff only."""
    return await _with_members(call, await get_team(call.uow, call.actor, team_id))


@router.post("/teams", status_code=201, summary="Add a team", responses=WRITING)
async def add_team(
    draft: Annotated[TeamDraft, Body(openapi_examples=TEAM)], call: Posting, response: Response
) -> TeamWithMembers:
    """Adds a team, with members if they are given."""
    team = await save_team(call.uow, call.actor, draft)
    response.headers["Location"] = f"/api/v1/teams/{team.id}"
    return await _with_members(call, team)


@router.patch("/teams/{team_id}", summary="Change a team", responses=WRITING)
async def update_team(
    team_id: UUID, patch: Annotated[TeamPatch, Body(openapi_examples=TEAM_PATCH)], call: Reading
) -> TeamWithMembers:
    """Changes the fields that are given; `member_ids` replaces the members."""
    current = await get_team(call.uow, call.actor, team_id)
    draft = to_draft(TeamDraft, current, patch)
    return await _with_members(call, await save_team(call.uow, call.actor, draft, team_id))


@router.delete(
    "/teams/{team_id}", status_code=204, summary="Dissolve a team", responses=problems(404)
)
async def delete_team(team_id: UUID, call: Reading) -> None:
    """Dissolves a team. Its tickets stay, without a team."""
    await remove_team(call.uow, call.actor, team_id)


async def _with_members(call: Call, team: models.Team) -> TeamWithMembers:
    members = await members_of(call.uow, call.actor, team.id)
    values = Team.model_validate(team).model_dump()
    return TeamWithMembers(**values, member_ids=members)
