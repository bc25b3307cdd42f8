"""Forms stay within what every platform can show, and begin as the ticket is."""

import pytest

from bot.cards import FieldKind, Form
from bot.grammar.parse import parse
from bot.grammar.registry import build_registry
from bot.incoming import Kind
from core.access.actor import Role
from core.tickets.configuration.categories import CategoryDraft, save_category
from core.tickets.macros.macros import MacroDraft, save_macro
from tests.bot.talking import Talking
from tests.builders import Office

VERBS = [verb.name for verb in build_registry().verbs.values() if verb.form is not None]


@pytest.mark.parametrize("verb", VERBS)
async def test_every_form_is_within_the_common_floor(
    office: Office, talking: Talking, verb: str
) -> None:
    sam, ana = await office.given_person("Maximilian"), await office.given_customer("A" * 60)
    for number in range(30):
        await office.do(save_category, office.desk, CategoryDraft(name=f"Category {number}"))
    await office.do(save_macro, office.desk, MacroDraft(name="m" * 50, text="Hello"))
    ticket = await office.given_ticket(ana, subject="s" * 200)
    alone = {
        "new": "new",
        "list": "list filter:ask",
        "settings": "settings",
        "link": "link code:?",
        "search": "search",
        "kb": "kb",
        "ask": "ask",
    }
    said = alone.get(verb, f"{verb} TIK-{ticket.number} r{ticket.revision}")
    words = "ticket" if verb in talking.registry.grammar("ticket") else "desk"
    form = await talking.ask(sam, said, Kind.PRESS, words=words)
    assert isinstance(form, Form)
    assert 1 <= len(form.fields) <= 5
    assert len(form.title) <= 24
    assert len(form.submit) <= 24
    for field in form.fields:
        assert len(field.label) <= 24
        assert len(field.hint) <= 100
        assert len(field.options) <= 100
        if field.kind is FieldKind.SELECT:
            assert all(option.label and option.says for option in field.options)
    assert len({field.name for field in form.fields}) == len(form.fields)
    again = parse(form.says, talking.registry.grammar(words))
    assert again.verb == verb
    if verb not in alone:
        assert form.title.endswith(f" TIK-{ticket.number}")
        assert (again.number, again.seen) == (ticket.number, ticket.revision)


async def test_forms_begin_with_what_was_typed_and_as_the_ticket_is(
    office: Office, talking: Talking
) -> None:
    sam, ana = await office.given_person(), await office.given_customer()
    ticket = await office.given_ticket(ana, subject="No ink", category="Billing", priority="high")
    details = await talking.ask(sam, f"set {ticket.number}")
    assert details is not None
    values = {field.name: field.value for field in details.fields}
    assert values["subject"] == "No ink"
    assert values["category"] == str(ticket.category_id)
    priority = await talking.ask(sam, f"priority {ticket.number}")
    status = await talking.ask(sam, f"status {ticket.number}")
    assert priority is not None
    assert status is not None
    assert priority.fields[0].value == "high"
    assert "New" not in {option.label for option in status.fields[0].options}


async def test_only_staff_are_asked_for_whom_and_how_urgent(
    office: Office, talking: Talking
) -> None:
    ana, sam = await office.given_customer(), await office.given_person()
    hers, his = await talking.ask(ana, "new"), await talking.ask(sam, "new")
    assert hers is not None
    assert his is not None
    names = {field.name for field in his.fields} - {field.name for field in hers.fields}
    assert names == {"priority", "customer"}


async def test_everybody_who_can_be_given_a_ticket_can_be_chosen(
    office: Office, talking: Talking
) -> None:
    sam, mia = await office.given_person(), await office.given_person("Mia")
    ana = await office.given_customer()
    await office.given_team("Devices")
    ticket = await office.given_ticket(ana)
    form = await talking.ask(sam, f"assign {ticket.number}")
    assert form is not None
    labels = [option.label for option in form.fields[0].options]
    assert labels == ["Me", "Mia", "Team Devices"]
    for option in form.fields[0].options:
        values = {"to": option.says, "reason": ""}
        await talking.tell(sam, form.says, Kind.FORM, values=values)
        view = await office.see(ticket.number)
        shown = view.assignee.name if view.assignee else f"Team {view.team.name}"  # type: ignore[union-attr]
        assert shown == {"Me": "Sam"}.get(option.label, option.label)
    assert mia.person_id


async def test_a_new_category_can_be_chosen_in_the_next_form(
    office: Office, talking: Talking
) -> None:
    async def offered() -> dict[str, str]:
        form = await talking.ask(ana, "new")
        assert form is not None
        [field] = [field for field in form.fields if field.name == "category"]
        return {option.label: option.says for option in field.options}

    ana, ada = await office.given_customer(), await office.given_person("Ada", Role.ADMIN)
    assert "Lamps" not in await offered()
    made = await office.do(save_category, ada, CategoryDraft(name="Lamps"))
    assert (await offered())["Lamps"] == str(made.id)
    chosen = {"subject": "Dark", "description": "no light", "category": str(made.id)}
    await talking.tell(ana, "new", Kind.FORM, values=chosen)
    [(category,)] = await office.sql("SELECT category_id FROM tickets WHERE subject = 'Dark'")
    assert category == made.id


async def test_the_ticket_alone_is_named_where_both_are_too_long(
    office: Office, talking: Talking
) -> None:
    sam, ana = await office.given_person(), await office.given_customer()
    number = (await office.given_ticket(ana)).number
    await office.sql("UPDATE organisations SET ticket_prefix = 'INCIDENTS'")
    await office.sql("UPDATE tickets SET number = 123456 WHERE number = :n", n=number)
    titles = [
        form.title
        for verb in ("note", "priority")
        if (form := await talking.ask(sam, f"{verb} 123456", Kind.PRESS))
    ]
    assert titles == ["Note on INCIDENTS-123456", "INCIDENTS-123456"]
