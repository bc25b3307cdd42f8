"""TKT-02, TKT-03: opening tickets."""

import asyncio
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.errors import Denied, Invalid
from core.ids import new_id
from core.people.people import find_person
from core.tickets.configuration.categories import CategoryDraft, save_category
from core.tickets.messages import LONGEST
from core.tickets.opening import TicketDraft, open_ticket
from core.tickets.reading.history import list_messages
from tests.builders import Office

WRITERS = 20


async def open_many(office: Office, each: int) -> list[int]:
    ana = await office.given_customer()

    async def write() -> list[int]:
        found = []
        for _ in range(each):
            async with office.work() as uow:
                found.append((await open_ticket(uow, ana, TicketDraft(subject="Help"))).number)
        return found

    numbers = await asyncio.gather(*(write() for _ in range(WRITERS)))
    return sorted(itertools.chain.from_iterable(numbers))


async def test_parallel_writers_never_get_the_same_number(office: Office) -> None:
    numbers = await open_many(office, 10)
    assert len(set(numbers)) == len(numbers) == 200
    assert numbers[0] == 1001
    (unique,) = await office.sql(
        "SELECT indexdef FROM pg_indexes WHERE indexname = 'uq_tickets_organisation_id_number'"
    )
    assert "UNIQUE" in unique[0]


@pytest.mark.long
async def test_ten_thousand_tickets_by_twenty_writers_have_ten_thousand_numbers(
    office: Office,
) -> None:
    numbers = await open_many(office, 500)
    assert len(set(numbers)) == 10_000


async def test_each_organisation_counts_for_itself(office: Office) -> None:
    other = await office.neighbour()
    ours = await office.given_ticket(await office.given_customer())
    theirs = await other.given_ticket(await other.given_customer())
    assert ours.number == theirs.number == 1001
    assert ours.id != theirs.id
    assert (await office.see(1001)).ref == "TIK-1001"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", ""),
        ("subject", "   "),
        ("subject", "\x00"),
        ("subject", " \x00 "),
        ("subject", "x" * 201),
        ("subject", None),
        ("priority", "very"),
        ("priority", ""),
        ("description", "x" * (LONGEST + 1)),
        ("tags", ["x"] * 51),
        ("colour", "red"),
    ],
)
def test_what_is_wrong_with_a_draft_is_said_by_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        TicketDraft.model_validate({"subject": "Help"} | {field: value})
    assert [error["loc"][0] for error in refused.value.errors()] == [field]


@given(st.text(max_size=250), st.text(max_size=80))
def test_a_draft_that_is_accepted_can_be_stored(subject: str, description: str) -> None:
    try:
        draft = TicketDraft(subject=subject, description=description)
    except ValidationError:
        return
    assert 1 <= len(draft.subject) <= 200
    assert "\x00" not in draft.subject + draft.description


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"category": "Nowhere"}, "category"),
        ({"category": "Hardware"}, "description"),  # needs one, see below
        ({"category": "Hardware", "description": "It burns"}, "priority"),
        ({"customer": "somebody I know"}, "customer"),
        ({"customer": "not an@address"}, "customer"),
        ({"team": "Nobody's"}, "team"),
        ({"tags": ["not a tag!"]}, "tags"),
    ],
)
async def test_a_refused_draft_leaves_nothing(
    office: Office, values: dict[str, object], field: str
) -> None:
    rows = await office.sql("SELECT id FROM categories WHERE name = 'Hardware'")
    draft = CategoryDraft(name="Hardware", required_fields=["priority", "description"])
    await office.do(save_category, office.desk, draft, rows[0].id)
    sam = await office.given_person("Sam")
    with pytest.raises(Invalid) as refused:
        await office.do(open_ticket, sam, TicketDraft.model_validate({"subject": "Help"} | values))
    assert refused.value.details["field"] == field
    for table in ("tickets", "messages", "clocks", "deliveries"):
        assert await office.sql(f"SELECT 1 FROM {table}") == []


async def test_with_all_required_fields_it_is_opened(office: Office) -> None:
    rows = await office.sql("SELECT id FROM categories WHERE name = 'Hardware'")
    draft = CategoryDraft(name="Hardware", required_fields=["priority", "description"])
    await office.do(save_category, office.desk, draft, rows[0].id)
    ticket = await office.given_ticket(
        await office.given_customer(), category="hardware", description="It burns", priority="low"
    )
    assert (await office.see(ticket.number)).category == ("Hardware",)


async def test_staff_open_for_somebody_else_known_or_new(office: Office) -> None:
    ana = await office.given_customer("Ana Ruiz", email="ana@customer.example")
    sam = await office.given_person("Sam")
    known = await office.given_ticket(sam, customer="ana@customer.example", description="Stuck")
    by_name = await office.given_ticket(sam, customer="ana ruiz")
    assert known.requester_id == by_name.requester_id == ana.person_id
    fresh = await office.given_ticket(sam, customer="New.One@customer.example")
    person = await office.do(find_person, sam, "new.one@customer.example")
    assert (fresh.requester_id, person.role) == (person.id, "customer")
    (message,) = await office.do(list_messages, ana, known.number)
    assert (message.author_id, message.author_role) == (ana.person_id, "customer")
    opened = (await office.events(known.id))[0]
    assert (opened.type, opened.actor_id) == ("TicketOpened", sam.person_id)


async def test_customers_open_for_themselves_only(office: Office) -> None:
    await office.given_customer("Ana", email="ana@customer.example")
    ben = await office.given_customer("Ben")
    with pytest.raises(Denied):
        await office.given_ticket(ben, customer="ana@customer.example")
    team = await office.given_team("Accounts")
    ticket = await office.given_ticket(ben, team="Accounts")
    assert (ticket.team_id, team) == (None, team)


async def test_a_member_of_staff_is_the_customer_of_their_own_ticket(office: Office) -> None:
    sam = await office.given_person("Sam")
    ticket = await office.given_ticket(sam, description="My own laptop")
    view = await office.see(ticket.number)
    clock = view.clock("first_response")
    assert clock is not None
    assert (clock.met_at, clock.state) == (None, "running")
    assert (view.waiting_on, view.quote) == ("us", "My own laptop")


async def test_the_desk_itself_must_say_for_whom(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        await office.given_ticket(office.desk)
    assert refused.value.details["field"] == "customer"


async def test_a_silent_ticket_appears_with_its_first_act(office: Office) -> None:
    await office.given_channel()
    ana = await office.given_customer()
    draft = TicketDraft(subject="From a file")
    ticket = await office.do(open_ticket, ana, draft, silent=True, source="import")
    assert ticket.source == "import"
    assert await office.sql("SELECT 1 FROM deliveries") == []
    assert new_id() != ticket.id
