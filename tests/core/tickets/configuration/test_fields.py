"""TKT-04: custom fields of a category: one model for all doors, and nobody else sees them."""

from typing import Any
from uuid import UUID

import pytest

from core.access.actor import Actor
from core.errors import Denied, Invalid
from core.tickets.configuration.catalogue import catalogue
from core.tickets.configuration.fields import FieldDraft, list_fields, save_field, schema_of
from core.tickets.editing import TicketEdit, edit
from core.tickets.imports.import_rows import read_tickets
from core.tickets.imports.importing import import_tickets
from core.tickets.models import Ticket
from core.tickets.reading.history import history
from core.tickets.reading.listing import Filter, list_tickets
from core.tickets.reading.searching import search_tickets
from core.tickets.resolving import close, resolve
from tests.builders import Office


async def category_id(office: Office, name: str) -> UUID:
    async with office.work() as uow:
        return (await catalogue(uow)).category_named(name).id


async def given_field(office: Office, key: str = "device", **said: Any) -> UUID:
    """A field of the category Hardware, unless something else is said."""
    said = {"label": key.capitalize(), "category": "Hardware", **said}
    category = said.pop("category")
    said["category_id"] = await category_id(office, category) if category else None
    return (await office.do(save_field, office.desk, FieldDraft(key=key, **said))).id


async def given_ticket(
    office: Office, who: Actor, category: str = "Hardware", **fields: Any
) -> Ticket:
    return await office.given_ticket(who, category=category, custom_fields=fields)


