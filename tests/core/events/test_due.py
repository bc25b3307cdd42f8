"""Due rows: swept when their moment comes, each once, and one failure holds nobody up."""

import asyncio
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from core.database.unit_of_work import UnitOfWork
from core.events import due
from core.events.due import put_off, sweep_due
from core.ids import new_id
from tests.builders import Office


class Bell:
    """A handler that remembers what it was called for."""

    def __init__(self) -> None:
        self.rung: list[tuple[UUID, UUID]] = []
        self.broken: set[UUID] = set()

    async def ring(self, uow: UnitOfWork, thing: UUID) -> None:
        await asyncio.sleep(0)
        if thing in self.broken:
            raise RuntimeError("no sound")
        self.rung.append((uow.organisation_id, thing))


@pytest.fixture
def bell() -> Bell:
    return Bell()


async def test_what_is_due_is_handled_once_in_its_own_organisation(
    office: Office, bell: Bell
) -> None:
    other = await office.neighbour()
    things = [new_id() for _ in range(3)]
    soon = office.clock.now()
    await office.do(put_off, "bell", {things[0]: soon, things[1]: office.clock.move(seconds=5)})
    await other.do(put_off, "bell", {things[2]: soon})
    office.clock.set(soon)
    assert await sweep_due(office.database, {"bell": bell.ring}) == 2
    office.clock.move(seconds=5)
    assert await sweep_due(office.database, {"bell": bell.ring}) == 1
    assert await sweep_due(office.database, {"bell": bell.ring}) == 0
    assert bell.rung == [
        (office.organisation_id, things[0]),
        (other.organisation_id, things[2]),
        (office.organisation_id, things[1]),
    ]


async def test_two_sweeps_at_once_handle_each_thing_once(office: Office, bell: Bell) -> None:
    things = [new_id() for _ in range(20)]
    await office.do(put_off, "bell", dict.fromkeys(things, office.clock.now()))
    counts = await asyncio.gather(
        *(sweep_due(office.database, {"bell": bell.ring}) for _ in range(4))
    )
    assert sum(counts) == 20
    assert sorted(thing for _, thing in bell.rung) == sorted(things)


async def test_one_that_fails_stays_and_holds_nobody_up(office: Office, bell: Bell) -> None:
    first, second = new_id(), new_id()
    bell.broken = {first}
    now = office.clock.now()
    await office.do(put_off, "bell", {first: now})
    await office.do(put_off, "bell", {second: office.clock.move(seconds=1)})
    with capture_logs() as logs:
        assert await sweep_due(office.database, {"bell": bell.ring}) == 1
    assert [line["event"] for line in logs] == ["due.failed"]
    bell.broken.clear()
    assert await sweep_due(office.database, {"bell": bell.ring}) == 0
    office.clock.move(minutes=1)
    assert await sweep_due(office.database, {"bell": bell.ring}) == 1
    assert [thing for _, thing in bell.rung] == [second, first]


async def test_however_many_fail_the_next_sweep_comes_to_the_others(
    office: Office, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "BATCH", 2)
    broken, sound = [new_id(), new_id()], new_id()
    bell.broken = set(broken)
    await office.do(put_off, "bell", dict.fromkeys(broken, office.clock.now()))
    await office.do(put_off, "bell", {sound: office.clock.move(seconds=1)})
    with capture_logs():
        assert await sweep_due(office.database, {"bell": bell.ring}) == 0
        assert await sweep_due(office.database, {"bell": bell.ring}) == 1
    assert [thing for _, thing in bell.rung] == [sound]


async def test_a_moment_can_be_moved_and_taken_back(office: Office, bell: Bell) -> None:
    moved, gone = new_id(), new_id()
    now = office.clock.now()
    await office.do(put_off, "bell", {moved: now, gone: now})
    later = office.clock.move(hours=1)
    await office.do(put_off, "bell", {moved: later, gone: None})
    office.clock.set(now)
    assert await sweep_due(office.database, {"bell": bell.ring}) == 0
    office.clock.set(later)
    assert await sweep_due(office.database, {"bell": bell.ring}) == 1


async def test_kinds_that_nobody_handles_here_are_left_alone(office: Office, bell: Bell) -> None:
    await office.do(put_off, "whistle", {new_id(): office.clock.now()})
    assert await sweep_due(office.database, {"bell": bell.ring}) == 0
    assert len(await office.sql("SELECT 1 FROM due WHERE kind = 'whistle'")) == 1
