"""LIF-04: resolved tickets close by themselves, and their customers are warned before."""

from datetime import datetime, timedelta

from core.people.organisation import OrganisationSettings, change_organisation
from core.tickets.autoclosing import PLAN_DUE
from core.tickets.editing import delete_ticket
from core.tickets.relations.merging import merge, unmerge
from core.tickets.replying import note, reply
from core.tickets.resolving import close, reopen, resolve
from core.tickets.rules import Base
from tests.builders import Office
from tests.sweeping import Scene, Told, given_desk, sweep, told_since

SETTINGS = OrganisationSettings(ask_for_rating=False)


async def base(office: Office, number: int) -> Base:
    return (await office.see(number)).base


async def warned(office: Office) -> list[Told]:
    """Words to customers that a ticket will close."""
    ids = {e.id for e in await office.events() if e.type == "TicketClosingSoon"}
    return [told for told in await told_since(office, "line") if told.event_id in ids]


async def test_warned_after_five_days_and_closed_after_seven(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number, "Done")
    resolved = office.clock.now()
    office.clock.set(resolved + timedelta(days=5, seconds=-1))
    await sweep(office)
    assert await warned(office) == []
    office.clock.move(seconds=1)
    await sweep(office)
    [told] = await warned(office)
    assert told.channel == scene.direct["Ana"]
    [event] = [e for e in await office.events() if e.type == "TicketClosingSoon"]
    closes = datetime.fromisoformat(event.data["closes_at"])
    assert closes == resolved + timedelta(days=7)
    office.clock.set(closes - timedelta(seconds=1))
    await sweep(office)
    assert await base(office, scene.number) is Base.RESOLVED
    office.clock.move(seconds=1)
    await sweep(office)
    assert await base(office, scene.number) is Base.CLOSED
    [last] = [e for e in await office.events() if e.type == "TicketClosed"]
    assert (last.actor_id, last.surface) == (None, "system")
    assert await warned(office) == []


async def test_a_customer_s_word_in_between_cancels_it(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number)
    office.clock.move(days=5)
    await sweep(office)
    assert len(await warned(office)) == 1
    await office.do(reply, scene.ana, scene.number, "No, it still smokes")
    office.clock.move(days=30)
    await sweep(office)
    assert await base(office, scene.number) is Base.OPEN
    await office.do(resolve, scene.sam, scene.number)
    office.clock.move(days=6)
    await sweep(office)
    assert len(await warned(office)) == 1, "counted anew from the last resolution"
    assert await base(office, scene.number) is Base.RESOLVED


async def test_notes_among_staff_do_not_keep_it_open(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number)
    office.clock.move(days=5)
    await sweep(office)
    await office.do(note, scene.sam, scene.number, "psst")
    office.clock.move(days=2)
    await sweep(office)
    assert await base(office, scene.number) is Base.CLOSED


async def test_nothing_is_left_to_do_once_it_ended_otherwise(office: Office) -> None:
    scene = await given_desk(office)
    ends = (close, reopen, delete_ticket)
    for end in ends:
        number = (await office.given_ticket(scene.ana)).number
        await office.do(resolve, scene.sam, number)
        await office.do(end, office.desk, number)  # type: ignore[operator]
    await told_since(office, "line")
    office.clock.move(days=10)
    await sweep(office)
    assert await warned(office) == []
    assert await office.sql("SELECT 1 FROM due WHERE kind LIKE 'close%'") == []


async def test_after_a_standstill_the_customer_still_has_the_time_of_the_warning(
    office: Office,
) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number)
    office.clock.move(days=20)
    await sweep(office)
    assert len(await warned(office)) == 1
    assert await base(office, scene.number) is Base.RESOLVED
    office.clock.move(days=2)
    await sweep(office)
    assert await base(office, scene.number) is Base.CLOSED


async def test_the_time_is_the_organisation_s_and_counts_at_once(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number)
    office.clock.move(days=4)
    shorter = SETTINGS.model_copy(update={"close_after_days": 3, "close_warning_days": 1})
    await office.do(change_organisation, office.desk, shorter)
    await sweep(office)
    assert len(await warned(office)) == 1
    office.clock.move(days=1)
    await sweep(office)
    assert await base(office, scene.number) is Base.CLOSED


async def test_it_can_be_switched_off_and_on_again(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number)
    never = SETTINGS.model_copy(update={"close_after_days": None})
    await office.do(change_organisation, office.desk, never)
    office.clock.move(days=5)
    later = await office.given_ticket(scene.ana)
    await office.do(resolve, scene.sam, later.number)
    office.clock.move(days=30)
    await sweep(office)
    assert await warned(office) == []
    assert await base(office, scene.number) is Base.RESOLVED
    lately = await office.given_ticket(scene.ana)
    await office.do(resolve, scene.sam, lately.number)
    await office.do(change_organisation, office.desk, SETTINGS)
    office.clock.move(days=8)
    await sweep(office)
    assert len(await warned(office)) == 1, "the old ones' customers are left in peace"


async def test_an_older_schema_s_tickets_are_planned_once(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number)
    await office.sql("DELETE FROM due WHERE kind LIKE 'close%'")
    await office.sql(
        "INSERT INTO due (organisation_id, kind, id, due_at) VALUES (:o, :kind, :o, :now)",
        o=office.organisation_id,
        kind=PLAN_DUE,
        now=office.clock.now(),
    )
    await sweep(office)
    office.clock.move(days=5)
    await sweep(office)
    assert len(await warned(office)) == 1


async def _merged_and_undone(office: Office, scene: Scene, *, days: float) -> None:
    """Both within a day; what fell due meanwhile is swept."""
    other = await office.given_ticket(await office.given_customer("Bea"))
    await office.do(merge, scene.sam, scene.number, other.number)
    office.clock.move(days=days)
    await sweep(office)
    await office.do(unmerge, scene.sam, scene.number)


async def test_a_merge_that_is_undone_lets_it_close_as_was_promised(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number, "Done")
    office.clock.move(days=5)
    await sweep(office)
    assert len(await warned(office)) == 1
    office.clock.move(days=1, hours=12)
    await _merged_and_undone(office, scene, days=0.9)
    await sweep(office)
    assert await base(office, scene.number) is Base.CLOSED
    assert len([e for e in await office.events() if e.type == "TicketClosingSoon"]) == 1


async def test_a_warning_that_fell_due_while_it_was_merged_is_given_after_the_undo(
    office: Office,
) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number, "Done")
    office.clock.move(days=4, hours=12)
    await _merged_and_undone(office, scene, days=0.9)
    await sweep(office)
    assert len(await warned(office)) == 1
    assert await base(office, scene.number) is Base.RESOLVED
    office.clock.move(days=2)
    await sweep(office)
    assert await base(office, scene.number) is Base.CLOSED


async def test_what_the_customer_wrote_while_it_was_merged_keeps_it_open(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number, "Done")
    office.clock.move(days=5)
    await sweep(office)
    other = await office.given_ticket(await office.given_customer("Bea"))
    await office.do(merge, scene.sam, scene.number, other.number)
    office.clock.move(minutes=1)
    await office.do(reply, scene.ana, scene.number, "It still smokes")
    await office.do(unmerge, scene.sam, scene.number)
    office.clock.move(days=30)
    await sweep(office)
    assert await base(office, scene.number) is Base.OPEN
