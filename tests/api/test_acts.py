"""The main journey through REST: what an agent and a customer do with a ticket."""

import asyncio

import httpx
import pytest

from core.access.actor import Role
from tests.api.asking import V1, given_ticket, problem
from tests.api.conftest import Rest


async def do(client: httpx.AsyncClient, number: int, act: str, **body: str) -> httpx.Response:
    return await client.post(f"{V1}/tickets/{number}/{act}", json=body or None)


async def test_from_opening_to_the_end(rest: Rest) -> None:
    ana, sam = await rest.given(Role.CUSTOMER), await rest.given(Role.AGENT)
    number = (await given_ticket(ana))["number"]
    claimed = (await do(sam, number, "claim")).json()
    me = (await sam.get(f"{V1}/people/me")).json()
    assert (claimed["assignee"]["id"], claimed["base"]) == (me["id"], "open")
    reply = await do(sam, number, "reply", text="Which browser?")
    assert reply.status_code == 201
    assert (reply.json()["audience"], reply.json()["author"]) == ("public", "Robin")
    note = await do(sam, number, "notes", text="canary: sounds drunk")
    assert (note.status_code, note.json()["audience"]) == (201, "internal")
    assert (await do(ana, number, "reply", text="Firefox")).status_code == 201
    resolved = (await do(sam, number, "resolve", text="Updated it")).json()
    assert (resolved["base"], resolved["waiting_on"]) == ("resolved", "nobody")
    reopened = (await do(ana, number, "reopen", reason="Still broken")).json()
    assert reopened["base"] == "open"
    closed = (await do(ana, number, "close")).json()
    assert closed["base"] == "closed"
    for reader, bodies in (
        (sam, ["Which browser?", "canary: sounds drunk", "Firefox", "Updated it", "Still broken"]),
        (ana, ["Which browser?", "Firefox", "Updated it", "Still broken"]),
    ):
        said = (await reader.get(f"{V1}/tickets/{number}/messages")).json()["items"]
        assert [m["body"] for m in said][1:] == bodies


async def test_history_and_owners(rest: Rest) -> None:
    sam, kim = await rest.given(Role.AGENT), await rest.given(Role.MANAGER)
    lea = await rest.office.given_person("Lea Roy")
    number = (await given_ticket(sam))["number"]
    await do(sam, number, "claim")
    await do(kim, number, "assign", to="Lea Roy", reason="Sam is away")
    await do(kim, number, "release", reason="Lea too")
    await sam.patch(f"{V1}/tickets/{number}", json={"status": "pending"})
    owners = (await kim.get(f"{V1}/tickets/{number}/assignments")).json()["items"]
    assert [(e["type"], e["reason"]) for e in owners] == [
        ("TicketClaimed", ""),
        ("TicketAssigned", "Sam is away"),
        ("TicketReleased", "Lea too"),
    ]
    assert owners[1]["changes"]["assignee"] == ["Robin", "Lea Roy"]
    assert lea.person_id is not None
    all_of_it = (await kim.get(f"{V1}/tickets/{number}/history")).json()["items"]
    only = (await kim.get(f"{V1}/tickets/{number}/history", params={"field": "status"})).json()
    assert [e["changes"]["status"] for e in only["items"]] == [["New", "Open"], ["Open", "Pending"]]
    assert len(all_of_it) > len(only["items"])
    customer = await rest.given(Role.CUSTOMER)
    theirs = (await given_ticket(customer))["number"]
    problem(await customer.get(f"{V1}/tickets/{theirs}/history"), 403, "denied")


async def test_who_is_second_is_told_who_was_first(rest: Rest, agent: httpx.AsyncClient) -> None:
    other = await rest.given(Role.AGENT)
    number = (await given_ticket(agent))["number"]
    answers = await asyncio.gather(do(agent, number, "claim"), do(other, number, "claim"))
    assert sorted(a.status_code for a in answers) == [200, 409]
    late = next(a for a in answers if a.status_code == 409)
    assert "Robin claimed" in problem(late, 409, "ticket.already_claimed")["detail"]


async def test_giving_a_ticket_away_to_a_private_team(rest: Rest, agent: httpx.AsyncClient) -> None:
    await rest.office.given_team("Payroll", await rest.office.given_person("Pat"), private=True)
    number = (await given_ticket(agent))["number"]
    given = await do(agent, number, "assign", to="Payroll")
    assert (given.status_code, given.content) == (204, b"")
    problem(await agent.get(f"{V1}/tickets/{number}"), 404, "not_found")
    manager = await rest.given(Role.MANAGER)
    seen = (await manager.get(f"{V1}/tickets/{number}")).json()
    assert seen["team"]["name"] == "Payroll"


@pytest.mark.parametrize(
    ("act", "body"),
    [("release", {}), ("reopen", {"reason": "no"}), ("assign", {"to": "nobody@x.example"})],
)
async def test_what_cannot_be_done_changes_nothing(
    agent: httpx.AsyncClient, act: str, body: dict[str, str]
) -> None:
    ticket = await given_ticket(agent)
    refused = await do(agent, ticket["number"], act, **body)
    assert refused.status_code in {409, 422}
    assert (await agent.get(f"{V1}/tickets/{ticket['number']}")).json() == ticket


async def test_own_messages_are_amended_and_others_are_not(
    rest: Rest, agent: httpx.AsyncClient
) -> None:
    ana = await rest.given(Role.CUSTOMER)
    number = (await given_ticket(ana))["number"]
    said = (await do(agent, number, "reply", text="Frist")).json()
    path = f"{V1}/messages/{said['id']}"
    edited = await agent.patch(path, json={"text": "First"})
    assert edited.json()["body"] == "First"
    assert edited.json()["edited_at"]
    problem(await ana.patch(path, json={"text": "Hacked"}), 403, "denied")
    problem(await ana.delete(path), 403, "denied")
    assert (await agent.delete(path)).status_code == 204
    problem(await agent.patch(path, json={"text": "Again"}), 404, "not_found")
    left = (await ana.get(f"{V1}/tickets/{number}/messages")).json()["items"]
    assert "First" not in [m["body"] for m in left]
    hidden = (await do(agent, number, "notes", text="secret")).json()
    problem(await ana.patch(f"{V1}/messages/{hidden['id']}", json={"text": "x"}), 404, "not_found")


async def test_a_question_is_answered_from_articles_or_not_at_all(rest: Rest) -> None:
    manager = await rest.given(Role.MANAGER)
    article = {
        "title": "Calibrate the flux capacitor",
        "body": "## Steps\n\nTo calibrate the flux capacitor turn the purple dial to eleven.",
    }
    published = await manager.post(f"{V1}/articles", json=article)
    assert published.status_code == 201
    assert published.headers["location"] == f"{V1}/articles/calibrate-the-flux-capacitor"
    ana = await rest.given(Role.CUSTOMER)
    known = await ana.post(f"{V1}/ask", json={"question": "How to calibrate the flux capacitor?"})
    assert known.json()["known"] is True
    assert known.json()["citations"][0]["slug"] == "calibrate-the-flux-capacitor"
    unknown = await ana.post(f"{V1}/ask", json={"question": "Zyzzyva quokka bandersnatch?"})
    assert (unknown.json()["known"], unknown.json()["citations"]) == (False, [])
