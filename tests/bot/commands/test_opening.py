"""A new ticket: told once, and its form loses nothing that was said."""

from bot.cards import Card, Text
from bot.grammar.parse import parse
from bot.incoming import Kind
from tests.bot.talking import Talking
from tests.builders import Office


async def test_a_ticket_is_not_told_twice_where_its_card_appears(
    office: Office, talking: Talking
) -> None:
    sam = await office.given_person()
    here = {"platform": "web", "workspace": str(office.organisation_id)}
    triage = {**here, "channel": await office.given_channel()}
    assert await talking.tell(sam, "new It hums", spot=triage) is None
    assert await talking.tell(sam, "new It hums", spot={**triage, "thread": "of another"}) == Text(
        text="You opened **TIK-1002**."
    )
    elsewhere = await talking.tell(sam, "new It hums", spot={**here, "channel": "lunch"})
    assert isinstance(elsewhere, Card)
    assert elsewhere.ref == "TIK-1003"


async def test_a_form_for_a_new_ticket_keeps_what_was_said_already(
    office: Office, talking: Talking
) -> None:
    sam, ana = await office.given_person(), await office.given_customer(email="ana@acme.example")
    said = 'new customer:ana@acme.example priority:p2 category:billing tags:"vip, big"'
    form = await talking.ask(sam, said)
    assert form is not None
    values = {field.name: field.value for field in form.fields}
    assert (values["customer"], values["priority"]) == ("ana@acme.example", "high")
    filled = {**values, "subject": "Dark", "description": "no light"}
    wrong = await talking.ask(sam, form.says, Kind.FORM, values={**filled, "subject": ""})
    assert wrong is not None
    assert wrong.says == form.says
    await talking.tell(sam, wrong.says, Kind.FORM, values=filled)
    [(number,)] = await office.sql("SELECT number FROM tickets WHERE subject = 'Dark'")
    view = await office.see(number)
    assert view.requester.id == ana.person_id
    assert (view.priority, view.category) == ("high", ("Billing",))
    assert set(view.tags) == {"vip", "big"}


async def test_a_refused_new_ticket_keeps_in_its_form_what_the_form_does_not_ask(
    office: Office, talking: Talking
) -> None:
    sam = await office.given_person()
    refused = await talking.tell(sam, "new Dark category:nonsense tags:vip")
    assert isinstance(refused, Card)
    form = await talking.ask(sam, refused.buttons[0].says, Kind.PRESS)
    assert form is not None
    assert parse(form.says, talking.registry.grammar("ticket")).options == {"tags": "vip"}
