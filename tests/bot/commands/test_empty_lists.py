"""An empty list says what it leaves out, and leads there: only who has none has no tickets."""

import pytest

from bot.cards import Card
from bot.incoming import Kind
from core.access.actor import Actor
from core.tickets.claiming import claim
from core.tickets.resolving import resolve
from tests.bot.talking import Talking
from tests.builders import Office


async def listed(talking: Talking, who: Actor, says: str = "list") -> Card:
    card = await talking.tell(who, says)
    assert isinstance(card, Card)
    return card


async def all_of(talking: Talking, who: Actor, card: Card) -> list[str]:
    [says] = [button.says for button in card.buttons if button.label == "Show all"]
    shown = await talking.tell(who, says, Kind.PRESS)
    assert isinstance(shown, Card)
    return [row.title.split()[0] for row in shown.rows]


async def test_a_customer_whose_tickets_ended_is_led_to_them(
    office: Office, talking: Talking
) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    none = await listed(talking, ana)
    assert none.body == "You have no tickets yet. Write what is wrong, or say `new`."
    assert "Show all" not in [button.label for button in none.buttons]
    ticket = await office.given_ticket(ana)
    await office.do(resolve, sam, ticket.number)
    empty = await listed(talking, ana)
    assert (empty.body, empty.rows) == ("No open tickets.", ())
    assert await all_of(talking, ana, empty) == [f"TIK-{ticket.number}"]
    # With one that is open the way to the others is there too.
    other = await office.given_ticket(ana)
    some = await listed(talking, ana)
    assert len(some.rows) == 1
    assert sorted(await all_of(talking, ana, some)) == [
        f"TIK-{ticket.number}",
        f"TIK-{other.number}",
    ]


async def test_an_agent_whose_tickets_ended_is_led_to_them(
    office: Office, talking: Talking
) -> None:
    ana, sam = await office.given_customer("Ana"), await office.given_person("Sam")
    assert "Nothing is assigned to you" in (await listed(talking, sam)).body
    ticket = await office.given_ticket(ana)
    await office.given_ticket(ana)
    await office.do(claim, sam, ticket.number)
    await office.do(resolve, sam, ticket.number)
    empty = await listed(talking, sam)
    assert empty.body == "Nothing of yours is open, or it is snoozed."
    assert await all_of(talking, sam, empty) == [f"TIK-{ticket.number}"]


@pytest.mark.parametrize("says", ["list priority:critical", "list all priority:critical"])
async def test_a_filter_that_nothing_meets_is_no_claim_about_all(
    office: Office, talking: Talking, says: str
) -> None:
    ana = await office.given_customer("Ana")
    ticket = await office.given_ticket(ana)
    empty = await listed(talking, ana, says)
    assert "No such tickets." in empty.body
    assert await all_of(talking, ana, empty) == [f"TIK-{ticket.number}"]