KINDS: dict[str, tuple[dict[str, Any], list[tuple[Any, Any]], list[Any]]] = {
    "text": ({}, [("  ABC ", "ABC"), (12, "12")], [True, ["a"], "x" * 1001]),
    "number": ({}, [("12", 12), ("1,5", 1.5), (7, 7)], ["twelve", True, "nan", "1e400"]),
    "date": ({}, [("2026-02-28", "2026-02-28")], ["2026-02-30", "tomorrow", 5]),
    "choice": ({"choices": ["Left", "Right"]}, [("left", "Left")], ["up", ["Left"]]),
    "checkbox": ({}, [("yes", True), (False, False), ("off", False)], ["perhaps", 2]),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_each_kind_takes_what_fits_and_refuses_the_rest(office: Office, kind: str) -> None:
    more, right, wrong = KINDS[kind]
    await given_field(office, kind=kind, **more)
    ana = await office.given_customer()
    for said, kept in right:
        ticket = await given_ticket(office, ana, device=said)
        assert (await office.see(ticket.number)).custom_fields == {"device": kept}
    for said in wrong:
        with pytest.raises(Invalid) as refused:
            await given_ticket(office, ana, device=said)
        assert refused.value.details["field"] == "custom_fields.device"


async def test_a_user_field_names_a_person_and_shows_the_name(office: Office) -> None:
    with pytest.raises(Invalid, match="customers do not choose among people"):
        await given_field(office, kind="user")
    await given_field(office, kind="user", staff_only=True)
    sam, mia = await office.given_person("Sam"), await office.given_person("Mia")
    ticket = await given_ticket(office, sam, device="Mia")
    view = await office.see(ticket.number)
    assert view.custom_fields == {"device": str(mia.person_id)}
    assert [(f.label, f.shown) for f in view.fields] == [("Device", "Mia")]
    with pytest.raises(Invalid, match="I don't know Nobody"):
        await given_ticket(office, sam, device="Nobody")
    page = await office.do(list_tickets, sam, Filter(field=("device=Mia",)))
    assert [t.number for t in page.tickets] == [ticket.number]


async def test_a_field_is_there_in_its_category_and_below_and_nowhere_else(office: Office) -> None:
    await given_field(office, category="Accounts")
    ana, sam = await office.given_customer(), await office.given_person()
    ticket = await given_ticket(office, ana, "Login", device="A")
    for category in ("Billing", None):
        with pytest.raises(Invalid, match="there is no such field"):
            await office.given_ticket(ana, category=category, custom_fields={"device": "A"})
    assert "device" in (await office.do(schema_of, sam, "Accounts"))["properties"]
    assert "device" not in (await office.do(schema_of, sam, "Billing"))["properties"]
    # Filed elsewhere the value is not seen, and found again where it came from.
    await office.do(edit, sam, ticket.number, TicketEdit(category="Billing"))
    assert (await office.see(ticket.number)).custom_fields == {}
    assert (await office.do(list_tickets, sam, Filter(field=("device=A",)))).tickets == []
    await office.do(edit, sam, ticket.number, TicketEdit(category="Accounts"))
    assert (await office.see(ticket.number)).custom_fields == {"device": "A"}


async def test_what_customers_must_fill_in_staff_may_leave_open(office: Office) -> None:
    await given_field(office, required_for_customers=True)
    with pytest.raises(Invalid) as refused:
        await given_ticket(office, await office.given_customer())
    assert refused.value.details["field"] == "custom_fields.device"
    await given_ticket(office, await office.given_person())
    await office.given_ticket(await office.given_customer(), category="Billing")


async def test_what_resolving_needs_holds_staff_but_not_the_customer(office: Office) -> None:
    await given_field(office, required_for_resolving=True, staff_only=True)
    ana, sam = await office.given_customer(), await office.given_person()
    first, second = await given_ticket(office, ana), await given_ticket(office, ana)
    with pytest.raises(Invalid, match="Device must be filled in before this is resolved"):
        await office.do(resolve, sam, first.number)
    with pytest.raises(Invalid):
        await office.do(edit, sam, first.number, TicketEdit(status="Closed"))
    await office.do(edit, sam, first.number, TicketEdit(custom_fields={"device": "A"}))
    await office.do(resolve, sam, first.number)
    await office.do(close, ana, second.number)


async def test_fields_for_staff_do_not_exist_for_customers(office: Office) -> None:
    await given_field(office, "margin", staff_only=True)
    await given_field(office, "device")
    ana, sam = await office.given_customer(), await office.given_person()
    with pytest.raises(Invalid, match="there is no such field"):
        await given_ticket(office, ana, margin="thin")
    ticket = await given_ticket(office, ana, device="ABC-77")
    await office.do(edit, sam, ticket.number, TicketEdit(custom_fields={"margin": "wafer"}))
    assert [f.key for f in await office.do(list_fields, ana)] == ["device"]
    assert list((await office.do(schema_of, ana, "Hardware"))["properties"]) == ["device"]
    with pytest.raises(Invalid, match="there is no field"):
        await office.do(list_tickets, ana, Filter(field=("margin=wafer",)))
    assert len((await office.do(list_tickets, ana, Filter(field=("device=ABC-77",)))).tickets) == 1
    for said, expected in (("wafer", 1), ("field:margin=wafer", 1), ("field:margin=thin", 0)):
        assert len((await office.do(search_tickets, sam, said)).tickets) == expected
    assert (await office.do(search_tickets, ana, "wafer")).tickets == []


async def test_a_change_keeps_the_rest_and_null_takes_away(office: Office) -> None:
    for key in ("device", "floor"):
        await given_field(office, key, kind="text" if key == "device" else "number")
    sam = await office.given_person()
    ticket = await given_ticket(office, sam, device="A", floor=3)
    change = TicketEdit(custom_fields={"device": None, "floor": "4"})
    await office.do(edit, sam, ticket.number, change)
    assert (await office.see(ticket.number)).custom_fields == {"floor": 4}
    changes = (await office.do(history, sam, ticket.number))[-1].changes
    # Free text stays out of the history, which outlives an erasure.
    assert changes == {"field:device": ("(a text)", None), "field:floor": (3, 4)}


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("choices", {"kind": "choice"}),
        ("choices", {"kind": "text", "choices": ["a"]}),
        ("required_for_customers", {"staff_only": True, "required_for_customers": True}),
        ("category_id", {"category_id": "0195a3c2-7b1e-7d40-9a51-3f2b8c6d4e10"}),
    ],
)
async def test_what_does_not_fit_together_is_refused(
    office: Office, field: str, said: dict[str, Any]
) -> None:
    draft = FieldDraft.model_validate({"key": "device", "label": "Device", **said})
    with pytest.raises(Invalid) as refused:
        await office.do(save_field, office.desk, draft)
    assert refused.value.details["field"] == field


async def test_key_and_kind_stay_and_a_field_can_be_switched_off(office: Office) -> None:
    made = await given_field(office, category=None)
    ticket = await office.given_ticket(
        office.desk, customer="a@b.example", custom_fields={"device": "A"}
    )
    draft = FieldDraft(key="device", label="Machine", kind="number")  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="cannot be changed"):
        await office.do(save_field, office.desk, draft, made)
    with pytest.raises(Invalid, match="another field has this key"):
        await given_field(office)
    with pytest.raises(Denied):
        await office.do(save_field, await office.given_person(), draft, made)
    off = FieldDraft(key="device", label="Machine", active=False)
    await office.do(save_field, office.desk, off, made)
    assert (await office.see(ticket.number)).fields == ()


async def test_an_import_fills_fields_in_and_reports_wrong_ones(office: Office) -> None:
    await given_field(office, "floor", kind="number", category=None)
    lines = ["subject,field.floor\n", "Lamp,3\n", "Door,attic\n"]
    ended = await office.do(_import, lines, office)
    assert (ended.added, [p.line for p in ended.problems]) == (1, [3])
    assert "custom_fields.floor" in ended.problems[0].problem
    page = await office.do(list_tickets, office.desk, Filter(field=("floor=3",)))
    assert [t.subject for t in page.tickets] == ["Lamp"]


async def _import(_: object, lines: list[str], office: Office) -> Any:
    return await import_tickets(office.database, office.desk, lambda: read_tickets(lines))
