"""ENG-06: what a killed process had in its hands goes on at once, long before its lease is out."""

import pytest

from tests.contract.drivers.base import heard
from tests.contract.drivers.slack import SlackDriver
from tests.contract.fleet import Fleet
from tests.contract.journeys import open_ticket
from tests.contract.killing import Dying, Mortal

HOURS = 7200.0
"""A lease that cannot run out in a test, so that what comes back was taken back."""
WAITING = (
    "SELECT (SELECT count(*) FROM receipts WHERE state = 'received')"
    " + (SELECT count(*) FROM deliveries WHERE state IN ('queued', 'sending', 'checking'))"
)
WORDS = "it smokes now"
HELD = (
    "SELECT count(*) FROM {table} WHERE leased_until > now() + interval '1 hour'"
    " AND leased_by IS NOT NULL AND state IN ('received', 'queued', 'sending')"
)


async def begin(mortal: Mortal, fleet: Fleet, role: str, point: str = "") -> Dying:
    """A process that plays the role and dies at the point, if one is named."""
    port = {"port": int(fleet.port)} if role == "api" else {}
    return await mortal.begin(role, fleet, HOURS, point=point, platform="slack", **port)


async def died_holding(fleet: Fleet, mortal: Mortal, dying: Dying, table: str) -> None:
    """Wait until it is dead; it holds rows of that table, for long."""
    await fleet.until(lambda: mortal.has_ended(dying.pid), "it dies")
    [(held,)] = await fleet.office.sql(HELD.format(table=table))
    assert held >= 1


async def done(fleet: Fleet) -> None:
    """Wait until all is handled and sent."""

    async def nothing_waits() -> bool:
        [(waiting,)] = await fleet.office.sql(WAITING)
        return int(waiting) == 0

    await fleet.until(nothing_waits, "all is handled and sent")


async def test_what_a_killed_bot_was_handling_another_handles(fleet: Fleet, mortal: Mortal) -> None:
    await begin(mortal, fleet, "api")
    dying = await begin(mortal, fleet, "bot", "handling")
    slack = SlackDriver(fleet)
    asked = await slack.say("ana", "how do I reopen my ticket?", "support")
    await died_holding(fleet, mortal, dying, "receipts")
    await begin(mortal, fleet, "bot")
    await heard(slack, "ana", "support", asked, "reopen")
    await done(fleet)
    assert len(await slack.thread("ana", "support", asked)) == 1


@pytest.mark.parametrize("point", ["leased", "sent"])
async def test_what_a_killed_bot_was_sending_another_sends_once(
    fleet: Fleet, mortal: Mortal, point: str
) -> None:
    await begin(mortal, fleet, "api")
    dying = await begin(mortal, fleet, "bot", point)
    slack = SlackDriver(fleet)
    ticket = await open_ticket(slack)
    await slack.say("ana", WORDS, "support", ticket.thread)
    await died_holding(fleet, mortal, dying, "deliveries")
    await begin(mortal, fleet, "bot")
    await done(fleet)
    staff = await slack.thread("sam", "triage", ticket.card.id)
    assert [WORDS in post.text for post in staff].count(True) == 1
