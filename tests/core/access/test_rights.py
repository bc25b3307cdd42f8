"""USR-01, USR-08: every use case, tried by every kind of actor."""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text

from core.access.actor import Actor, Role
from core.access.keys import create_key
from core.access.permissions import GRANTS, SCOPES, Permission
from core.errors import ErrorKind, HelpdeskError
from core.ids import new_id
from core.reactions import REACTIONS
from core.tickets.claiming import assign
from core.tickets.resolving import resolve
from tests.builders import Office
from tests.core.access.exempt import STEPS, UNCHECKED
from tests.core.access.use_cases import ON_TICKETS, Scene, UseCase
from tests.core.access.use_cases_elsewhere import ELSEWHERE
from tests.core.access.use_cases_of_chat import OF_CHAT
from tests.core.access.use_cases_of_files import OF_FILES
from tests.core.access.use_cases_of_links import OF_LINKS
from tests.core.access.use_cases_of_macros import OF_MACROS
from tests.core.access.use_cases_of_relations import OF_RELATIONS
from tests.core.access.use_cases_of_service import SERVICE
from tests.core.access.walking import Function, checking, functions

USE_CASES = ON_TICKETS | ELSEWHERE | OF_FILES | OF_MACROS | OF_RELATIONS | SERVICE | OF_CHAT
USE_CASES |= OF_LINKS
SEERS = ("owner", "member", "manager", "admin", *(f"key {scope}" for scope in SCOPES))
STRANGERS = ("stranger", "outsider")
ROLES = {"owner": Role.CUSTOMER, "stranger": Role.CUSTOMER, "member": Role.AGENT}
ROLES |= {"outsider": Role.AGENT, "manager": Role.MANAGER}


class RolledBack(Exception):
    """Ends a try so that it leaves nothing behind."""


async def set_the_scene(office: Office) -> tuple[Scene, dict[str, Actor]]:
    actors = {
        "owner": await office.given_customer("Olga", email="olga@acme.example"),
        "stranger": await office.given_customer("Stan"),
        "member": await office.given_person("Mina"),
        "outsider": await office.given_person("Otto"),
        "manager": await office.given_person("Max", Role.MANAGER),
        "admin": await office.given_person("Ada", Role.ADMIN),
    }
    await office.given_team("Secret", actors["member"], private=True)
    billing = await office.given_team("Billing")
    actors = {name: await office.again(actor) for name, actor in actors.items()}
    numbers = []
    for _ in range(3):
        ticket = await office.given_ticket(actors["owner"])
        await office.do(assign, office.desk, ticket.number, "Secret")
        numbers.append(ticket.number)
    email = await office.do(_email_of, actors["member"])
    await office.do(assign, office.desk, numbers[1], email)
    await office.do(resolve, office.desk, numbers[2])
    key = await office.do(create_key, office.desk, role=Role.AGENT, scopes=["tickets:read"])
    person = await office.given_customer("Pia")
    assert person.person_id is not None
    for scope in SCOPES:
        actors[f"key {scope}"] = replace(actors["admin"], scopes=frozenset({scope}))
    scene = Scene(
        office.database,
        *numbers,
        "olga@acme.example",
        person.person_id,
        billing,
        key.id,
        await _stuck(office),
    )
    return scene, actors


async def _email_of(uow: object, actor: Actor) -> str:
    query = text("SELECT email FROM people WHERE id = :id").bindparams(id=actor.person_id)
    return str((await uow.session.execute(query)).scalar_one())  # type: ignore[attr-defined]


async def _stuck(office: Office) -> UUID:
    place, delivery = new_id(), new_id()
    where = {"id": place, "o": office.organisation_id}
    await office.sql(
        "INSERT INTO places (id, organisation_id, platform, workspace, channel, role, audience,"
        " created_at) VALUES (:id, :o, 'web', 'w', 'c', 'customer', 'public', now())",
        **where,
    )
    await office.sql(
        "INSERT INTO deliveries (id, organisation_id, platform, workspace, place_id, kind, lane,"
        " state, attempts, next_at, created_at)"
        " VALUES (:id, :o, 'web', 'w', :p, 'line', 'l', 'dead', 12, now(), now())",
        id=delivery,
        o=office.organisation_id,
        p=place,
    )
    return delivery


def may(name: str, actor: Actor, wanted: Permission) -> bool:
    """The right as the tables of grants and scopes give it."""
    if wanted not in GRANTS[ROLES.get(name, Role.ADMIN)]:
        return False
    return actor.scopes is None or any(wanted in SCOPES[scope] for scope in actor.scopes)


def expected(name: str, actor: Actor, case: UseCase) -> str:
    allowed = all(may(name, actor, wanted) for wanted in case.needs)
    if case.on_ticket and (name in STRANGERS or not may(name, actor, Permission.READ)):
        return "not found"
    if not allowed or (case.staff_only and not actor.is_staff) or name in case.denied_to:
        return "denied"
    if name in case.hidden_from:
        return "not found"
    return "not found" if case.by_filter and name in STRANGERS else "done"


async def outcome(office: Office, actor: Actor, case: UseCase, scene: Scene) -> str:
    try:
        async with office.work() as uow:
            await case.run(uow, actor, scene)
            await uow.finish()
            raise RolledBack
    except RolledBack:
        return "done"
    except HelpdeskError as error:
        return {ErrorKind.DENIED: "denied", ErrorKind.NOT_FOUND: "not found"}[error.kind]


@pytest.mark.parametrize("name", [*SEERS, *STRANGERS])
async def test_each_kind_of_actor_may_do_what_the_tables_grant(office: Office, name: str) -> None:
    scene, actors = await set_the_scene(office)
    actor = actors[name]
    wrong = {}
    for title, case in USE_CASES.items():
        wanted, got = expected(name, actor, case), await outcome(office, actor, case, scene)
        if got != wanted:
            wrong[title] = f"{got}, not {wanted}"
    assert wrong == {}


@pytest.fixture(scope="module")
def source() -> dict[str, Function]:
    return functions()


def _names(found: Iterable[object]) -> set[str]:
    return {f"{f.__module__}:{f.__name__}" for f in found}  # type: ignore[attr-defined]


def test_every_function_that_takes_an_actor_checks_a_right(source: dict[str, Function]) -> None:
    reactions = _names(react for reacts in REACTIONS.values() for react in reacts)
    acting = {name for name, f in source.items() if f.public and f.takes_actor}
    assert acting - checking(source) == set(UNCHECKED) | reactions


def test_every_use_case_stands_in_the_matrix(source: dict[str, Function]) -> None:
    acting = {name for name, f in source.items() if f.public and f.takes_actor}
    assert {title.split()[0] for title in USE_CASES} == acting & checking(source) - STEPS


def test_every_permission_is_asked_for_by_a_use_case(source: dict[str, Function]) -> None:
    asked = {
        name for title, f in source.items() if "access.perm" not in title for name in f.permissions
    }
    assert set(Permission.__members__) - asked == set()


def test_every_permission_is_in_a_scope_and_the_admin_has_all() -> None:
    assert GRANTS[Role.ADMIN] == SCOPES["admin"] == frozenset(Permission)
    # Each role may do what the one below it may.
    ladder = [GRANTS[role] for role in (Role.CUSTOMER, Role.AGENT, Role.MANAGER, Role.ADMIN)]
    assert all(lower < higher for lower, higher in itertools.pairwise(ladder))
