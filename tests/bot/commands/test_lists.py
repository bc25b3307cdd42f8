"""RTE-13: each filter and each order of a list, on 200 tickets, against plain SQL."""

import pytest
from sqlalchemy import text

from bot.commands.list_filters import narrowed
from bot.commands.list_forms import ORDERS, order_of
from bot.grammar.command import Command
from bot.grammar.parse import parse
from bot.grammar.registry import build_registry
from bot.seeding.seeding import seed
from core.access.actor import Actor, Role
from core.errors import Invalid
from core.tickets.reading.listing import list_tickets
from tests.builders import Office

COUNT = 200
DONE = "(SELECT id FROM statuses WHERE base IN ('resolved', 'closed'))"
OPEN_CLOCK = "EXISTS (SELECT 1 FROM clocks c WHERE c.ticket_id = t.id AND c.met_at IS NULL AND {})"
LATE = OPEN_CLOCK.format("c.breached_at IS NOT NULL")
NEAR = OPEN_CLOCK.format(
    "(c.breached_at IS NOT NULL OR c.due_at <= :now + c.minutes * interval '15 seconds')"
)
NAME = "coalesce((SELECT lower(x.name) FROM {} x WHERE x.id = {}), '')"
KEYS = {
    "newest": "t.created_at DESC",
    "oldest": "t.created_at",
    "changed": "t.updated_at DESC",
    "due": "coalesce((SELECT min(c.due_at) FROM clocks c WHERE c.ticket_id = t.id"
    " AND c.met_at IS NULL), '9999-01-01+00')",
    "priority": "array_position(ARRAY['critical', 'high', 'medium', 'low'], t.priority)",
    "status": "(SELECT s.position FROM statuses s WHERE s.id = t.status_id)",
    "team": NAME.format("teams", "t.team_id"),
    "owner": NAME.format("people", "t.assignee_id"),
    "category": NAME.format("categories", "coalesce(t.subcategory_id, t.category_id)"),
}
FILTERS = {
    "status:open": "t.status_id = (SELECT id FROM statuses WHERE name = 'Open')",
    "priority:p1": "t.priority = 'critical'",
    "team:Lamps": "t.team_id = (SELECT id FROM teams WHERE name = 'Lamps')",
    "category:Billing": "t.category_id = (SELECT id FROM categories WHERE name = 'Billing')",
    "assignee:nobody": "t.assignee_id IS NULL",
    "age:7d": "t.created_at < :now - interval '7 days'",
    "opened:24h": "t.created_at >= :now - interval '24 hours'",
    "sla:overdue": LATE,
    "sla:breaching": NEAR,
    "sla:intime": f"NOT {NEAR}",
    "view:open sla:overdue": f"{LATE} AND t.status_id NOT IN {DONE}",
}


@pytest.fixture
async def agent(office: Office) -> Actor:
    """Somebody who looks at very many tickets, some of which a team has."""
    await seed(office.database, office.organisation_id, COUNT)
    team = await office.given_team("Lamps")
    await office.sql("UPDATE tickets SET team_id = :team WHERE number % 3 = 0", team=team)
    await office.sql(
        "UPDATE tickets SET created_at = :now - number % 53 * interval '6 hours',"
        " updated_at = :now - number % 7 * interval '1 minute'",
        now=office.clock.now(),
    )
    # By chance none of the few that have not ended might be open.
    opened = "(SELECT id FROM statuses WHERE name = 'Open')"
    await office.sql(f"UPDATE tickets SET status_id = {opened} WHERE number = {COUNT}")
    return await office.given_person("Sam", Role.MANAGER)


async def listed(office: Office, who: Actor, said: str) -> list[int]:
    """The numbers on all pages of that list, in order."""
    command = parse(f"list {said}", build_registry().grammar("ticket"))
    found: list[int] = []
    async with office.work() as uow:
        wanted = narrowed(command, command.options.get("view", "all"), uow.now)
        cursor = None
        while True:
            page = await list_tickets(
                uow, who, wanted, sort=order_of(command), cursor=cursor, limit=70
            )
            found += [view.number for view in page.tickets]
            cursor = page.next
            if cursor is None:
                return found


async def in_sql(office: Office, where: str, order: str) -> list[int]:
    """The same said plainly."""
    query = f"SELECT t.number FROM tickets t WHERE {where} ORDER BY {order}"
    values = {"now": office.clock.now()} if ":now" in query else {}
    return [number for (number,) in await office.sql(text(query), **values)]


async def test_each_order_is_that_of_sql(office: Office, agent: Actor) -> None:
    assert set(KEYS) == set(ORDERS)
    orders = set()
    for name, key in KEYS.items():
        turned = "DESC" if key.endswith("DESC") else ""
        wanted = await in_sql(office, "true", f"{key}, t.id {turned}")
        assert len(wanted) == COUNT
        assert await listed(office, agent, f"sort:{name}") == wanted, name
        orders.add(tuple(wanted))
    assert len(orders) == len(KEYS)  # or the tickets were too much alike


async def test_each_filter_is_that_of_sql(office: Office, agent: Actor) -> None:
    for said, where in FILTERS.items():
        wanted = await in_sql(office, where, "t.created_at DESC, t.id DESC")
        assert await listed(office, agent, said) == wanted, said
        assert 0 < len(wanted) < COUNT, said


async def test_what_is_no_order_or_state_is_said(office: Office) -> None:
    sam, ana = await office.given_person("Sam"), await office.given_customer()
    for who, said, field in (
        (sam, "sla:tomorrow", "sla"),
        (ana, "sla:overdue", "sla"),
        (sam, "age:old", "age"),
    ):
        with pytest.raises(Invalid) as refused:
            await listed(office, who, said)
        assert refused.value.details["field"] == field
    with pytest.raises(Invalid, match="colour"):
        order_of(Command("list", options={"sort": "colour"}))
