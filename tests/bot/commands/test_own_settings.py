"""``/desk settings``: by a form or in one line, by staff for themselves."""

import pytest

from bot.cards import Card, Form, Text
from bot.incoming import Kind
from core.access.actor import Role
from core.people.preferences import own_settings
from tests.bot.talking import Talking
from tests.builders import Office


def _values(form: Form) -> dict[str, str]:
    return {field.name: field.value for field in form.fields}


async def test_a_form_begins_with_what_holds_and_keeps_what_is_chosen(
    office: Office, talking: Talking
) -> None:
    sam = await office.given_person("Sam")
    form = await talking.ask(sam, "settings", words="desk")
    assert form is not None
    assert _values(form) == {"zone": "", "quiet": "organisation", "hours": ""}
    assert form.fields[0].finder is not None
    found = await talking.router.suggest(talking.incoming(sam, "madr"), "zones")
    assert [one.says for one in found] == ["Europe/Madrid"]

    chosen = {"zone": "Europe/Madrid", "quiet": "own", "hours": "20:00-08:30"}
    assert await talking.ask(sam, form.says, Kind.FORM, values=chosen) is None
    told = await talking.tell(sam, form.says, Kind.FORM, values=chosen)
    assert isinstance(told, Text)
    assert "Europe/Madrid" in told.text
    assert "20:00-08:30" in told.text
    again = await talking.ask(sam, "settings", Kind.PRESS)
    assert again is not None
    assert _values(again) == chosen
    back = {"zone": "", "quiet": "organisation", "hours": "20:00-08:30"}
    told = await talking.tell(sam, form.says, Kind.FORM, values=back)
    assert isinstance(told, Text)
    assert "as for everybody" in told.text
    assert (await office.do(own_settings, sam)).timezone is None


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER, Role.ADMIN])
async def test_one_line_changes_what_it_names_alone(
    office: Office, talking: Talking, role: Role
) -> None:
    sam = await office.given_person("Sam", role)
    for said, words in (
        ("settings zone:Asia/Tokyo", ("Asia/Tokyo", "as for everybody")),
        ("settings quiet:never", ("Asia/Tokyo", "never")),
        ("settings quiet:22:00-07:00", ("Asia/Tokyo", "22:00-07:00")),
    ):
        told = await talking.tell(sam, said, words="desk")
        assert isinstance(told, Text)
        assert all(word in told.text for word in words), told.text


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"zone": "Mars/Base", "quiet": "never", "hours": ""}, "zone"),
        ({"zone": "", "quiet": "own", "hours": ""}, "hours"),
        ({"zone": "", "quiet": "own", "hours": "25:00-07:00"}, "hours"),
        ({"zone": "", "quiet": "banana", "hours": ""}, "quiet"),
    ],
)
async def test_what_cannot_be_set_is_named_in_the_form(
    office: Office, talking: Talking, values: dict[str, str], wrong: str
) -> None:
    sam = await office.given_person("Sam")
    form = await talking.ask(sam, "settings", Kind.FORM, values=values)
    assert form is not None
    assert [field.name for field in form.fields if field.error] == [wrong]
    assert _values(form) == values


async def test_customers_have_none(office: Office, talking: Talking) -> None:
    ana = await office.given_customer()
    refused = await talking.tell(ana, "settings quiet:never", words="desk")
    assert isinstance(refused, Card)
    assert await office.sql("SELECT 1 FROM events WHERE type = 'PersonChanged'") == []
