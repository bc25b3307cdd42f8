"""POR-07, CHT-09, LIF-04, LIF-05 by REST: ratings, digests, nudges, the organisation's settings."""

from datetime import timedelta

import httpx

from core.access.actor import Role
from core.tickets.claiming import claim
from core.tickets.rules import REOPEN_WITHIN
from tests.api.asking import V1, fields, given_ticket, problem
from tests.api.conftest import Rest


async def test_a_customer_rates_and_a_manager_reads(rest: Rest) -> None:
    customer = await rest.given(Role.CUSTOMER)
    agent, manager = await rest.given(Role.AGENT), await rest.given(Role.MANAGER)
    number = (await given_ticket(customer))["number"]
    path = f"{V1}/tickets/{number}/rating"
    problem(await customer.put(path, json={"score": 5}), 409, "ticket.impossible")
    await agent.post(f"{V1}/tickets/{number}/resolve")
    answer = await customer.put(path, json={"score": 4, "comment": "Quick"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["score"], answer.json()["comment"]) == (4, "Quick")
    assert (await customer.put(path, json={"score": 3})).json()["comment"] == "Quick"
    for wrong in ({"score": 6}, {"score": 0}, {}, {"score": "best"}):
        assert fields(await customer.put(path, json=wrong)) == {"score"}
    problem(await agent.put(path, json={"score": 1}), 404, "not_found")
    problem(await agent.get(f"{V1}/surveys"), 403, "denied")
    [found] = (await manager.get(f"{V1}/surveys", params={"answered": True})).json()["items"]
    assert (found["number"], found["score"], found["state"]) == (number, 3, "answered")
    rest.office.clock.move(days=7, seconds=1)
    problem(await customer.put(path, json={"score": 1}), 409, "survey.over")


async def test_surveys_come_in_pages(rest: Rest) -> None:
    customer, manager = await rest.given(Role.CUSTOMER), await rest.given(Role.MANAGER)
    for _ in range(3):
        number = (await given_ticket(customer))["number"]
        await customer.post(f"{V1}/tickets/{number}/close")
    first = (await manager.get(f"{V1}/surveys", params={"limit": 2})).json()
    following = {"limit": 2, "cursor": first["next"]}
    second = (await manager.get(f"{V1}/surveys", params=following)).json()
    assert [len(page["items"]) for page in (first, second)] == [2, 1]
    assert second["next"] is None


async def test_the_numbers_of_a_digest_open_their_lists(rest: Rest) -> None:
    agent, manager = await rest.given(Role.AGENT), await rest.given(Role.MANAGER)
    customer = await rest.given(Role.CUSTOMER)
    for priority in ("critical", "low", "low"):
        number = (await given_ticket(agent, priority=priority))["number"]
    await given_ticket(customer)
    await agent.post(f"{V1}/tickets/{number}/resolve")
    rest.office.clock.move(minutes=50)
    digest = (await manager.get(f"{V1}/reports/digest")).json()
    assert digest["opened"]["count"] == 4
    assert digest["breaching"]["count"] == 1
    figures = {
        name: one for name, one in digest.items() if isinstance(one, dict) and "query" in one
    }
    assert len(figures) == 8
    for name, figure in [*figures.items(), *enumerate(digest["workload"])]:
        query = {**figure["query"], "count": True}
        page = await manager.get(f"{V1}/tickets", params=query)
        assert page.status_code == 200, page.text
        assert page.json()["total"] == figure["count"], name
    assert digest["ratings"] == {"count": 0, "average": None}
    problem(await agent.get(f"{V1}/reports/digest"), 403, "denied")
    answer = await manager.get(f"{V1}/reports/digest", params={"team": "nobody"})
    assert fields(answer) == {"team"}


async def test_an_owner_is_nudged_once_an_hour(rest: Rest) -> None:
    sam = await rest.office.given_person("Sam")
    manager = await rest.given(Role.MANAGER)
    number = (await given_ticket(manager))["number"]
    path = f"{V1}/tickets/{number}/nudge"
    problem(await manager.post(path), 409, "ticket.impossible")
    await rest.office.do(claim, sam, number)
    assert (await manager.post(path)).status_code == 200
    problem(await manager.post(path), 409, "ticket.nudged_already")
    problem(await (await rest.of(sam)).post(path), 403, "denied")


async def test_settings_are_read_and_changed(rest: Rest, admin: httpx.AsyncClient) -> None:
    before = (await admin.get(f"{V1}/organisation")).json()
    assert before["close_after_days"] == 7
    patch = {"timezone": "Europe/Madrid", "quiet_hours": None, "close_after_days": 14}
    changed = await admin.patch(f"{V1}/organisation", json=patch)
    assert changed.json() == before | patch
    assert (await admin.get(f"{V1}/organisation")).json() == before | patch
    for wrong, field in (
        ({"timezone": "Mars"}, "timezone"),
        ({"warn_percent": [10]}, "warn_percent.0"),
        ({"reopen_within_days": 0}, "reopen_within_days"),
        ({"colour": "red"}, "colour"),
    ):
        assert fields(await admin.patch(f"{V1}/organisation", json=wrong)) == {field}
    refused = await admin.patch(f"{V1}/organisation", json={"close_warning_days": 14})
    assert refused.status_code == 422
    manager = await rest.given(Role.MANAGER)
    problem(await manager.patch(f"{V1}/organisation", json=patch), 403, "denied")


async def test_a_late_reply_names_the_ticket_that_it_began(rest: Rest) -> None:
    customer = await rest.given(Role.CUSTOMER)
    number = (await given_ticket(customer))["number"]
    path = f"{V1}/tickets/{number}/reply"
    same = await customer.post(path, json={"text": "Hello"})
    assert same.headers["location"] == f"{V1}/tickets/{number}"
    await customer.post(f"{V1}/tickets/{number}/close")
    rest.office.clock.set(rest.office.clock.now() + REOPEN_WITHIN + timedelta(seconds=1))
    late = await customer.post(path, json={"text": "It burns again"})
    assert late.status_code == 201, late.text
    begun = (await customer.get(late.headers["location"])).json()
    assert begun["number"] > number
    assert begun["quote"] == "It burns again"
    problem(await customer.post(f"{V1}/tickets/{number}/reopen"), 409, "ticket.impossible")


async def test_lists_know_the_views_of_clocks(rest: Rest, agent: httpx.AsyncClient) -> None:
    critical = (await given_ticket(agent, priority="critical"))["number"]
    await given_ticket(agent, priority="low")
    rest.office.clock.move(minutes=45)
    for view, expected in (("breaching", [critical]), ("overdue", [])):
        page = (await agent.get(f"{V1}/tickets", params={"view": view})).json()
        assert [ticket["number"] for ticket in page["items"]] == expected
    customer = await rest.given(Role.CUSTOMER)
    answer = await customer.get(f"{V1}/tickets", params={"view": "breaching"})
    assert fields(answer) == {"view"}
