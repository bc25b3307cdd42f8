"""CNV-04 in chat: shown first, then sent, edited or left."""

import pytest

from bot.cards import Card, Form
from bot.incoming import Kind
from core.access.actor import Actor
from core.tickets.macros.macros import MacroActions, MacroDraft, save_macro
from core.tickets.models import Ticket
from core.tickets.reading.history import list_messages
from core.tickets.replying import reply
from tests.bot.talking import Talking
from tests.builders import Office


@pytest.fixture
async def sam(office: Office) -> Actor:
    draft = MacroDraft(
        name="refund",
        text="Dear {customer.name}, it is on its way.",
        actions=MacroActions(status="Pending", add_tags=["refund"]),
    )
    await office.do(save_macro, office.desk, draft)
    return await office.given_person("Sam")


@pytest.fixture
async def ticket(office: Office) -> Ticket:
    return await office.given_ticket(await office.given_customer("Ana"))


async def said_on(office: Office, ticket: Ticket) -> list[str]:
    return [m.body for m in await office.do(list_messages, office.desk, ticket.number)][1:]


async def preview(talking: Talking, sam: Actor, ticket: Ticket) -> Card:
    card = await talking.tell(sam, f"macro {ticket.number} refund")
    assert isinstance(card, Card)
    return card


async def test_a_named_macro_is_shown_with_what_it_will_do(
    office: Office, talking: Talking, sam: Actor, ticket: Ticket
) -> None:
    card = await preview(talking, sam, ticket)
    assert card.quote == "Dear Ana, it is on its way."
    assert {f.name: f.value for f in card.facts} == {
        "Goes as": "To Ana",
        "Status": "Pending",
        "Tags": "+refund",
    }
    assert [button.label for button in card.buttons] == ["Send", "Edit first", "Cancel"]
    assert await said_on(office, ticket) == []
    await talking.tell(sam, card.buttons[0].says, Kind.PRESS)
    assert await said_on(office, ticket) == ["Dear Ana, it is on its way."]
    assert (await office.see(ticket.number)).status == "Pending"


async def test_the_text_can_be_edited_first(
    office: Office, talking: Talking, sam: Actor, ticket: Ticket
) -> None:
    card = await preview(talking, sam, ticket)
    form = await talking.ask(sam, card.buttons[1].says, Kind.PRESS)
    assert form is not None
    assert form.fields[0].value == card.quote
    assert "Ana will see this" in form.intro
    empty = await talking.ask(sam, form.says, Kind.FORM, values={"text": " "})
    assert empty is not None
    assert empty.fields[0].error
    values = {"text": "Dear Ana, it comes on Monday."}
    assert await talking.ask(sam, form.says, Kind.FORM, values=values) is None
    await talking.tell(sam, form.says, Kind.FORM, values=values)
    assert await said_on(office, ticket) == ["Dear Ana, it comes on Monday."]


async def test_cancel_leaves_all_as_it_is(
    office: Office, talking: Talking, sam: Actor, ticket: Ticket
) -> None:
    card = await preview(talking, sam, ticket)
    await talking.tell(sam, card.buttons[2].says, Kind.PRESS)
    assert await said_on(office, ticket) == []
    assert (await office.see(ticket.number)).revision == ticket.revision


async def test_a_stale_preview_is_held_and_can_be_sent_anyway(
    office: Office, talking: Talking, sam: Actor, ticket: Ticket
) -> None:
    card = await preview(talking, sam, ticket)
    ana = await office.again(await office.given_customer("Zoe"))
    assert ana.person_id is not None
    [(requester,)] = await office.sql("SELECT requester_id FROM tickets")
    await office.do(reply, _as(ana, requester), ticket.number, "Forget it")
    held = await talking.tell(sam, card.buttons[0].says, Kind.PRESS)
    assert isinstance(held, Card)
    assert held.title.startswith("Held")
    assert await said_on(office, ticket) == ["Forget it"]
    assert await talking.ask(sam, held.buttons[0].says, Kind.PRESS) is None
    await talking.tell(sam, held.buttons[0].says, Kind.PRESS)
    assert await said_on(office, ticket) == ["Forget it", "Dear Ana, it is on its way."]


def _as(actor: Actor, person_id: object) -> Actor:
    from dataclasses import replace

    return replace(actor, person_id=person_id)  # type: ignore[arg-type]


async def test_without_a_name_all_are_listed_or_chosen_from(
    talking: Talking, sam: Actor, ticket: Ticket
) -> None:
    listed = await talking.tell(sam, f"macro {ticket.number}")
    assert isinstance(listed, Card)
    assert [row.title for row in listed.rows] == ["refund"]
    shown = await talking.tell(sam, listed.rows[0].buttons[0].says, Kind.PRESS)
    assert isinstance(shown, Card)
    assert shown.quote
    form = await talking.ask(sam, f"macro {ticket.number} r1", Kind.PRESS)
    assert isinstance(form, Form)
    assert [option.says for option in form.fields[0].options] == ["refund"]
    chosen = await talking.tell(sam, form.says, Kind.FORM, values={"name": "refund"})
    assert isinstance(chosen, Card)
    assert chosen.quote == shown.quote


@pytest.mark.parametrize("name", ["", "nothing"])
async def test_a_macro_that_was_not_chosen_is_said_at_its_field(
    talking: Talking, sam: Actor, ticket: Ticket, name: str
) -> None:
    again = await talking.ask(sam, f"macro {ticket.number}", Kind.FORM, values={"name": name})
    assert again is not None
    assert again.fields[0].error
