"""What is past its time goes; everything else stays."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from core import housekeeping
from core.access.idempotency import KeptAnswer, begin_once, keep_answer
from core.access.sessions import session_of, sign_in_as
from core.conversation.drafts import keep_draft
from core.events.receipts import accept, accept_handled, mark_handled
from core.housekeeping import clean_up
from tests.builders import Office


async def numbers(office: Office, query: str) -> list[object]:
    """What a query over all organisations answers first in each row."""
    async with office.database.owner() as session:
        return list(await session.scalars(text(query)))


async def given_receipts(office: Office) -> None:
    now = office.clock.now()
    async with office.database.system() as session:
        await accept(session, "slack:done", "a", {}, now)
        await mark_handled(session, "slack:done", now)
        await accept(session, "slack:waiting", "a", {}, now)
        await accept_handled(session, ["import:row"], now)


async def test_receipts_go_after_a_week_but_not_what_waits_or_was_imported(office: Office) -> None:
    await given_receipts(office)
    office.clock.move(days=6)
    assert (await clean_up(office.database))["receipts"] == 0
    office.clock.move(days=2)
    assert (await clean_up(office.database))["receipts"] == 1
    left = await numbers(office, "SELECT key FROM receipts ORDER BY key")
    assert left == ["import:row", "slack:waiting"]


async def test_sessions_drafts_and_answers_go_in_their_time(office: Office) -> None:
    sam = await office.given_person("Sam")
    assert sam.person_id is not None
    signed_in = await office.do(sign_in_as, sam.person_id)
    await office.do(keep_draft, sam, {"text": "half a reply"})
    async with office.work() as uow:
        await begin_once(uow, "me", "key", "hash")
        keep_answer(uow, "me", "key", KeptAnswer(200, "{}"))
    office.clock.move(hours=25)
    removed = await clean_up(office.database)
    assert removed["answers"] == 1
    assert (removed["sessions"], removed["drafts"]) == (0, 0)
    assert await office.do(session_of, signed_in.token) is not None
    office.clock.move(days=8)
    removed = await clean_up(office.database)
    assert (removed["sessions"], removed["drafts"]) == (0, 1)
    office.clock.move(days=8)
    assert (await clean_up(office.database))["sessions"] == 1


async def given_deliveries(office: Office, *states: str, made: datetime) -> None:
    """Deliveries whose ids say that they were made then."""
    channel = await office.given_channel()
    ana = await office.given_customer()
    await office.given_ticket(ana)
    (place,) = (await office.sql("SELECT id FROM places WHERE channel = :c", c=channel))[0]
    for state in states:
        await office.sql(
            "INSERT INTO deliveries (id, organisation_id, platform, workspace, place_id, kind,"
            " lane, state, attempts, next_at, created_at)"
            " VALUES (:id, :org, 'web', 'w', :place, 'notice', 'l', :state, 1, :at, :at)",
            id=UUID(int=(int(made.timestamp() * 1000) << 80) + secrets.randbits(64)),
            org=office.organisation_id,
            place=place,
            state=state,
            at=made,
        )


async def test_deliveries_go_a_month_after_they_ended_well(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "BATCH", 2)
    old = office.clock.now() - timedelta(days=31)
    neighbour = await office.neighbour()
    await given_deliveries(office, "sent", "sent", "sent", "withheld", "dead", "queued", made=old)
    await given_deliveries(neighbour, "superseded", made=old)
    recent = office.clock.now() - timedelta(days=29)
    await given_deliveries(await office.neighbour(), "sent", made=recent)
    assert (await clean_up(office.database))["deliveries"] == 5
    left = await numbers(office, "SELECT state FROM deliveries WHERE kind = 'notice' ORDER BY 1")
    assert left == ["dead", "queued", "sent"]


async def test_records_of_jobs_go_once_they_were_counted(office: Office) -> None:
    async with office.database.system() as session:
        for aggregated in (True, False):
            await session.execute(
                text(
                    "INSERT INTO pgqueuer_log (created, job_id, status, priority, entrypoint,"
                    " aggregated) VALUES (:at, 1, 'successful', 0, 'x', :aggregated)"
                ),
                {"at": office.clock.now() - timedelta(days=31), "aggregated": aggregated},
            )
    assert (await clean_up(office.database))["job records"] == 1
