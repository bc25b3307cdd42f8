"""CHT-09 (on demand): numbers that equal SQL, and lists that hold exactly those tickets."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from core.access.actor import Role
from core.errors import Denied, Invalid
from core.reports.digest import Digest, Figure, build_digest
from core.surveys.rating import rate
from core.tickets.claiming import assign, claim
from core.tickets.editing import delete_ticket
from core.tickets.reading.listing import list_tickets
from core.tickets.replying import reply
from core.tickets.resolving import close, reopen, resolve, set_status
from tests.builders import Office
from tests.sweeping import Scene, given_desk, sweep

DONE = "s.base IN ('resolved', 'closed')"
CLOCK = "EXISTS (SELECT 1 FROM clocks c WHERE c.ticket_id = t.id AND c.met_at IS NULL AND {})"
LATE = "c.breached_at IS NOT NULL"
SOON = "c.due_at - :until <= make_interval(mins => (c.minutes / 4)::int)"
COUNTS = {
    "opened": "t.created_at >= :since AND t.created_at < :until",
    "opened_before": "t.created_at >= :before AND t.created_at < :since",
    "solved": "t.resolved_at >= :since AND t.resolved_at < :until",
    "solved_before": "t.resolved_at >= :before AND t.resolved_at < :since",
    "backlog": f"NOT {DONE}",
    "waiting": f"NOT {DONE} AND s.base <> 'pending' AND t.last_said_by = 'customer'",
    "breaching": f"NOT {DONE} AND {CLOCK.format(f'({LATE} OR {SOON})')}",
    "overdue": f"NOT {DONE} AND {CLOCK.format(LATE)}",
}
"""What each figure means, said once more in SQL of the test's own."""


async def counted(office: Office, digest: Digest, name: str) -> int:
    team = "" if digest.team is None else " AND t.team_id = :team"
    query = (
        "SELECT count(*) FROM tickets t JOIN statuses s ON s.id = t.status_id"
        f" WHERE t.deleted_at IS NULL AND {COUNTS[name]}{team}"
    )
    moments: dict[str, Any] = {
        "since": digest.since,
        "until": digest.until,
        "before": digest.since - (digest.until - digest.since),
        "team": digest.team.id if digest.team else None,
    }
    used = {key: value for key, value in moments.items() if f":{key}" in query}
    return int((await office.sql(query, **used))[0][0])


def figures(digest: Digest) -> dict[str, Figure]:
    found = {f.name: getattr(digest, f.name) for f in fields(digest)}
    return {name: value for name, value in found.items() if isinstance(value, Figure)}


async def given_two_days(office: Office) -> Scene:
    """A desk with a past: opened, answered, solved, late, pending, deleted, teams, ratings."""
    scene = await given_desk(office, priority="low")
    await office.given_team("Accounts", scene.sam)

    async def ticket(priority: str = "low", team: str | None = None) -> int:
        number = (await office.given_ticket(scene.ana, priority=priority)).number
        if team:
            await office.do(assign, office.desk, number, team)
        return number

    early = [await ticket(), await ticket("critical", "Accounts"), await ticket()]
    await office.do(resolve, scene.sam, early[0])
    office.clock.move(hours=30)
    await sweep(office)
    late = [await ticket("high", "Accounts"), await ticket("high"), await ticket("medium")]
    await office.do(claim, scene.sam, late[1])
    await office.do(close, scene.ana, early[2])
    await office.do(rate, scene.ana, early[2], 4)
    gone = await ticket()
    await office.do(delete_ticket, office.desk, gone)
    office.clock.move(hours=4, minutes=30)
    await sweep(office)
    await office.do(reply, scene.sam, late[2], "On it")
    waits = await ticket("critical")
    await office.do(set_status, scene.sam, waits, "pending")
    back = await ticket()
    await office.do(resolve, scene.sam, back)
    await office.do(reopen, scene.sam, back)
    done = await ticket("low", "Accounts")
    await office.do(close, scene.ana, done)
    await office.do(rate, scene.ana, done, 1)
    office.clock.move(minutes=1)
    return scene


