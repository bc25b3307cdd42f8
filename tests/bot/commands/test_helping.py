"""Help: what one may say, and nothing that one may not."""

from bot.cards import Card
from tests.bot.talking import Talking
from tests.builders import Office


async def test_customers_words_offer_nothing_that_is_for_staff(
    office: Office, talking: Talking
) -> None:
    ana, sam = await office.given_customer(), await office.given_person()
    for who, words in ((ana, "support"), (sam, "support"), (ana, "ticket")):
        shown = [await talking.tell(who, "help", words=words)]
        shown += [
            await talking.tell(who, f"help {v}", words=words) for v in ("list", "new", "show")
        ]
        cards = " ".join(card.model_dump_json() for card in shown if card)
        assert "[mine|all]" in cards
        for staffs in ("unassigned", "assignee", "team:", "customer:", "history", "closing"):
            assert staffs not in cards, (staffs, words)
        offered = [one.insert for one in await talking.complete(who, "list view:", words=words)]
        assert offered == ["list view:mine ", "list view:all "]
    refused = await talking.tell(ana, "list nothing priority:urgent")
    assert isinstance(refused, Card)
    assert "list [mine|all]" in refused.body
    his = await talking.tell(sam, "help list", words="ticket")
    assert "unassigned" in str(his)
