"""Who has waited longest: since their first word that nobody has answered yet."""

from datetime import datetime, timedelta

from bot.showing.digests import digest_card
from core.access.actor import Actor, Role
from core.reports.digest import build_digest
from core.tickets.amending import delete_message
from core.tickets.relations.merging import merge
from core.tickets.replying import note, reply
from tests.builders import Office
from tests.core.tickets.relations.test_merging import opened


async def longest(office: Office, kim: Actor) -> tuple[int, datetime]:
    digest = await office.do(build_digest, kim)
    assert digest.longest_waiting is not None
    assert digest.waiting_since is not None
    card = digest_card(digest, may_nudge=False)
    assert digest.waiting_since in {row.moment for row in card.rows}
    return digest.longest_waiting.number, digest.waiting_since


async def test_an_old_ticket_that_was_answered_waits_since_the_next_question(
    office: Office,
) -> None:
    ana, kim = await office.given_customer(), await office.given_person("Kim", Role.MANAGER)
    old, young = await opened(office, ana), await opened(office, ana)
    since = office.clock.now()
    office.clock.move(hours=1)
    wrong = await office.do(reply, kim, old, "Try this")
    office.clock.move(hours=1)
    asked = office.clock.now()
    for text in ("It does not help", "Hello?"):
        await office.do(reply, ana, old, text)
        await office.do(note, kim, old, "psst")
        office.clock.move(hours=1)
    assert await longest(office, kim) == (young, since)
    await office.do(reply, kim, young, "Here you are")
    assert await longest(office, kim) == (old, asked)
    await office.do(delete_message, kim, wrong.id)
    assert await longest(office, kim) == (old, since - timedelta(minutes=1))


async def test_what_a_merged_ticket_asks_waits_in_the_one_in_which_it_goes_on(
    office: Office,
) -> None:
    ana, kim = await office.given_customer(), await office.given_person("Kim", Role.MANAGER)
    one = await opened(office, ana)
    await office.do(reply, kim, one, "Try this")
    two = await opened(office, ana)
    since = office.clock.now()
    await office.do(merge, kim, two, one)
    office.clock.move(hours=1)
    await office.do(reply, ana, two, "Hello?")
    assert await longest(office, kim) == (one, since)
