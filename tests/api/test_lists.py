"""API-04, API-06: pages, filters, order and search."""

import itertools
from typing import Any

import httpx
import pytest

from core.access.actor import Role
from tests.api.asking import V1, fields, given_ticket
from tests.api.conftest import Rest
from tests.builders import MovableClock, Office


async def test_pages_have_no_doubles_and_no_gaps_while_tickets_arrive(
    rest: Rest, agent: httpx.AsyncClient, clock: MovableClock
) -> None:
    there = []
    for _ in range(11):
        there.append((await given_ticket(agent))["number"])
        clock.move(seconds=1)
    for sort, expected in (("-created_at", there[::-1]), ("number", there)):
        seen: list[int] = []
        cursor = None
        while True:
            query = {"limit": 3, "sort": sort} | ({"cursor": cursor} if cursor else {})
            page = (await agent.get(f"{V1}/tickets", params=query)).json()
            seen += [ticket["number"] for ticket in page["items"]]
            cursor = page["next"]
            if cursor is None or len(seen) > 100:
                break
            if sort == "-created_at":
                await given_ticket(agent)
                clock.move(seconds=1)
        assert seen[: len(expected)] == expected
        assert len(seen) == len(set(seen))


PEOPLE_FIELDS = {"assignee": "a.name", "requester": "r.name"}
FILTERS: dict[str, tuple[Any, str]] = {
    "view": ("unassigned", "t.assignee_id IS NULL AND s.base NOT IN ('resolved', 'closed')"),
    "status": (["open", "Pending"], "s.name IN ('Open', 'Pending')"),
    "priority": (["urgent", "low"], "t.priority IN ('critical', 'low')"),
    "assignee": ("Kim Park", "a.name = 'Kim Park'"),
    "requester": ("Ana Ruiz", "r.name = 'Ana Ruiz'"),
    "team": ("accounts", "m.name = 'Accounts'"),
    "category": ("Login", "c.name = 'Login'"),
    "tag": (
        ["vip"],
        "EXISTS (SELECT 1 FROM ticket_tags x JOIN tags g ON g.id = x.tag_id"
        " WHERE x.ticket_id = t.id AND g.name = 'vip')",
    ),
    "created_after": ("2026-11-20T14:03:00Z", "t.created_at >= '2026-11-20T14:03:00Z'"),
    "created_before": ("2026-11-20T14:09:00Z", "t.created_at < '2026-11-20T14:09:00Z'"),
    "updated_after": ("2026-11-20T14:05:00Z", "t.updated_at >= '2026-11-20T14:05:00Z'"),
    "done": ("true", "s.base IN ('resolved', 'closed')"),
}
ORACLE = """SELECT t.number FROM tickets t JOIN statuses s ON s.id = t.status_id
    JOIN people r ON r.id = t.requester_id LEFT JOIN people a ON a.id = t.assignee_id
    LEFT JOIN teams m ON m.id = t.team_id LEFT JOIN categories c ON c.id = t.subcategory_id
    WHERE """


async def _varied_tickets(rest: Rest, clock: MovableClock) -> None:
    office, manager = rest.office, await rest.given(Role.MANAGER)
    kim = await office.given_person("Kim Park")
    await office.given_team("Accounts", kim)
    ana, ben = await office.given_customer("Ana Ruiz"), await office.given_customer("Ben Ode")
    for n in range(24):
        said = {"priority": ("urgent", "high", "medium", "low")[n % 4]}
        said |= {"category": "Login"} if n % 3 else {}
        said |= {"tags": ["vip"]} if n % 2 else {}
        ticket = await office.given_ticket(ana if n % 5 else ben, **said)
        path = f"{V1}/tickets/{ticket.number}"
        if n % 4 == 1:
            await manager.post(f"{path}/assign", json={"to": "Kim Park"})
        if n % 4 == 2:
            await manager.post(f"{path}/assign", json={"to": "Accounts"})
        if n % 6 == 3:
            await manager.patch(path, json={"status": "pending"})
        if n % 6 == 5:
            await manager.post(f"{path}/resolve", json={"text": ""})
        clock.move(seconds=30)


