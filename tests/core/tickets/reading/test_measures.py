"""How a ticket went, against an example that was counted by hand."""

import pytest

from core.access.actor import Role
from core.errors import Denied
from core.tickets.claiming import assign, claim
from core.tickets.reading.measures import measure_ticket
from core.tickets.replying import note, reply
from core.tickets.resolving import reopen, resolve, set_status
from tests.builders import Office


async def test_the_example_that_was_counted_by_hand(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person()
    mia = await office.given_person("Mia", email="mia@acme.example")
    n = (await office.given_ticket(ana)).number
    office.clock.move(minutes=5)
    await office.do(note, sam, n, "Let me see.")  # 1
    await office.do(claim, sam, n)  # 2, Open after 5 min
    office.clock.move(minutes=7)
    await office.do(reply, sam, n, "Which one?")  # 3
    await office.do(set_status, sam, n, "pending")  # 4, after 12 min
    office.clock.move(hours=2)
    await office.do(reply, ana, n, "The red one.")  # Open again after 2 h
    office.clock.move(minutes=10)
    await office.do(assign, sam, n, "mia@acme.example")  # 5
    await office.do(resolve, await office.again(mia), n, "Done.")  # 6 and 7: the words and the end
    office.clock.move(minutes=30)
    await office.do(reopen, ana, n)
    office.clock.move(minutes=3)
    await office.do(resolve, mia, n, "")  # 8
    office.clock.move(seconds=42)

    found = await office.do(measure_ticket, sam, n)
    assert found.first_response == 12 * 60
    assert found.resolution == (12 + 120 + 10 + 30 + 3) * 60
    assert found.statuses == {
        "New": 5 * 60,
        "Open": (7 + 10 + 3) * 60,
        "Pending": 2 * 3600,
        "Resolved": 30 * 60 + 42,
    }
    assert (found.reopenings, found.reassignments) == (1, 1)
    assert found.touches == 8


async def test_what_has_not_happened_is_not_measured(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam", Role.MANAGER)
    n = (await office.given_ticket(ana)).number
    found = await office.do(measure_ticket, sam, n)
    assert (found.first_response, found.resolution) == (None, None)
    assert found.statuses == {"New": 0}
    with pytest.raises(Denied):
        await office.do(measure_ticket, ana, n)
