"""What a change owes to which place: one message per fact, never to the wrong side."""

from typing import Any

import pytest

from core.access.actor import Actor
from core.conversation.audience import Audience
from core.conversation.copies import send_again
from core.conversation.models import Place
from core.conversation.places import CUSTOMER, new_place, place_at
from core.conversation.refs import CARD, MESSAGE, keep_ref
from core.tickets.amending import delete_message, edit_message
from core.tickets.announcements.marks import mark_of
from core.tickets.claiming import claim, release
from core.tickets.editing import TicketEdit, edit
from core.tickets.models import Ticket
from core.tickets.opening import TicketDraft, open_ticket
from core.tickets.replying import note, reply
from core.tickets.resolving import resolve
from tests.builders import Office


async def in_support(office: Office, ana: Actor, *, thread: str = "t1") -> tuple[Ticket, Place]:
    """A ticket that was asked for in a thread of a customers' channel."""
    async with office.work() as uow:
        values = new_place(
            uow,
            platform="web",
            workspace="w",
            channel="support",
            thread=thread,
            role=CUSTOMER,
            audience=Audience.PUBLIC.value,
        )
        place = Place(**values)
        uow.session.add(place)
        await uow.session.flush()
        ticket = await open_ticket(uow, ana, TicketDraft(subject="Help"), place_id=place.id)
    return ticket, place


async def owed(office: Office, *, sent: bool = True) -> list[tuple[str, str]]:
    """What is queued, as (role of the place, kind); then taken as sent."""
    rows = await office.sql(
        "SELECT p.role, d.kind FROM deliveries d JOIN places p ON p.id = d.place_id"
        " WHERE d.state = 'queued' ORDER BY d.seq"
    )
    if sent:
        await office.sql("UPDATE deliveries SET state = 'sent' WHERE state = 'queued'")
    return [tuple(row) for row in rows]


async def given(office: Office) -> tuple[Actor, Actor, Ticket, Place]:
    await office.given_channel()
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    ticket, place = await in_support(office, ana)
    return ana, sam, ticket, place


async def test_opening_owes_a_card_to_staff_and_to_the_customer_s_place(office: Office) -> None:
    ana, _, ticket, place = await given(office)
    assert sorted(await owed(office)) == [("customer", "card"), ("internal", "card")]
    found = await office.do(place_at, "web", "w", "support", "t1")
    assert found is not None
    assert (found.id, found.ticket_id) == (place.id, ticket.id)
    await office.given_ticket(ana)  # by API, and she has no account to be reached on
    assert await owed(office) == [("internal", "card")]


async def test_a_note_goes_to_staff_alone(office: Office) -> None:
    _, sam, ticket, _ = await given(office)
    await owed(office)
    written = await office.do(note, sam, ticket.number, "psst")
    assert await owed(office) == [("internal", "message")]
    mark = await office.do(mark_of, written)
    assert mark is not None
    assert mark.shown == "🔒 note"


async def test_a_reply_goes_to_the_customer_first_and_is_not_echoed(office: Office) -> None:
    ana, sam, ticket, place = await given(office)
    await owed(office)
    await office.do(reply, sam, ticket.number, "Hello")
    deliveries = await owed(office)
    assert [d for d in deliveries if d[1] == "message"] == [
        ("customer", "message"),
        ("internal", "message"),
    ]
    assert sorted(d for d in deliveries if d[1] == "card") == [
        ("customer", "card"),
        ("internal", "card"),
    ]
    await office.do(reply, ana, ticket.number, "Thanks", place_id=place.id)
    assert [d for d in await owed(office) if d[1] == "message"] == [("internal", "message")]


@pytest.mark.parametrize(
    ("act", "lines"),
    [
        (claim, {"customer", "internal"}),
        (release, {"internal"}),
        (resolve, {"customer", "internal"}),
        (edit, set()),
    ],
)
async def test_lines_are_said_where_they_matter(office: Office, act: Any, lines: set[str]) -> None:
    _, sam, ticket, _ = await given(office)
    if act is release:
        await office.do(claim, sam, ticket.number)
    await owed(office)
    args = (TicketEdit(priority="high", add_tags=["x"]),) if act is edit else ()
    await office.do(act, sam, ticket.number, *args)
    deliveries = await owed(office)
    assert {role for role, kind in deliveries if kind == "line"} == lines
    assert sum(kind == "card" for _, kind in deliveries) == 2