async def test_filters_alone_and_in_pairs_agree_with_sql(rest: Rest, clock: MovableClock) -> None:
    await _varied_tickets(rest, clock)
    client = await rest.given(Role.ADMIN)
    chosen = [(name,) for name in FILTERS] + list(itertools.combinations(FILTERS, 2))
    empty = 0
    for names in chosen:
        query = {name: FILTERS[name][0] for name in names}
        answer = await client.get(f"{V1}/tickets", params=query | {"limit": 200, "count": True})
        page = answer.json()
        wanted = " AND ".join(FILTERS[name][1] for name in names)
        if names[0] == "view" and names[-1] == "done":
            wanted = "t.assignee_id IS NULL AND s.base IN ('resolved', 'closed')"
        rows = await rest.office.sql(ORACLE + wanted + " ORDER BY t.created_at DESC, t.id DESC")
        assert [t["number"] for t in page["items"]] == [r.number for r in rows], names
        assert page["total"] == len(rows)
        empty += not rows
    assert empty < len(chosen) / 3, "the data is too thin to prove anything"


async def test_sorting_follows_the_named_field(
    rest: Rest, agent: httpx.AsyncClient, clock: MovableClock
) -> None:
    numbers = []
    for _ in range(4):
        numbers.append((await given_ticket(agent))["number"])
        clock.move(minutes=1)
    await agent.patch(f"{V1}/tickets/{numbers[1]}", json={"subject": "Changed last"})
    for sort, expected in {
        "created_at": numbers,
        "-number": numbers[::-1],
        "-updated_at": [numbers[1], numbers[3], numbers[2], numbers[0]],
        "updated_at": [numbers[0], numbers[2], numbers[3], numbers[1]],
    }.items():
        page = (await agent.get(f"{V1}/tickets", params={"sort": sort})).json()
        assert [t["number"] for t in page["items"]] == expected, sort


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"statuss": "open"}, "statuss"),
        ({"status": "sleeping"}, "status"),
        ({"priority": "p9"}, "priority"),
        ({"sort": "subject"}, "sort"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"cursor": "bm90aGluZw"}, "cursor"),
        ({"view": "theirs"}, "view"),
        ({"team": "Nobody's"}, "team"),
        ({"category": "None such"}, "category"),
        ({"assignee": "Nemo"}, "assignee"),
        ({"requester": "Nemo"}, "requester"),
        ({"created_after": "2026-01-01T00:00:00"}, "created_after"),
        ({"created_before": "yesterday"}, "created_before"),
        ({"done": "maybe"}, "done"),
        ({"search": "x", "sort": "number"}, "query"),
    ],
)
async def test_a_wrong_filter_is_refused_and_named(
    agent: httpx.AsyncClient, query: dict[str, str], field: str
) -> None:
    assert fields(await agent.get(f"{V1}/tickets", params=query)) == {field}


async def test_search_finds_words_numbers_and_filters(rest: Rest, agent: httpx.AsyncClient) -> None:
    ana = await rest.given(Role.CUSTOMER)
    number = (await given_ticket(ana, subject="The printer jams", priority="high"))["number"]
    other = (await given_ticket(agent, subject="Printers cost money", priority="low"))["number"]
    await agent.post(f"{V1}/tickets/{number}/notes", json={"text": "canary xylophone"})

    async def found(client: httpx.AsyncClient, **query: Any) -> set[int]:
        path = f"{V1}/search" if "q" in query else f"{V1}/tickets"
        answer = await client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return {ticket["number"] for ticket in answer.json()["items"]}

    assert await found(agent, q="printer") == {number, other}
    assert await found(agent, q="printer priority:high") == {number}
    assert await found(agent, search="printer", priority="low") == {other}
    assert await found(agent, q=f"TIK-{other}") >= {other}
    assert await found(agent, q="xylophone") == {number}
    assert await found(ana, q="xylophone") == set()
    assert await found(ana, q="printer") == {number}


@pytest.mark.parametrize("path", ["people", "articles", "deliveries"])
async def test_other_lists_come_in_pages_too(
    office: Office, admin: httpx.AsyncClient, path: str
) -> None:
    await _seven_of_each(office, admin)
    seen: list[str] = []
    cursor = None
    while True:
        query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = (await admin.get(f"{V1}/{path}", params=query)).json()
        assert len(page["items"]) <= 3
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    whole = (await admin.get(f"{V1}/{path}", params={"limit": 200})).json()
    assert whole["next"] is None
    assert seen == [item["id"] for item in whole["items"]]
    assert len(seen) >= 7
    assert fields(await admin.get(f"{V1}/{path}", params={"offset": 3})) == {"offset"}


async def _seven_of_each(office: Office, admin: httpx.AsyncClient) -> None:
    await office.given_channel("triage")
    for n in range(7):
        await office.given_ticket(await office.given_customer(f"Customer {n}"))
        article = {"title": f"Article {n}", "body": "Words."}
        assert (await admin.post(f"{V1}/articles", json=article)).status_code == 201
