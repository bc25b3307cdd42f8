"""API-04, SRC-02: lists by key without doubles or gaps, and filters against plain SQL."""

import itertools
import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from core.access.actor import Actor
from core.errors import Invalid
from core.tickets.claiming import assign, claim
from core.tickets.reading.listing import Filter, list_tickets
from core.tickets.reading.searching import search_tickets
from core.tickets.reading.sorting import SORTS
from core.tickets.resolving import set_status
from tests.builders import Office

PRIORITIES = ("critical", "high", "medium", "low")


async def pages(office: Office, actor: Actor, sort: str, between: Any) -> list[int]:
    """All numbers that turning pages shows, with something done between them."""
    found, cursor = [], None
    for _ in range(50):
        page = await office.do(list_tickets, actor, Filter(), sort=sort, cursor=cursor, limit=3)
        found += [view.number for view in page.tickets]
        cursor = page.next
        if cursor is None:
            return found
        await between()
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("sort", [sign + name for name in SORTS for sign in ("", "-")])
async def test_inserts_between_pages_cause_neither_doubles_nor_gaps(
    office: Office, sort: str
) -> None:
    ana = await office.given_customer()
    there = []
    for n in range(10):
        if n % 3 == 0:
            office.clock.move(minutes=1)  # several tickets of one moment
        there.append((await office.given_ticket(ana)).number)
    added = 0

    async def insert() -> None:
        nonlocal added
        if added < 6:
            added += 1
            office.clock.move(seconds=added % 2)
            await office.given_ticket(ana)

    shown = await pages(office, ana, sort, insert)
    assert len(shown) == len(set(shown))
    assert [number for number in shown if number in there] == sorted(
        there, reverse=sort.startswith("-")
    )


async def given_tickets(office: Office) -> dict[str, Actor]:
    """Forty tickets in all shapes."""
    dice = random.Random(7)
    people = {name: await office.given_person(name) for name in ("Sam", "Kim")}
    people |= {name: await office.given_customer(name) for name in ("Ana", "Ben")}
    for team in ("Red", "Blue"):
        await office.given_team(team)
    for n in range(40):
        office.clock.move(hours=1)
        ticket = await office.given_ticket(
            people["Sam"],
            customer=dice.choice(["Ana", "Ben"]),
            subject=f"Printer {n}",
            priority=dice.choice(PRIORITIES),
            category=dice.choice([None, "Login", "Accounts", "Billing", "Bug"]),
            tags=dice.sample(["vip", "vpn", "mac"], dice.randint(0, 2)),
        )
        if dice.random() < 0.5:
            await office.do(claim, people[dice.choice(["Sam", "Kim"])], ticket.number)
        if dice.random() < 0.4:
            await office.do(assign, office.desk, ticket.number, dice.choice(["Red", "Blue"]))
        office.clock.move(minutes=1)
        status = dice.choice(["Open", "Pending", "In progress", "Resolved", "Closed"])
        await office.do(set_status, office.desk, ticket.number, status)
    return people


NAMED = "(SELECT id FROM {} WHERE name = '{}')"
TAGGED = (
    "EXISTS (SELECT 1 FROM ticket_tags x JOIN tags g ON g.id = x.tag_id"
    " WHERE x.ticket_id = t.id AND g.name = '{}')"
)
ACCOUNTS, LOGIN = NAMED.format("categories", "Accounts"), NAMED.format("categories", "Login")
DONE = "(SELECT id FROM statuses WHERE base IN ('resolved', 'closed'))"


def conditions(office: Office) -> dict[str, tuple[dict[str, Any], str]]:
    """Each filter with the same thing said in plain SQL."""
    middle = office.clock.now() - timedelta(hours=18)
    at = f"'{middle.isoformat()}'"
    return {
        "open": ({"status": ("open",)}, f"status_id = {NAMED.format('statuses', 'Open')}"),
        "status": (
            {"status": ("pending", "closed")},
            "status_id IN (SELECT id FROM statuses WHERE name IN ('Pending', 'Closed'))",
        ),
        "priority": ({"priority": ("urgent", "p2")}, "priority IN ('critical', 'high')"),
        "assignee": ({"assignee": "sam"}, f"assignee_id = {NAMED.format('people', 'Sam')}"),
        "nobody's": ({"assignee": "nobody"}, "assignee_id IS NULL"),
        "requester": ({"requester": "Ana"}, f"requester_id = {NAMED.format('people', 'Ana')}"),
        "team": ({"team": "red"}, f"team_id = {NAMED.format('teams', 'Red')}"),
        "category": (
            {"category": "Accounts"},
            f"category_id = {NAMED.format('categories', 'Accounts')}",
        ),
        "subcategory": (
            {"category": "Login"},
            f"subcategory_id = {NAMED.format('categories', 'Login')}",
        ),
        "tag": ({"tag": ("vip",)}, TAGGED.format("vip")),
        "tags": ({"tag": ("vip", "mac")}, f"{TAGGED.format('vip')} AND {TAGGED.format('mac')}"),
        "after": ({"created_after": middle}, f"created_at >= {at}"),
        "before": ({"created_before": middle}, f"created_at < {at}"),
        "changed": ({"updated_after": middle}, f"updated_at >= {at}"),
        "done": ({"done": True}, f"status_id IN {DONE}"),
        "not done": ({"done": False}, f"status_id NOT IN {DONE}"),
        "mine": (
            {"view": "mine"},
            f"assignee_id = {NAMED.format('people', 'Sam')} AND status_id NOT IN {DONE}",
        ),
        "unassigned": (
            {"view": "unassigned"},
            f"assignee_id IS NULL AND status_id NOT IN {DONE}",
        ),
    }


