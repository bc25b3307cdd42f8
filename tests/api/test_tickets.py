"""TKT-08, API-01: opening, reading, changing and deleting tickets, by role, with the audit."""

from typing import Any

import pytest
from sqlalchemy import event

from core.access.actor import Role
from core.access.permissions import GRANTS, Permission
from tests.api.asking import V1, given_ticket, problem
from tests.api.conftest import Rest

RIGHTS = {
    "POST": Permission.OPEN,
    "GET": Permission.READ,
    "PATCH": Permission.EDIT,
    "DELETE": Permission.DELETE,
}
DONE = {"POST": 201, "GET": 200, "PATCH": 200, "DELETE": 204}
RECORDED = {
    "POST": ["MessagePosted", "TicketOpened"],
    "GET": [],
    "PATCH": ["TicketPriorityChanged"],
    "DELETE": ["TicketDeleted"],
}
BODIES: dict[str, Any] = {"POST": {"subject": "A second one"}, "PATCH": {"priority": "high"}}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("method", list(RIGHTS))
async def test_each_role_may_what_it_is_granted_and_it_is_audited(
    rest: Rest, role: Role, method: str
) -> None:
    actor = await rest.office.given_person("Robin", role)
    client = await rest.of(actor)
    number = (await given_ticket(client))["number"]
    before = {row.id for row in await rest.office.events()}
    path = f"{V1}/tickets" if method == "POST" else f"{V1}/tickets/{number}"
    answer = await client.request(method, path, json=BODIES.get(method))
    granted = RIGHTS[method] in GRANTS[role]
    fresh = [row for row in await rest.office.events() if row.id not in before]
    if not granted:
        problem(answer, 403, "denied")
        assert fresh == []
        return
    assert answer.status_code == DONE[method], answer.text
    audit = {(row.type, row.actor_id, row.surface, row.request_id) for row in fresh}
    by_whom = (actor.person_id, "api", answer.headers["x-request-id"])
    assert audit >= {(kind, *by_whom) for kind in RECORDED[method]}
    assert bool(fresh) == bool(RECORDED[method])


async def test_a_deleted_ticket_is_gone_and_its_history_stays(rest: Rest) -> None:
    manager = await rest.given(Role.MANAGER)
    number = (await given_ticket(manager))["number"]
    assert (
        await manager.delete(f"{V1}/tickets/{number}", params={"reason": "spam"})
    ).status_code == 204
    problem(await manager.get(f"{V1}/tickets/{number}"), 404, "not_found")
    problem(await manager.post(f"{V1}/tickets/{number}/claim"), 404, "not_found")
    assert (await manager.get(f"{V1}/tickets")).json()["items"] == []
    kept = await rest.office.sql("SELECT type FROM events WHERE type = 'TicketDeleted'")
    assert len(kept) == 1


async def test_opening_answers_with_the_ticket_and_where_it_is(rest: Rest) -> None:
    ana = await rest.office.given_customer("Ana Ruiz", email="ana@acme.example")
    client = await rest.given(Role.AGENT)
    answer = await client.post(
        f"{V1}/tickets",
        json={
            "subject": "Printer on fire",
            "description": "Smoke since nine.",
            "priority": "urgent",
            "category": "Accounts > Login",
            "customer": "ana@acme.example",
            "tags": ["VIP", "#printer"],
        },
    )
    ticket = answer.json()
    assert answer.headers["location"] == f"{V1}/tickets/{ticket['number']}"
    assert (ticket["priority"], ticket["status"], ticket["base"]) == ("critical", "New", "new")
    assert ticket["category"] == ["Accounts", "Login"]
    assert ticket["requester"] == {"id": str(ana.person_id), "name": "Ana Ruiz"}
    assert (ticket["tags"], ticket["source"]) == (["printer", "vip"], "api")
    assert ticket["quote"] == "Smoke since nine."
    assert {clock["metric"] for clock in ticket["clocks"]} == {"first_response", "resolution"}
    read = await client.get(answer.headers["location"])
    assert read.json() == ticket


async def test_a_customer_sees_only_own_tickets_and_none_of_staffs_words(rest: Rest) -> None:
    ana, ben = await rest.given(Role.CUSTOMER), await rest.given(Role.CUSTOMER)
    agent = await rest.given(Role.AGENT)
    number = (await given_ticket(ana))["number"]
    edited = await agent.patch(f"{V1}/tickets/{number}", json={"add_tags": ["difficult"]})
    assert edited.json()["tags"] == ["difficult"]
    seen = (await ana.get(f"{V1}/tickets/{number}")).json()
    assert (seen["tags"], seen["team"], seen["policy_id"]) == ([], None, None)
    assert [clock["metric"] for clock in seen["clocks"]] == ["first_response"]
    problem(await ben.get(f"{V1}/tickets/{number}"), 404, "not_found")
    assert (await ben.get(f"{V1}/tickets")).json()["items"] == []
    problem(await ana.get(f"{V1}/tags"), 403, "denied")
    assert (await agent.get(f"{V1}/tags")).json()["items"] == ["difficult"]


async def test_opening_costs_twelve_statements_at_most(rest: Rest) -> None:
    client = await rest.given(Role.CUSTOMER)
    await given_ticket(client)
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    engine = rest.office.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    answer = await client.post(
        f"{V1}/tickets",
        json={"subject": "Cannot log in", "description": "At all", "category": "Login"},
        headers={"Idempotency-Key": "one"},
    )
    event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code == 201
    assert 0 < len(statements) <= 12, "\n".join(statements)
