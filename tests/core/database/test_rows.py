"""Several writes in one statement: nothing is lost on the way, and nothing is sent twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, literal, select

from core.conversation.models import Place
from core.conversation.places import new_place
from core.database.rows import insert_rows
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import Address, owe
from core.events.models import Delivery, Due
from core.ids import new_id
from tests.builders import Office

PLACES = insert_rows(Place, "places")
DELIVERIES = insert_rows(Delivery, "deliveries", or_nothing=True)
NOBODY = select(literal("slack").label("platform")).where(literal(False)).cte("nobody")
NOWHERE = insert_rows(Place, "lost", beside=NOBODY, instead={"platform": NOBODY.c.platform})


def a_place(uow: UnitOfWork, **said: Any) -> dict[str, Any]:
    values = {"platform": "web", "workspace": "w", "channel": "c", "role": "internal"}
    return new_place(uow, **{**values, "audience": "internal", **said})


async def test_all_that_was_added_is_written_in_one_statement(office: Office) -> None:
    sent: list[str] = []
    until = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    async with office.work() as uow:
        first, second = a_place(uow), a_place(uow, thread="7")
        uow.writes.add_rows(PLACES, [first])
        uow.writes.add_rows(PLACES, [second])
        to = Address(first["id"], "web", "w")
        said = {"text": "ünïcode \\ \"quoted\" 'words'", "of": [1, None]}
        owed = owe(uow, to, "say", content=said, secret=b"\x00\xff", secret_until=until)
        uow.writes.add_rows(DELIVERIES, [owed])
        engine = office.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", lambda *a: sent.append(a[2]))
        await uow.flush()
        await uow.flush()
        assert len(sent) == 1
        kept = await uow.session.get(Delivery, owed["id"])
        assert kept is not None
        assert (kept.content, kept.secret, kept.secret_until) == (said, b"\x00\xff", until)
        assert (kept.viewer, kept.external_id, kept.place_id) == (None, None, first["id"])
        threads = await uow.session.scalars(select(Place.thread).order_by(Place.id))
        assert list(threads) == [None, "7"]


async def test_what_is_not_flushed_is_written_with_the_commit(office: Office) -> None:
    due = {
        "organisation_id": office.organisation_id,
        "kind": "test",
        "id": new_id(),
        "due_at": office.clock.now() + timedelta(hours=1),
    }
    async with office.work() as uow:
        uow.writes.add_rows(insert_rows(Due, "dues"), [due])
    [(moment,)] = await office.sql("SELECT due_at FROM due WHERE kind = 'test'")
    assert moment == due["due_at"]


async def test_a_row_that_is_there_already_is_skipped_where_that_was_asked_for(
    office: Office,
) -> None:
    async with office.work() as uow:
        place = a_place(uow)
        to = Address(place["id"], "web", "w")
        uow.writes.add_rows(PLACES, [place])
        uow.writes.add_rows(DELIVERIES, [owe(uow, to, "card"), owe(uow, to, "card")])
    assert await office.sql("SELECT count(*) FROM deliveries") == [(1,)]


async def test_nothing_is_added_beside_nobody(office: Office) -> None:
    async with office.work() as uow:
        uow.writes.add_rows(NOWHERE, [a_place(uow, platform="")])
    assert await office.sql("SELECT count(*) FROM places") == [(0,)]


async def test_a_value_that_no_column_can_hold_is_refused(office: Office) -> None:
    with pytest.raises(TypeError, match="object has no place"):
        async with office.work() as uow:
            uow.writes.add_rows(PLACES, [a_place(uow, channel=object())])
