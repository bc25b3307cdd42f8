"""TKT-04 in chat: the form follows the category, cards and lists show what was filled in."""

from typing import Any

import pytest

from bot.cards import Card, FieldKind
from bot.incoming import Kind
from core.tickets.configuration.catalogue import catalogue
from core.tickets.configuration.fields import FieldDraft, save_field
from tests.bot.talking import Talking
from tests.builders import Office


@pytest.fixture
async def hardware(office: Office) -> str:
    """The category with two fields: one for customers, one for staff."""
    async with office.work() as uow:
        category = (await catalogue(uow)).category_named("Hardware").id
    common = {"category_id": category, "label": "Device"}
    device: dict[str, Any] = {
        "key": "device",
        "kind": "choice",
        "choices": ["Printer", "Scanner"],
        "required_for_customers": True,
    }
    await office.do(save_field, office.desk, FieldDraft(**common, **device))
    margin = {"key": "margin", "staff_only": True, "required_for_resolving": True}
    await office.do(save_field, office.desk, FieldDraft(**{**common, **margin, "label": "Margin"}))
    return str(category)


async def test_the_form_asks_for_the_fields_of_the_chosen_category(
    office: Office, talking: Talking, hardware: str
) -> None:
    ana = await office.given_customer("Ana")
    form = await talking.ask(ana, "new")
    assert form is not None
    assert not [f for f in form.fields if f.name.startswith("field.")]
    values = {"subject": "Smoke", "description": "It smokes", "category": hardware}
    more = await talking.ask(ana, form.says, Kind.FORM, values=values)
    assert more is not None
    assert more.intro == "Hardware tickets need a little more."
    by_name = {field.name: field for field in more.fields}
    assert {n for n in by_name if n.startswith("field.")} == {"field.device"}
    assert by_name["field.device"].kind is FieldKind.SELECT
    assert by_name["subject"].value == "Smoke"
    assert not any(field.error for field in more.fields)
    empty = {**values, "field.device": ""}
    again = await talking.ask(ana, more.says, Kind.FORM, values=empty)
    assert again is not None
    assert {f.name: f.error for f in again.fields if f.error} == {
        "field.device": "please fill this in"
    }
    filled = {**values, "field.device": "Printer"}
    assert await talking.ask(ana, more.says, Kind.FORM, values=filled) is None
    await talking.tell(ana, more.says, Kind.FORM, values=filled)
    [(number, fields)] = await office.sql("SELECT number, custom_fields FROM tickets")
    assert fields == {"device": "Printer"}
    shown = await talking.tell(ana, f"show {number}")
    assert isinstance(shown, Card)
    assert ("Device", "Printer") in [(f.name, f.value) for f in shown.facts]


async def test_fields_are_typed_listed_and_searched(
    office: Office, talking: Talking, hardware: str
) -> None:
    sam, ana = await office.given_person("Sam"), await office.given_customer("Ana")
    said = {"category": "Hardware", "custom_fields": {"device": "Printer"}}
    one, other = await office.given_ticket(ana, **said), await office.given_ticket(ana, **said)
    await talking.tell(sam, f'set {one.number} field:device=scanner field:margin="very thin"')
    view = await office.see(one.number)
    assert view.custom_fields == {"device": "Scanner", "margin": "very thin"}
    refused = await talking.tell(sam, f"set {one.number} field:device=toaster")
    assert isinstance(refused, Card)
    assert "'toaster' is not one of Printer, Scanner" in refused.body
    for said_words, number in (
        ("list all field:device=scanner", one.number),
        ("list all field:device=Printer", other.number),
        ('search field:margin="very thin"', one.number),
        ("search scanner", one.number),
    ):
        listed = await talking.tell(sam, said_words)
        assert isinstance(listed, Card)
        assert [row.title.split()[0] for row in listed.rows] == [f"TIK-{number}"], said_words
    await talking.tell(sam, f"set {one.number} field:margin=none")
    assert (await office.see(one.number)).custom_fields == {"device": "Scanner"}
    hers = await talking.tell(ana, f"show {one.number}")
    assert "Margin" not in repr(hers)


async def test_resolving_asks_for_what_is_missing(
    office: Office, talking: Talking, hardware: str
) -> None:
    sam, ana = await office.given_person("Sam"), await office.given_customer("Ana")
    said = {"category": "Hardware", "custom_fields": {"device": "Printer"}}
    ticket = await office.given_ticket(ana, **said)
    form = await talking.ask(sam, f"resolve {ticket.number} r1", Kind.PRESS)
    assert form is not None
    assert [field.name for field in form.fields] == ["text", "field.margin"]
    await talking.tell(sam, form.says, Kind.FORM, values={"text": "", "field.margin": "thin"})
    view = await office.see(ticket.number)
    assert (view.status, view.custom_fields["margin"]) == ("Resolved", "thin")


async def test_details_follow_another_category(
    office: Office, talking: Talking, hardware: str
) -> None:
    sam = await office.given_person("Sam")
    ticket = await office.given_ticket(sam)
    form = await talking.ask(sam, f"set {ticket.number} r1", Kind.PRESS)
    assert form is not None
    values = {"subject": "x", "category": hardware, "tags": "", "due": ""}
    more = await talking.ask(sam, form.says, Kind.FORM, values=values)
    assert more is not None
    names = [field.name for field in more.fields]
    assert names[-2:] == ["field.device", "field.margin"]
    filled = {**values, "field.device": "printer", "field.margin": ""}
    assert await talking.ask(sam, more.says, Kind.FORM, values=filled) is None
    await talking.tell(sam, more.says, Kind.FORM, values=filled)
    assert (await office.see(ticket.number)).custom_fields == {"device": "Printer"}
