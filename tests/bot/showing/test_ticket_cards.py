"""What stands on a ticket's cards, for staff and for its customer."""

import pytest

from bot.cards import Badge, Tone
from bot.showing.customer_cards import customer_card
from bot.showing.shared_cards import shared_card
from bot.showing.ticket_cards import staff_card, ticket_row
from core.tickets.configuration.fields import FieldDraft, save_field
from core.tickets.resolving import close, resolve
from tests.builders import Office


@pytest.mark.parametrize(
    ("description", "quote"),
    [
        ("How do I reopen a ticket?", ""),
        ("how do i reopen a ticket", ""),
        ("How do I reopen a ticket? The old one.", "How do I reopen a ticket? The old one."),
    ],
)
async def test_a_quote_does_not_repeat_the_title(
    office: Office, description: str, quote: str
) -> None:
    ana = await office.given_customer()
    subject = "How do I reopen a ticket?"
    ticket = await office.given_ticket(ana, subject=subject, description=description)
    card = staff_card(await office.see(ticket.number), office.clock.now())
    assert card.quote == quote
    assert card.footer == "1 message with the customer"


async def test_what_was_filled_into_a_form_is_on_no_card_that_others_read(office: Office) -> None:
    field = FieldDraft(key="licence", label="Licence key", kind="text")
    await office.do(save_field, office.desk, field)
    ana = await office.given_customer()
    ticket = await office.given_ticket(ana, custom_fields={"licence": "X-123"})
    view, now = await office.see(ticket.number, ana), office.clock.now()
    assert "X-123" in customer_card(view, now).model_dump_json()
    shared = shared_card(view, now).model_dump_json()
    assert "X-123" not in shared
    assert "Licence" not in shared


async def test_solved_stands_out_once_it_is_the_customers_turn_to_say_so(office: Office) -> None:
    ana = await office.given_customer()
    number = (await office.given_ticket(ana, description="It burns")).number

    async def buttons() -> list[tuple[str, str]]:
        card = customer_card(await office.see(number), office.clock.now())
        return [(button.label, button.style) for button in card.buttons]

    assert await buttons() == [("Solved", "plain")]
    await office.do(resolve, office.desk, number, "done")
    assert await buttons() == [("Solved", "primary"), ("Reopen", "plain")]
    await office.do(close, ana, number)
    assert await buttons() == [("Reopen", "plain")]


@pytest.mark.parametrize(
    ("priority", "tone"),
    [
        ("critical", Tone.DANGER),
        ("high", Tone.WARNING),
        ("medium", Tone.NEUTRAL),
        ("low", Tone.NEUTRAL),
    ],
)
async def test_what_is_urgent_stands_out_on_cards_and_in_lists(
    office: Office, priority: str, tone: Tone
) -> None:
    ticket = await office.given_ticket(await office.given_customer(), priority=priority)
    view, now = await office.see(ticket.number), office.clock.now()
    badge = Badge(word=priority.capitalize(), tone=tone)
    assert badge in staff_card(view, now).badges
    assert badge in ticket_row(view, now, staff=True).badges
