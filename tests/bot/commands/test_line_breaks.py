"""What is typed on several lines is understood as on one."""

import pytest

from tests.bot.talking import Talking
from tests.builders import Office


@pytest.mark.parametrize(
    "said",
    ["assign\n{n}\nto\nmia@example.org\nshe knows", "assign {n}\u00a0mia@example.org\tfor her"],
)
async def test_whom_a_ticket_is_given_to(office: Office, talking: Talking, said: str) -> None:
    sam = await office.given_person()
    await office.given_person("Mia", email="mia@example.org")
    ticket = await office.given_ticket(await office.given_customer())
    await talking.tell(sam, said.format(n=ticket.number))
    view = await office.see(ticket.number)
    assert view.assignee is not None
    assert view.assignee.name == "Mia"


async def test_until_when_and_into_which(office: Office, talking: Talking) -> None:
    sam, ana = await office.given_person(), await office.given_customer()
    one, other = await office.given_ticket(ana), await office.given_ticket(ana)
    await talking.tell(sam, f"snooze {one.number}\nuntil\n3h")
    assert (await office.see(one.number)).snoozed_until is not None
    await talking.tell(sam, f"merge {one.number}\ninto\n{other.number}")
    merged = await office.sql("SELECT merged_into_id IS NOT NULL FROM tickets ORDER BY number")
    assert merged == [(True,), (False,)]


async def test_words_are_completed_after_any_space(office: Office, talking: Talking) -> None:
    sam = await office.given_person()
    for typed in ("set 1042 ta", "set\n1042\tta"):
        [option] = await talking.complete(sam, typed)
        assert option.insert == f"{typed[:-2]}tags:"