@pytest.mark.parametrize(
    ("state", "is_said"), [("sending", True), ("sent", True), ("withheld", False)]
)
async def test_an_edit_made_where_an_earlier_one_arrives_is_said_there_again(
    office: Office, state: str, is_said: bool
) -> None:
    """It may have arrived after the edit was made there, and before we heard of that."""
    ana, _, ticket, place = await given(office)
    said = await office.do(reply, ana, ticket.number, "Helo", place_id=place.id)
    async with office.work() as uow:
        await keep_ref(uow, place.id, MESSAGE, "m1", said.id)
    await owed(office)
    await office.do(edit_message, ana, said.id, "Hello?")  # by REST
    assert ("customer", "edit") in await owed(office, sent=False)
    await office.sql("UPDATE deliveries SET state = :state WHERE state = 'queued'", state=state)
    await office.do(edit_message, ana, said.id, "Hello!", place_id=place.id)
    assert (("customer", "edit") in await owed(office)) == is_said


async def test_edits_and_removals_reach_the_places_where_it_stands(office: Office) -> None:
    ana, _, ticket, place = await given(office)
    said = await office.do(reply, ana, ticket.number, "Helo", place_id=place.id)
    inside = (await office.sql("SELECT id FROM places WHERE role = 'internal'"))[0].id
    await office.do(keep_ref, place.id, MESSAGE, "m1", said.id)
    await office.do(keep_ref, inside, MESSAGE, "m2", said.id)
    await office.do(keep_ref, inside, CARD, "c1")
    await owed(office)
    await office.do(edit_message, ana, said.id, "Hello", place_id=place.id)
    assert await owed(office) == [("internal", "edit"), ("internal", "card")]
    await office.do(delete_message, ana, said.id)
    assert sorted(await owed(office)) == [
        ("customer", "card"),
        ("customer", "remove"),
        ("internal", "card"),
        ("internal", "remove"),
    ]


async def test_a_silent_ticket_gets_its_card_with_the_first_act(office: Office) -> None:
    await office.given_channel()
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    async with office.work() as uow:
        ticket = await open_ticket(uow, ana, TicketDraft(subject="Old"), silent=True)
    assert await owed(office) == []
    await office.do(claim, sam, ticket.number)
    assert await owed(office) == [("internal", "card"), ("internal", "line")]


MARKS = [
    (["sent"], "📨 sent", False),
    (["sent", "queued"], "⏳ queued", False),
    (["sending"], "⏳ queued", False),
    (["queued", "checking"], "❔ checking", False),
    (["sent", "withheld"], "❌ withheld", False),
    (["queued", "unknown"], "❔ outcome unknown", True),
    (["sent", "dead", "unknown"], "🪦 not delivered", True),
]


@pytest.mark.parametrize(("states", "shown", "stuck"), MARKS, ids=lambda value: str(value))
async def test_the_mark_shows_the_worst_of_all_places(
    office: Office, states: list[str], shown: str, stuck: bool
) -> None:
    _, sam, ticket, place = await given(office)
    said = await office.do(reply, sam, ticket.number, "Hello")
    assert (await office.do(mark_of, said)) is not None
    await office.sql("DELETE FROM deliveries")
    for state in states:
        await office.sql(
            "INSERT INTO deliveries (id, organisation_id, platform, workspace, place_id, kind,"
            " lane, state, attempts, next_at, created_at, message_id) VALUES (gen_random_uuid(),"
            " :o, 'web', 'w', :p, 'message', 'l', :s, 1, now(), now(), :m)",
            o=office.organisation_id,
            p=place.id,
            s=state,
            m=said.id,
        )
    mark = await office.do(mark_of, said)
    assert mark is not None
    assert (mark.shown, mark.stuck) == (shown, stuck)


async def test_a_message_that_missed_once_says_so_and_one_without_a_place_has_no_mark(
    office: Office,
) -> None:
    ana, sam, ticket, _ = await given(office)
    said = await office.do(reply, sam, ticket.number, "Hello")
    await office.sql("UPDATE deliveries SET error = 'down'")
    mark = await office.do(mark_of, said)
    assert mark is not None
    assert (mark.shown, mark.failing) == ("❌ failed, trying again", True)
    await office.sql("UPDATE deliveries SET next_at = now() + interval '1 day'")
    assert await office.do(send_again, sam, said.id) >= 1
    [(late,)] = await office.sql(
        "SELECT count(*) FROM deliveries WHERE message_id = :m AND next_at > :now",
        m=said.id,
        now=office.clock.now(),
    )
    assert late == 0
    other = await office.given_ticket(ana)
    assert await office.do(mark_of, await office.do(reply, sam, other.number, "Hi")) is None
