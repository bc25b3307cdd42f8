"""TKT-09, CNV-13, USR-07, DAT-01: the migrated database against the data model."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.database.unit_of_work import Database
from core.tickets.configuration.tagging import tags_of
from tests.builders import Office

UUID, TEXT, TIME, INT = "uuid", "text", "timestamp with time zone", "bigint"
JSON, FLAG = "jsonb", "boolean"

# Name -> (type, may be empty, what it refers to).
TICKET = {
    "id": (UUID, False, None),
    "organisation_id": (UUID, False, "organisations.id"),
    "number": (INT, False, None),
    "subject": (TEXT, False, None),
    "status_id": (UUID, False, "statuses.id"),
    "priority": (TEXT, False, None),
    "requester_id": (UUID, False, "people.id"),
    "assignee_id": (UUID, True, "people.id"),
    "team_id": (UUID, True, "teams.id"),
    "category_id": (UUID, True, "categories.id"),
    "subcategory_id": (UUID, True, "categories.id"),
    "policy_id": (UUID, True, "sla_policies.id"),
    "source": (TEXT, False, None),
    "custom_fields": (JSON, False, None),
    "due_at": (TIME, True, None),
    "created_at": (TIME, False, None),
    "updated_at": (TIME, False, None),
    "resolved_at": (TIME, True, None),
    "closed_at": (TIME, True, None),
    "deleted_at": (TIME, True, None),
    "merged_into_id": (UUID, True, "tickets.id"),
}
MESSAGE = {
    "id": (UUID, False, None),
    "ticket_id": (UUID, False, "tickets.id"),
    "kind": (TEXT, False, None),
    "audience": (TEXT, False, None),
    "body": (TEXT, False, None),
    "author_id": (UUID, True, "people.id"),
    "author_role": (TEXT, False, None),
    "surface": (TEXT, False, None),
    "created_at": (TIME, False, None),
    "edited_at": (TIME, True, None),
    "deleted_at": (TIME, True, None),
}
PERSON = {
    "id": (UUID, False, None),
    "email": (TEXT, True, None),
    "name": (TEXT, False, None),
    "role": (TEXT, False, None),
    "team_id": (UUID, True, "teams.id"),
    "status": (TEXT, False, None),
    "created_at": (TIME, False, None),
    "updated_at": (TIME, False, None),
    "last_login_at": (TIME, True, None),
    "preferences": (JSON, False, None),
    "avatar_url": (TEXT, True, None),
    "phone": (TEXT, True, None),
    "timezone": (TEXT, True, None),
    "language": (TEXT, True, None),
}
CLOCK = {"ticket_id": (UUID, False, "tickets.id"), "due_at": (TIME, True, None)}
TICKET_TAG = {"ticket_id": (UUID, False, "tickets.id"), "tag_id": (UUID, False, "tags.id")}
CATEGORY = {
    "name": (TEXT, False, None),
    "description": (TEXT, False, None),
    "icon": (TEXT, False, None),
    "colour": (TEXT, False, None),
    "active": (FLAG, False, None),
    "parent_id": (UUID, True, "categories.id"),
}
TEAM = {
    "name": (TEXT, False, None),
    "description": (TEXT, False, None),
    "manager_id": (UUID, True, "people.id"),
    "email": (TEXT, True, None),
}
MODEL = {
    "tickets": TICKET,
    "messages": MESSAGE,
    "people": PERSON,
    "clocks": CLOCK,
    "ticket_tags": TICKET_TAG,
    "categories": CATEGORY,
    "teams": TEAM,
}

COLUMNS = text(
    """
    SELECT a.attname, format_type(a.atttypid, NULL), NOT a.attnotnull,
           (SELECT string_agg(k.confrelid::regclass || '.' || f.attname, ',')
            FROM pg_constraint k JOIN pg_attribute f
                ON f.attrelid = k.confrelid AND f.attnum = k.confkey[1]
            WHERE k.contype = 'f' AND k.conrelid = a.attrelid AND k.conkey = ARRAY[a.attnum])
    FROM pg_attribute a
    WHERE a.attrelid = CAST(:table AS regclass) AND a.attnum > 0 AND NOT a.attisdropped
    """
)


@pytest.mark.parametrize("table", sorted(MODEL))
async def test_the_record_is_what_the_data_model_says(database: Database, table: str) -> None:
    async with database.owner() as session:
        rows = (await session.execute(COLUMNS, {"table": table})).all()
    found = {row[0]: tuple(row[1:]) for row in rows}
    assert {name: found.get(name) for name in MODEL[table]} == MODEL[table]


async def test_a_ticket_holds_what_was_said_of_it(office: Office) -> None:
    ana, team = await office.given_customer("Ana"), await office.given_team("Accounts")
    sam = await office.given_person("Sam")
    ticket = await office.given_ticket(
        sam,
        customer="Ana",
        subject="Locked out",
        priority="p2",
        category="Accounts > Login",
        tags=["vip", "vpn"],
    )
    assert (ticket.requester_id, ticket.priority, ticket.source) == (ana.person_id, "high", "api")
    assert ticket.category_id != ticket.subcategory_id
    assert ticket.policy_id is not None
    assert await office.do(tags_of, ticket) == ["vip", "vpn"]
    assert (team, sam.person_id) != (None, None)
    view = await office.see(ticket.number)
    assert view.category == ("Accounts", "Login")
    assert view.created_at == view.updated_at == office.clock.now()
    assert (view.resolved_at, view.closed_at, view.due_at) == (None, None, None)


@pytest.mark.parametrize(
    ("column", "table"),
    [(name, "tickets") for name, (_, _, to) in TICKET.items() if to and name != "organisation_id"]
    + [("ticket_id", "messages"), ("ticket_id", "clocks"), ("tag_id", "ticket_tags")],
)
async def test_relations_are_enforced(office: Office, column: str, table: str) -> None:
    await office.given_customer("Ana")
    await office.given_ticket(await office.given_person(), customer="Ana", tags=["vip"])
    statement = f"UPDATE {table} SET {column} = gen_random_uuid()"
    with pytest.raises(IntegrityError, match=f"fk_{table}_{column}"):
        await office.sql(statement)


UNIQUE: dict[str, tuple[str, Any]] = {
    "uq_tickets_organisation_id_number": ("UPDATE tickets SET number = 5", None),
    "uq_people_organisation_id_email": ("UPDATE people SET email = 'a@b.example'", None),
    "uq_tags_organisation_id_name": ("UPDATE tags SET name = 'x'", None),
    "uq_statuses_organisation_id_name": ("UPDATE statuses SET name = 'x'", None),
}


@pytest.mark.parametrize("name", sorted(UNIQUE))
async def test_what_must_be_unique_is(office: Office, name: str) -> None:
    await office.given_customer("Ana")
    for tags in (["one"], ["two"]):
        await office.given_ticket(await office.given_person(), customer="Ana", tags=tags)
    await office.given_customer("Ben")
    with pytest.raises(IntegrityError, match=name):
        await office.sql(UNIQUE[name][0])
