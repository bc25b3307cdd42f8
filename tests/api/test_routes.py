"""API-10, USR-08, SEC-13: a walk over all routes: keys, scopes, headers, hosts."""

from typing import Any

import httpx
import pytest
from starlette.routing import BaseRoute

from api.app import create_app
from api.pages.headers import HEADERS
from core.access.actor import Role
from core.access.permissions import GRANTS, SCOPES, Permission
from core.assistant.extracting import Extractive
from core.events.listening import Listener
from tests.api.asking import V1, given_ticket, problem
from tests.api.conftest import Rest, given_targets
from tests.api.operations import Operation, operations_of

PUBLIC = {"/healthz", "/readyz", "/metrics", "/api/openapi.json", "/api/docs", "/api/docs/assets"}
_P = Permission
NEEDS: dict[str, Permission] = {
    "create_ticket": _P.OPEN,
    "read_tickets": _P.READ,
    "search": _P.SEARCH,
    "read_ticket": _P.READ,
    "update_ticket": _P.EDIT,
    "remove_ticket": _P.DELETE,
    "claim_ticket": _P.CLAIM,
    "release_ticket": _P.CLAIM,
    "assign_ticket": _P.ASSIGN,
    "reply_to_ticket": _P.REPLY,
    "write_note": _P.NOTE,
    "resolve_ticket": _P.RESOLVE,
    "close_ticket": _P.CLOSE,
    "reopen_ticket": _P.REOPEN,
    "merge_ticket": _P.MERGE,
    "unmerge_ticket": _P.MERGE,
    "split_ticket": _P.MERGE,
    "unsplit_ticket": _P.MERGE,
    "move_ticket": _P.MERGE,
    "unmove_ticket": _P.MERGE,
    "gather_tickets": _P.MERGE,
    "let_ticket_go": _P.MERGE,
    "escalate_ticket": _P.ESCALATE,
    "snooze_ticket": _P.EDIT,
    "wake_ticket": _P.EDIT,
    "read_links": _P.HISTORY,
    "add_link": _P.EDIT,
    "remove_link": _P.EDIT,
    "read_followers": _P.FOLLOW,
    "follow_ticket": _P.FOLLOW,
    "unfollow_ticket": _P.FOLLOW,
    "read_messages": _P.READ,
    "update_message": _P.REPLY,
    "remove_message": _P.REPLY,
    "send_own_note": _P.NOTE,
    "read_reactions": _P.READ,
    "add_reaction": _P.REPLY,
    "remove_reaction": _P.REPLY,
    "read_workspace_settings": _P.CONFIGURE,
    "update_workspace_settings": _P.CONFIGURE,
    "read_subscriptions": _P.CONFIGURE,
    "add_subscription": _P.CONFIGURE,
    "delete_subscription": _P.CONFIGURE,
    "attach_file": _P.REPLY,
    "bring_file": _P.OPEN,
    "read_file": _P.READ,
    "read_thumbnail": _P.READ,
    "read_file_link": _P.READ,
    "remove_file": _P.READ,
    "read_history": _P.HISTORY,
    "read_measures": _P.HISTORY,
    "suggest_reply": _P.ASSIST,
    "sum_up": _P.ASSIST,
    "read_similar_tickets": _P.READ,
    "read_assignments": _P.HISTORY,
    "read_event_page": _P.READ_EVENTS,
    "follow_events": _P.READ_EVENTS,
    "ask_question": _P.ASK,
    "read_articles": _P.READ_ARTICLES,
    "read_article": _P.READ_ARTICLES,
    "write_article": _P.WRITE_ARTICLES,
    "read_people": _P.READ_PEOPLE,
    "read_person": _P.READ_PEOPLE,
    "add_person": _P.WRITE_PEOPLE,
    "update_person": _P.WRITE_PEOPLE,
    "read_teams": _P.READ_PEOPLE,
    "read_team": _P.READ_PEOPLE,
    "add_team": _P.WRITE_TEAMS,
    "update_team": _P.WRITE_TEAMS,
    "delete_team": _P.WRITE_TEAMS,
    "read_categories": _P.READ_CONFIGURATION,
    "add_category": _P.CONFIGURE,
    "update_category": _P.CONFIGURE,
    "read_statuses": _P.READ_CONFIGURATION,
    "add_status": _P.CONFIGURE,
    "update_status": _P.CONFIGURE,
    "read_tags": _P.READ_CONFIGURATION,
    "read_keys": _P.MANAGE_KEYS,
    "add_key": _P.MANAGE_KEYS,
    "renew_key": _P.MANAGE_KEYS,
    "end_key": _P.MANAGE_KEYS,
    "read_deliveries": _P.READ_DELIVERIES,
    "redrive_delivery": _P.REDRIVE,
    "nudge_owner": _P.NUDGE,
    "rate_ticket": _P.RATE,
    "read_surveys": _P.READ_RATINGS,
    "read_digest": _P.READ_REPORTS,
    "read_settings": _P.READ_CONFIGURATION,
    "update_settings": _P.CONFIGURE,
    "read_macros": _P.USE_MACROS,
    "read_macro": _P.USE_MACROS,
    "add_macro": _P.WRITE_MACROS,
    "update_macro": _P.WRITE_MACROS,
    "delete_macro": _P.WRITE_MACROS,
    "show_macro": _P.USE_MACROS,
    "use_macro": _P.USE_MACROS,
    "read_fields": _P.READ_CONFIGURATION,
    "read_field_schema": _P.READ_CONFIGURATION,
    "add_field": _P.CONFIGURE,
    "update_field": _P.CONFIGURE,
    "read_timeline": _P.READ_PEOPLE,
    "write_person_note": _P.NOTE_PEOPLE,
}
"""The permission of every operation; a new one has to be added here with its own."""
BATCH = "run_batch"
"""What it does is decided item by item: see test_batch."""


