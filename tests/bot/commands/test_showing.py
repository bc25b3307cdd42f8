"""``show`` holds all that one must know of a ticket, and leads to all the rest."""

import json

from adapters.slack.render.messages import render
from bot.cards import Card
from core.access.actor import Role
from core.tickets.claiming import claim
from core.tickets.configuration.fields import FieldDraft, save_field
from core.tickets.relations.linking import link
from core.tickets.replying import reply
from tests.bot.talking import Talking
from tests.builders import Office
from tests.fakes.slack import broken_by_message


async def test_all_parts_of_a_ticket_are_on_its_card_or_one_press_away(
    office: Office, talking: Talking
) -> None:
    ana, sam = await office.given_customer(), await office.given_person()
    ada = await office.given_person("Ada", Role.ADMIN)
    await office.do(save_field, ada, FieldDraft(key="device", label="Device"))
    other = await office.given_ticket(ana, subject="The other printer hums")
    ticket = await office.given_ticket(
        ana, subject="Printer hums", description="All day.", custom_fields={"device": "HP 4"}
    )
    await office.do(link, sam, ticket.number, other.number)
    await office.do(claim, sam, ticket.number)
    await office.do(reply, sam, ticket.number, "Which tone?")

    card = await talking.tell(sam, f"show {ticket.number}")
    assert isinstance(card, Card)
    slack = render(card)
    shown = json.dumps(slack.blocks, ensure_ascii=False)
    assert broken_by_message({"text": slack.text, "blocks": slack.blocks}) is None
    # Header, customer, custom field, related ticket.
    for part in ("TIK-1002", "Printer hums", "Open", "Medium", "Ana via REST", "Sam"):
        assert part in shown, part
    for part in ("Device", "HP 4", "TIK-1001", "The other printer hums"):
        assert part in shown, part
    # Acts, and the ways to the conversation, the history and the customer.
    for act in ("Reply", "Note", "Resolve"):
        assert act in {button.label for button in card.buttons}
    ways = {button.says for button in card.buttons}
    ways |= {option.says for select in card.selects for option in select.options}
    for way in ("messages", "history", "customer"):
        says = f"show TIK-1002 view:{way}"
        assert says in ways, way
        led = await talking.tell(sam, says)
        assert isinstance(led, Card)
        assert led.rows, way
