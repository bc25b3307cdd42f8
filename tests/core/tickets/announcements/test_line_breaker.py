"""CHT-11: the desk does not go on for ever about one ticket by itself."""

from uuid import UUID

from core.tickets.announcements.line_breaker import (
    LINES_A_MINUTE,
    Verdict,
    judge_line,
    resume_lines,
)
from core.tickets.claiming import claim, release
from core.tickets.models import Ticket
from tests.builders import MovableClock, Office


async def _verdicts(office: Office, ticket_id: UUID) -> list[Verdict]:
    """What becomes of each line that was owed, in order."""
    owed = await office.sql(
        "SELECT created_at FROM deliveries WHERE ticket_id = :t AND kind = 'line' ORDER BY seq",
        t=ticket_id,
    )
    return [await office.do(judge_line, ticket_id, at) for (at,) in owed]


async def _storm(office: Office, clock: MovableClock, count: int) -> Ticket:
    """A ticket of which so many lines are owed, a second apart, in two places each."""
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    await office.given_channel("triage")
    await office.given_channel("triage")
    ticket = await office.given_ticket(ana)
    for turn in range(count):
        clock.move(seconds=1)
        await office.do(release if turn % 2 else claim, sam, ticket.number)
    return ticket


async def test_as_many_as_that_are_said_and_one_more_trips_it_once(
    office: Office, clock: MovableClock
) -> None:
    ticket = await _storm(office, clock, LINES_A_MINUTE + 2)
    seen = await _verdicts(office, ticket.id)
    facts = LINES_A_MINUTE
    assert set(seen[: 2 * facts]) == {Verdict.SAID}
    assert seen[2 * facts :] == [Verdict.TRIPPED, Verdict.HELD, Verdict.HELD, Verdict.HELD]
    names = [row.type for row in await office.events(ticket.id)]
    assert names.count("TicketLinesPaused") == 1


async def test_a_person_resumes_it(office: Office, clock: MovableClock) -> None:
    ticket = await _storm(office, clock, LINES_A_MINUTE + 1)
    await _verdicts(office, ticket.id)
    kim = await office.given_person("Kim")
    assert await office.do(resume_lines, kim, ticket.number) is True
    assert await office.do(resume_lines, kim, ticket.number) is False
    moment = clock.move(minutes=2)
    await office.do(release, kim, ticket.number)
    assert await office.do(judge_line, ticket.id, moment) is Verdict.SAID


async def test_what_waited_long_and_is_said_in_one_go_is_no_storm(
    office: Office, clock: MovableClock
) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    ticket = await office.given_ticket(ana)
    await office.given_channel("triage")
    for turn in range(2 * LINES_A_MINUTE):
        clock.move(seconds=10)
        await office.do(release if turn % 2 else claim, sam, ticket.number)
    assert set(await _verdicts(office, ticket.id)) == {Verdict.SAID}