def _paths(routes: list[BaseRoute]) -> set[str]:
    found: set[str] = set()
    for route in routes:
        inner = getattr(getattr(route, "original_router", None), "routes", None)
        if inner is not None:
            found |= _paths(inner)
        elif hasattr(route, "path"):
            found.add(route.path)
    return found


async def _send(client: httpx.AsyncClient, operation: Operation, **values: Any) -> httpx.Response:
    required = {
        p["name"]: "x"
        for p in operation.said.get("parameters", [])
        if p["in"] == "query" and p["required"]
    }
    return await client.request(
        operation.method, operation.url(**values), params=required, json=operation.example
    )


async def test_no_route_answers_a_stranger_except_the_public_ones(rest: Rest) -> None:
    documented = operations_of(rest.app)
    assert {op.path for op in documented} | PUBLIC == _paths(rest.app.routes)
    for secret in (None, "dh_wrong", "xx_wrong", "dh_" + "ü" * 20):
        client = await rest.client(secret)
        for operation in documented:
            answer = await _send(client, operation)
            code = "unauthenticated" if secret is None else "api_key.refused"
            problem(answer, 401, code)


async def test_every_operation_has_its_permission_and_holds_to_it(rest: Rest) -> None:
    documented = operations_of(rest.app)
    assert {op.id for op in documented} == {*NEEDS, BATCH}
    number = (await given_ticket(await rest.given(Role.ADMIN)))["number"]
    for scope in SCOPES:
        client = await rest.given(Role.ADMIN, scope)
        for operation in documented:
            if operation.path.endswith("/stream") or operation.id == BATCH:
                continue
            answer = await _send(client, operation, number=number)
            if NEEDS[operation.id] in SCOPES[scope]:
                assert answer.status_code != 403, (scope, operation.id, answer.text)
            else:
                # A ticket that one may not even read is not there.
                assert answer.status_code in {403, 404}, (scope, operation.id, answer.status_code)
                assert answer.json()["code"] in {"denied", "not_found"}


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.AGENT, Role.MANAGER])
async def test_no_role_gets_what_it_was_not_granted(rest: Rest, role: Role) -> None:
    client = await rest.given(role)
    targets = await given_targets(rest, await rest.given(Role.ADMIN))
    targets["number"] = (await given_ticket(client))["number"]
    for operation in operations_of(rest.app):
        if operation.id == BATCH or NEEDS[operation.id] in GRANTS[role]:
            continue
        answer = await _send(client, operation, **targets)
        problem(answer, 403, "denied")


async def test_every_answer_has_the_security_headers(rest: Rest) -> None:
    admin = await rest.given(Role.ADMIN)
    answers = [await _send(admin, op) for op in operations_of(rest.app) if "stream" not in op.path]
    stranger = await rest.client()
    answers += [await stranger.get(path) for path in [*sorted(PUBLIC), "/no/such/path"]]
    answers.append(await stranger.get(f"{V1}/tickets"))
    for answer in answers:
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (answer.request.url, name)
        assert answer.headers["x-request-id"]
        assert "strict-transport-security" not in answer.headers
        assert "server" not in answer.headers
    assert {answer.status_code for answer in answers} >= {200, 201, 401, 404}


async def test_https_is_remembered_by_browsers(rest: Rest, database_url: str) -> None:
    rest.app = create_app(
        rest.office.database,
        address="https://desk.example",
        listener=Listener(database_url),
        assistant=Extractive(),
        allowed_hosts=frozenset({"desk.test"}),
    )
    client = await rest.client()
    answer = await client.get("/healthz")
    assert answer.headers["strict-transport-security"].startswith("max-age=63072000")
    for host, status in (
        ("desk.test", 200),
        ("DESK.TEST:8080", 200),
        ("evil.example", 400),
        ("desk.test.evil.example", 400),
        ("", 400),
    ):
        answer = await client.get("/healthz", headers={"Host": host})
        assert answer.status_code == status, host
