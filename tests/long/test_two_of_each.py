"""Two processes of each role share the work: nothing is done twice, one takes over."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.bot.cli.shell import free_port
from tests.contract.drivers.base import heard
from tests.contract.drivers.slack import SlackDriver
from tests.contract.fleet import Fleet, Member
from tests.contract.journeys import Opened, open_ticket

TICKETS, EACH, JOBS = 3, 12, 30


@pytest.mark.long
async def test_two_of_each_share_the_work(fleet: Fleet) -> None:
    """Ana writes through both; then the first of each is killed, and the second goes on."""
    first = await fleet.start_each()
    second = {role: await fleet.start(role, port=free_port()) for role in first}
    await asyncio.gather(*(member.ready() for member in second.values()))
    examined = await fleet.shell("doctor", "--json")
    checks = {check["name"]: check["text"] for check in examined.value["checks"]}
    assert checks["Processes"] == "api (2), bot (2), worker (2), scheduler (2) run"
    slack = SlackDriver(fleet)
    tickets = [await open_ticket(slack, f"Printer {n} hums") for n in range(TICKETS)]
    said = await _both_hear(fleet, tickets, (first["api"], second["api"]))
    await fleet.settled()
    for ticket in tickets:
        shown = [post.text for post in await slack.thread("sam", "triage", ticket.card.id)]
        words = said[ticket.ref]
        assert [one for text in shown for one in words if one in text] == words
    handled = [
        _logged(member, "receipt.handled", "receipt") for member in _of("bot", first, second)
    ]
    assert all(handled), "one of the bots had nothing to do"
    assert set(Counter(handled[0] + handled[1]).values()) == {1}
    await _jobs_are_done_once(fleet)
    leading = [
        bool(_logged(m, "scheduler.leads", "event")) for m in _of("scheduler", first, second)
    ]
    assert sorted(leading) == [False, True]

    for role in ("bot", "worker"):
        await first[role].kill()
    leader, other = sorted(_of("scheduler", first, second), key=_leads, reverse=True)
    await leader.kill()
    await fleet.until(_true(lambda: _leads(other)), "the other scheduler leads")
    await slack.say("ana", "it smokes now", "support", tickets[0].thread)
    await heard(slack, "sam", "triage", tickets[0].card.id, "it smokes now")
    await fleet.settled()
    [(events, positions)] = await fleet.office.sql(
        "SELECT count(*), count(DISTINCT position) FROM events"
    )
    assert events == positions
    await _jobs_are_done_once(fleet)


async def _both_hear(
    fleet: Fleet, tickets: list[Opened], apis: tuple[Member, Member]
) -> dict[str, list[str]]:
    """Each event is told to both processes at once, as a nervous platform might."""
    said: dict[str, list[str]] = {ticket.ref: [] for ticket in tickets}
    clients = [fleet.client_at(member.port) for member in apis]
    for number in range(EACH):
        for ticket in tickets:
            words = f"words {number:02} of {ticket.ref}"
            said[ticket.ref].append(words)
            event = fleet.slack.send.message("U0ANA", "C0SUPPORT", words, thread_ts=ticket.thread)
            for client in clients:
                fleet.slack.send.client = client
                answer = await fleet.slack.send.event(event, event_id=f"Ev{words}")
                assert answer.status_code == 200
    fleet.slack.send.client = clients[0]
    return said


async def _jobs_are_done_once(fleet: Fleet) -> None:
    """However many workers there are."""
    async with fleet.office.work() as uow:
        for _ in range(JOBS):
            payload = {"organisation_id": str(fleet.organisation_id)}
            await fleet.desk.jobs.enqueue(uow, "refresh_handbook", payload)

    async def done() -> bool:
        return not await _rows(fleet, "SELECT id FROM pgqueuer WHERE status <> 'failed'")

    await fleet.until(done, "all jobs are done")
    rows = await _rows(
        fleet,
        "SELECT job_id, count(*) FROM pgqueuer_log WHERE status = 'successful' GROUP BY 1",
    )
    assert len(rows) >= JOBS
    assert {count for _, count in rows} == {1}


async def _rows(fleet: Fleet, query: str) -> list[Any]:
    async with fleet.database.owner() as session:
        return list((await (await session.connection()).exec_driver_sql(query)).all())


def _of(role: str, *members: dict[str, Member]) -> list[Member]:
    return [each[role] for each in members]


def _logged(member: Member, event: str, what: str) -> list[str]:
    return [json.dumps(line[what]) for line in member.lines() if line["event"] == event]


def _leads(member: Member) -> bool:
    return bool(_logged(member, "scheduler.leads", "event"))


def _true(happened: Callable[[], bool]) -> Any:
    async def look() -> bool:
        return happened()

    return look
