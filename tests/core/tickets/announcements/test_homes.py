"""CHT-01: open homes follow changes, each at most every ten seconds, and not for ever."""

from datetime import timedelta

from core.access.actor import Actor
from core.conversation.audience import Audience
from core.conversation.places import private_place
from core.events.due import sweep_due
from core.sweeps import SWEEPS
from core.tickets.announcements.homes import HOME, OPEN, open_home
from tests.builders import Office


async def given_home(office: Office, who: Actor) -> None:
    """Somebody opens their home."""
    async with office.work() as uow:
        place = await private_place(
            uow, "slack", "T0", "U0SAM", None, who.person_id, Audience.INTERNAL
        )
        await open_home(uow, who, place, "U0SAM")


async def shown(office: Office) -> int:
    """How often a home was owed so far; all of it counts as sent now."""
    await sweep_due(office.database, {kind: SWEEPS[kind] for kind in (HOME, OPEN)})
    await office.sql(
        "UPDATE deliveries SET state = 'sent', sent_at = :now WHERE kind = 'home'"
        " AND state = 'queued'",
        now=office.clock.now(),
    )
    [(count,)] = await office.sql("SELECT count(*) FROM deliveries WHERE kind = 'home'")
    return int(count)


async def test_a_home_follows_at_its_own_pace(office: Office) -> None:
    sam, ana = await office.given_person("Sam"), await office.given_customer()
    await office.given_ticket(ana)
    assert await shown(office) == 0
    await given_home(office, sam)
    assert await shown(office) == 1
    for _ in range(5):
        office.clock.move(seconds=1)
        await office.given_ticket(ana)
        assert await shown(office) == 1
    office.clock.move(seconds=5)
    assert await shown(office) == 2
    office.clock.move(minutes=1)
    assert await shown(office) == 2
    await office.given_ticket(ana)
    assert await shown(office) == 3


async def test_a_home_that_was_left_is_left_alone(office: Office) -> None:
    sam, ana = await office.given_person("Sam"), await office.given_customer()
    await given_home(office, sam)
    assert await shown(office) == 1
    office.clock.move(minutes=31)
    assert await shown(office) == 1
    await office.given_ticket(ana)
    office.clock.move(seconds=20)
    assert await shown(office) == 1


async def test_what_waits_is_not_owed_twice(office: Office) -> None:
    sam, ana = await office.given_person("Sam"), await office.given_customer()
    await given_home(office, sam)
    for _ in range(3):
        await office.given_ticket(ana)
        office.clock.set(office.clock.now() + timedelta(seconds=30))
        await sweep_due(office.database, {HOME: SWEEPS[HOME]})
    [(count,)] = await office.sql("SELECT count(*) FROM deliveries WHERE kind = 'home'")
    assert count == 1


async def test_other_desks_homes_do_not_move(office: Office) -> None:
    other = await office.neighbour()
    await given_home(other, await other.given_person("Kim"))
    assert await shown(other) == 1
    office.clock.move(seconds=20)
    await office.given_ticket(await office.given_customer())
    office.clock.move(seconds=20)
    assert await shown(other) == 1
