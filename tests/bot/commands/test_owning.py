"""`assign` in chat: whom it cannot be given to is said at the field of its form."""

import pytest

from bot.incoming import Kind
from tests.bot.talking import Talking
from tests.builders import Office


@pytest.mark.parametrize(
    ("to", "problem"), [("", "say to whom"), ("nobody-here", "I don't know nobody-here")]
)
async def test_whom_nobody_can_give_it_to_is_said_at_the_field(
    office: Office, talking: Talking, to: str, problem: str
) -> None:
    sam, ana = await office.given_person("Sam"), await office.given_customer("Ana")
    says = f"assign {(await office.given_ticket(ana)).number}"
    again = await talking.ask(sam, says, Kind.FORM, values={"to": to, "reason": "away"})
    assert again is not None
    assert problem in again.fields[0].error
    assert again.fields[1].value == "away"
    right = {"to": "me", "reason": ""}
    assert await talking.ask(sam, says, Kind.FORM, values=right) is None


@pytest.mark.parametrize(
    ("act", "values", "wrong"),
    [
        ("customer:ask", {"customer": "", "subject": "No ink"}, "customer"),
        ("under:ask", {"under": "new", "with": "the one above", "subject": "Ink"}, "with"),
    ],
)
async def test_the_form_that_was_filled_in_comes_back(
    office: Office, talking: Talking, act: str, values: dict[str, str], wrong: str
) -> None:
    sam, ana = await office.given_person("Sam"), await office.given_customer("Ana")
    number = (await office.given_ticket(ana)).number
    form = await talking.ask(sam, f"merge {number} {act}", Kind.PRESS)
    assert form is not None
    again = await talking.ask(sam, form.says, Kind.FORM, values=values)
    assert again is not None
    assert [one.name for one in again.fields if one.error] == [wrong]