async def test_every_pair_of_filters_says_what_sql_says(office: Office) -> None:
    sam = (await given_tickets(office))["Sam"]
    known = conditions(office)
    sizes = set()
    async with office.work() as uow:
        for first, second in itertools.combinations_with_replacement(known, 2):
            (values, left), (others, right) = known[first], known[second]
            if set(values) & set(others) and first != second:
                continue  # the same field twice
            both = Filter(**(values | others))
            if ("view" in values and "done" in others) or ("done" in values and "view" in others):
                continue  # `done` overrules the view's own choice
            page = await list_tickets(uow, sam, both, limit=100, count=True)
            query = f"SELECT number FROM tickets t WHERE ({left}) AND ({right})"
            wanted = set(await uow.session.scalars(text(query)))
            assert {view.number for view in page.tickets} == wanted, (first, second)
            assert page.total == len(wanted), (first, second)
            sizes.add(len(wanted))
    assert len(sizes) > 5  # or the tickets were too much alike to tell filters apart


async def test_the_words_of_a_search_take_the_same_filters(office: Office) -> None:
    sam = (await given_tickets(office))["Sam"]
    said = 'printer status:pending priority:p2 assignee:"sam" team:red'
    for limit in (said, "status:closed", "printer tag:vip requester:ana", "category:billing"):
        found = await office.do(search_tickets, sam, limit, limit=100)
        listed = await office.do(list_tickets, sam, found.filter, limit=100)
        assert {v.number for v in found.tickets} == {v.number for v in listed.tickets}
    both = await office.do(
        search_tickets, sam, "printer status:closed", wanted=Filter(tag=("vip",)), limit=100
    )
    assert both.filter == Filter(tag=("vip",), status=("closed",))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"view": "hers"}, "view"),
        ({"status": ("sleeping",)}, "status"),
        ({"priority": ("very",)}, "priority"),
        ({"assignee": "nobody I know"}, "assignee"),
        ({"requester": "nobody I know"}, "requester"),
        ({"team": "green"}, "team"),
        ({"category": "sleeping"}, "category"),
    ],
)
async def test_a_wrong_value_is_named(office: Office, values: dict[str, Any], field: str) -> None:
    sam = await office.given_person("Sam")
    with pytest.raises(Invalid) as refused:
        await office.do(list_tickets, sam, Filter(**values))
    assert refused.value.details["field"] == field


@pytest.mark.parametrize("cursor", ["x", "bm8", "", "e30", "WyJudW1iZXIiLCAxXQ", "\u2603" * 4])
async def test_a_made_up_cursor_is_refused(office: Office, cursor: str) -> None:
    sam = await office.given_person("Sam")
    if not cursor:
        assert (await office.do(list_tickets, sam, Filter(), cursor=cursor)).tickets == []
        return
    with pytest.raises(Invalid) as refused:
        await office.do(list_tickets, sam, Filter(), cursor=cursor)
    assert refused.value.details["field"] == "cursor"


async def test_a_cursor_belongs_to_its_sort_order(office: Office) -> None:
    ana = await office.given_customer()
    for _ in range(2):
        await office.given_ticket(ana)
    page = await office.do(list_tickets, ana, Filter(), limit=1, sort="number")
    assert page.next is not None
    for sort in ("-number", "created_at"):
        with pytest.raises(Invalid):
            await office.do(list_tickets, ana, Filter(), cursor=page.next, sort=sort)
    with pytest.raises(Invalid, match="colour"):
        await office.do(list_tickets, ana, Filter(), sort="colour")


async def test_customers_and_outsiders_see_only_what_is_theirs(office: Office) -> None:
    ana, ben = await office.given_customer("Ana"), await office.given_customer("Ben")
    sam, kim = await office.given_person("Sam"), await office.given_person("Kim")
    await office.given_team("Secret", sam, private=True)
    sam = await office.again(sam)
    first = (await office.given_ticket(ana)).number
    second = (await office.given_ticket(ben)).number
    await office.do(assign, office.desk, second, "Secret")

    async def seen(actor: Actor) -> set[int]:
        return {v.number for v in (await office.do(list_tickets, actor, Filter())).tickets}

    assert [await seen(a) for a in (ana, ben, kim)] == [{first}, {second}, {first}]
    assert await seen(sam) == {first, second}


@pytest.mark.parametrize(
    "asked", [{"team": "No such team"}, {"tag": ("fraud",)}, {"assignee": "x"}]
)
async def test_customers_cannot_ask_by_what_only_staff_see(
    office: Office, asked: dict[str, Any]
) -> None:
    ana = await office.given_customer()
    with pytest.raises(Invalid, match="only staff"):
        await office.do(list_tickets, ana, Filter(**asked))


async def test_customers_put_no_tags_on_tickets(office: Office) -> None:
    ticket = await office.given_ticket(await office.given_customer(), tags=["vip"])
    assert not (await office.see(ticket.number)).tags
