"""Two records of one person: joined they have one history, parted both are as they were."""

from typing import Any

import pytest
from sqlalchemy import text

from core.access.actor import Actor, Role
from core.access.keys import KeyRefused, actor_by_key, create_key
from core.database.tables import metadata
from core.errors import NotFound
from core.people.actors import actor_for
from core.people.identities import link_identity
from core.people.joining import MOVES, join_people, part_people, which_is_kept
from core.people.models import Person
from core.people.people import find_person, list_people
from core.tickets.models import Ticket
from core.tickets.reading.listing import Filter, list_tickets
from core.tickets.reading.timeline import timeline
from core.tickets.reading.views import view_ticket
from core.tickets.replying import reply
from tests.builders import Office

STAFF_S = {
    ("articles", "author_id"),
    ("followers", "person_id"),
    ("held_replies", "author_id"),
    ("installations", "installed_by"),
    ("person_notes", "author_id"),
    ("presences", "person_id"),
    ("recent_tickets", "person_id"),
    ("surveys", "assignee_id"),
    ("team_members", "person_id"),
    ("teams", "manager_id"),
    ("tickets", "assignee_id"),
}
"""What only staff have; it never goes over to somebody else."""
OF_JOINING = {("joined_people", "person_id"), ("joined_people", "other_id")}
# The posts of the web chat are its own: they stay with whom they were shown to.
FOLLOWS = {("sessions", "person_id")}
"""Whoever is signed in as one goes on as the other: that is asked anew each time."""


def test_of_every_column_that_names_a_person_it_is_decided_whether_it_goes_over() -> None:
    named = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "people" and not table.name.startswith("chat_")
    }
    assert named - set(MOVES) - STAFF_S - OF_JOINING - FOLLOWS == set()
    assert set(MOVES) <= named


async def _pair(office: Office) -> tuple[Actor, Actor, Ticket, Ticket]:
    ana = await office.given_customer("Ana")
    account = await office.given_customer("ana_the_fox", email=None)
    mine = await office.given_ticket(ana, subject="From the web")
    theirs = await office.given_ticket(account, subject="From the plaza")
    await office.do(reply, account, theirs.number, "And it smells")
    return ana, account, mine, theirs


async def _rows(office: Office) -> dict[str, list[Any]]:
    """Whose everything is."""
    found = {}
    for name, column in MOVES:
        query = f"SELECT id, {column} FROM {name} ORDER BY id"
        found[f"{name}.{column}"] = [tuple(row) for row in await office.sql(text(query))]
    return found


async def test_joined_they_have_one_history_and_parted_both_are_as_they_were(
    office: Office,
) -> None:
    ana, account, mine, theirs = await _pair(office)
    sam = await office.given_person("Sam")
    before = await _rows(office)
    await office.do(join_people, ana, ana.person_id, account.person_id)
    seen = await office.do(list_tickets, ana, Filter())
    assert {view.number for view in seen.tickets} == {mine.number, theirs.number}
    story = await office.do(timeline, sam, ana.person_id)
    assert len([one for one in story.moments if one.ticket is not None]) == 2
    again = await office.do(actor_for, account.person_id, "plaza")
    assert again is not None
    assert again.person_id == ana.person_id
    boss = await office.given_person("Max", "manager")
    assert "ana_the_fox" not in {p.name for p in await office.do(list_people, boss)}
    later = await office.given_ticket(again, subject="While they were one")
    await office.do(part_people, again)
    after = await _rows(office)
    kept = {row for row in after["tickets.requester_id"] if row[0] != later.id}
    assert kept == set(before["tickets.requester_id"])
    assert (later.id, ana.person_id) in after["tickets.requester_id"]
    for name in set(before) - {
        "tickets.requester_id",
        "messages.author_id",
        "people.joined_into_id",
    }:
        assert after[name] == before[name], name
    assert set(before["messages.author_id"]) <= set(after["messages.author_id"])
    with pytest.raises(NotFound):
        await office.do(view_ticket, ana, theirs.number)
    assert (await office.do(view_ticket, account, theirs.number)).number == theirs.number
    with pytest.raises(NotFound):
        await office.do(part_people, ana)


async def test_a_chain_of_three_is_parted_from_the_end(office: Office) -> None:
    ana, account, _, theirs = await _pair(office)
    third = await office.given_customer("fox2", email=None)
    last = await office.given_ticket(third)
    before = await _rows(office)
    await office.do(join_people, account, account.person_id, third.person_id)
    await office.do(join_people, ana, ana.person_id, account.person_id)
    found = await office.do(actor_for, third.person_id, "plaza")
    assert found is not None
    assert found.person_id == ana.person_id
    await office.do(part_people, ana)
    assert (await office.do(view_ticket, account, theirs.number)).number == theirs.number
    assert (await office.do(view_ticket, account, last.number)).number == last.number
    await office.do(part_people, account)
    assert await _rows(office) == before


async def test_an_address_of_the_one_leads_to_the_other(office: Office) -> None:
    ana = await office.given_customer("Ana", email="ana@acme.example")
    twin = await office.given_customer("Ana B", email="anab@acme.example")
    sam = await office.given_person("Sam")
    await office.do(join_people, ana, ana.person_id, twin.person_id)
    assert (await office.do(find_person, sam, "anab@acme.example")).id == ana.person_id

    class Vouched:
        name, direct, email = "Ana", "d1", "anab@acme.example"
        guest = staff = False
        timezone = avatar_url = person_id = None

    identity = await office.do(link_identity, "plaza", "P1", "u1", Vouched())
    assert identity.person_id == ana.person_id


async def test_staff_and_what_is_joined_already_never_go_over(office: Office) -> None:
    ana, account, _, _ = await _pair(office)
    sam = await office.given_person("Sam")
    with pytest.raises(NotFound):
        await office.do(join_people, ana, ana.person_id, sam.person_id)
    with pytest.raises(NotFound):
        await office.do(join_people, ana, ana.person_id, ana.person_id)
    await office.do(join_people, ana, ana.person_id, account.person_id)
    with pytest.raises(NotFound):
        await office.do(join_people, sam, sam.person_id, account.person_id)


async def test_staff_are_kept_then_who_has_an_address_then_who_was_known_first(
    office: Office,
) -> None:
    nameless = await office.given_customer("Fox", email=None)
    office.clock.move(days=1)
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    async with office.work() as uow:
        fox, known, staff = [
            await uow.session.get_one(Person, one.person_id) for one in (nameless, ana, sam)
        ]
    assert which_is_kept(fox, known) == (known, fox)
    assert which_is_kept(known, staff) == (staff, known)


@pytest.mark.parametrize(("role", "works"), [(Role.AGENT, False), (Role.CUSTOMER, True)])
async def test_a_customers_key_gets_no_rights_of_staff(
    office: Office, role: Role, *, works: bool
) -> None:
    keep, ana = await office.given_person("Ana", role), await office.given_customer("ana")
    key = await office.do(
        create_key, office.desk, role=Role.CUSTOMER, scopes=[], person_id=ana.person_id
    )
    await office.do(join_people, office.desk, keep.person_id, ana.person_id)
    try:
        actor = await office.do(actor_by_key, key.secret)
        assert works
        assert (actor.person_id, actor.role) == (keep.person_id, Role.CUSTOMER)
    except KeyRefused:
        assert not works