@pytest.mark.parametrize("team", [None, "Accounts"])
async def test_every_number_equals_sql_and_opens_exactly_its_tickets(
    office: Office, team: str | None
) -> None:
    scene = await given_two_days(office)
    digest = await office.do(build_digest, scene.kim, team=team)
    seen = {}
    for name, figure in figures(digest).items():
        seen[name] = figure.count
        assert figure.count == await counted(office, digest, name), name
        page = await office.do(list_tickets, scene.kim, figure.filter, limit=200, count=True)
        assert len(page.tickets) == page.total == figure.count, name
    assert set(seen) == set(COUNTS)
    busy = set(COUNTS) if team is None else {"opened", "solved", "backlog", "overdue"}
    assert all(seen[name] for name in busy - {"solved_before"}), seen
    assert seen["breaching"] >= seen["overdue"]


async def test_the_workload_is_who_has_what(office: Office) -> None:
    scene = await given_two_days(office)
    digest = await office.do(build_digest, scene.kim)
    rows = await office.sql(
        "SELECT assignee_id, count(*) FROM tickets t JOIN statuses s ON s.id = t.status_id"
        f" WHERE t.deleted_at IS NULL AND NOT {DONE} GROUP BY 1"
    )
    assert {(x.person.id if x.person else None): x.count for x in digest.workload} == dict(
        (person, count) for person, count in rows
    )
    assert digest.workload[-1].person is None
    for load in digest.workload:
        page = await office.do(list_tickets, scene.kim, load.filter, count=True)
        assert page.total == load.count


async def test_the_two_that_matter_most_are_named(office: Office) -> None:
    scene = await given_two_days(office)
    digest = await office.do(build_digest, scene.kim)
    [oldest] = await office.sql(
        "SELECT number FROM tickets t JOIN statuses s ON s.id = t.status_id"
        f" WHERE t.deleted_at IS NULL AND {COUNTS['waiting']} ORDER BY created_at LIMIT 1"
    )
    assert digest.longest_waiting is not None
    assert digest.longest_waiting.number == oldest.number
    assert digest.most_urgent is not None
    assert digest.most_urgent.priority == "critical"


async def test_ratings_are_for_managers(office: Office) -> None:
    scene = await given_two_days(office)
    digest = await office.do(build_digest, scene.kim)
    assert digest.ratings is not None
    assert (digest.ratings.count, digest.ratings.average) == (2, 2.5)
    of_team = await office.do(build_digest, scene.kim, team="Accounts")
    assert of_team.ratings is not None
    assert (of_team.ratings.count, of_team.ratings.average) == (1, 1.0)
    sam = await office.again(scene.sam)
    assert (await office.do(build_digest, sam, team="accounts")).ratings is None


async def test_agents_read_the_digest_of_their_own_teams(office: Office) -> None:
    scene = await given_desk(office)
    with pytest.raises(Denied):
        await office.do(build_digest, scene.sam)
    await office.given_team("Accounts", scene.sam)
    await office.given_team("Billing")
    sam = await office.again(scene.sam)
    own = await office.do(build_digest, sam)
    assert own.team is not None
    assert own.team.name == "Accounts"
    with pytest.raises(Denied):
        await office.do(build_digest, sam, team="Billing")
    await office.given_team("Third", sam)
    with pytest.raises(Invalid, match="Accounts, Third"):
        await office.do(build_digest, await office.again(sam))
    with pytest.raises(Denied):
        await office.do(build_digest, scene.ana)


async def test_an_empty_desk_has_an_empty_digest(office: Office) -> None:
    kim = await office.given_person("Kim", Role.MANAGER)
    digest = await office.do(build_digest, kim)
    assert {figure.count for figure in figures(digest).values()} == {0}
    assert (digest.workload, digest.longest_waiting, digest.most_urgent) == ((), None, None)
    assert digest.ratings is not None
    assert digest.ratings.average is None


async def test_a_schedule_may_name_its_own_time(office: Office) -> None:
    scene = await given_two_days(office)
    until = office.clock.now() - timedelta(hours=1)
    since = until - timedelta(days=7)
    digest = await office.do(build_digest, office.desk, since=since, until=until)
    assert (digest.since, digest.until) == (since, until)
    assert digest.opened.count == await counted(office, digest, "opened") > 0
    with pytest.raises(Invalid, match="before until"):
        await office.do(build_digest, scene.kim, since=until, until=since)
