"""A reply waits a moment: nothing is public before, it is said once at most, and in order."""

import asyncio
from uuid import UUID

import pytest

from core.access.actor import Actor
from core.conversation.drafts import kept_draft
from core.errors import Denied, NotFound
from core.events.due import sweep_due
from core.people.actors import actor_for
from core.people.organisation import OrganisationSettings, change_organisation
from core.sweeps import SWEEPS
from core.tickets.files.attaching import KEPT, new_attachment
from core.tickets.held.held_sending import FILES, send_now, undo
from core.tickets.held.holding import hold_note, hold_reply
from core.tickets.replying import note, reply
from core.tickets.resolving import close
from core.tickets.rules import Stale
from tests.builders import Office

PUBLIC = "SELECT body FROM messages WHERE audience = 'public' ORDER BY id"


async def said(office: Office) -> list[str]:
    """What is public, without what tickets were opened with."""
    return [body for (body,) in await office.sql(PUBLIC) if not body.startswith("Printer")]


async def wait(office: Office, seconds: float) -> None:
    """So much later the scheduler looks."""
    office.clock.move(seconds=seconds)
    await sweep_due(office.database, SWEEPS)


@pytest.fixture
async def sam(office: Office) -> Actor:
    return await office.given_person("Sam")


@pytest.fixture
async def number(office: Office) -> int:
    ana = await office.given_customer()
    return (await office.given_ticket(ana, description="Printer")).number


async def test_nothing_is_said_before_its_moment_and_once_then(
    office: Office, sam: Actor, number: int
) -> None:
    assert OrganisationSettings().undo_seconds == 5
    before = len(await office.events())
    held = await office.do(hold_reply, sam, number, "try again")
    assert held is not None
    await wait(office, 4.9)
    assert await said(office) == []
    assert len(await office.events()) == before
    await wait(office, 0.1)
    await wait(office, 60)
    assert await said(office) == ["try again"]
    [(state, body, message)] = await office.sql("SELECT state, body, message_id FROM held_replies")
    assert (state, body) == ("sent", "")
    assert message is not None


async def test_taken_back_it_is_never_said_and_its_text_and_files_are_kept(
    office: Office, sam: Actor, number: int
) -> None:
    file = await _kept_file(office, sam, number)
    held = await office.do(hold_reply, sam, number, "wrong words", attachment_ids=[file])
    assert held is not None
    taken, done = await office.do(undo, sam, "last")
    assert done
    await wait(office, 60)
    assert await said(office) == []
    assert await office.do(kept_draft, sam, str(taken.draft_id)) == {
        "text": "wrong words",
        FILES: str(file),
    }
    [(message,)] = await office.sql("SELECT message_id FROM attachments WHERE id = :i", i=file)
    assert message is None
    again = await office.do(hold_reply, sam, number, "right words", attachment_ids=[file])
    assert again is not None
    await wait(office, 5)
    [(message,)] = await office.sql("SELECT message_id FROM attachments WHERE id = :i", i=file)
    assert message is not None
    late, done = await office.do(undo, sam, str(again.id))
    assert (late.state, late.ended_at, done) == ("sent", office.clock.now(), False)


async def test_nobody_takes_back_what_somebody_else_said(
    office: Office, sam: Actor, number: int
) -> None:
    held = await office.do(hold_reply, sam, number, "mine")
    assert held is not None
    mia = await office.given_person("Mia")
    for act in (undo, send_now):
        with pytest.raises(NotFound):
            await office.do(act, mia, str(held.id))
        with pytest.raises(NotFound):
            await office.do(act, mia, "last")


async def test_one_author_keeps_the_order_and_blocks_nobody(
    office: Office, sam: Actor, number: int
) -> None:
    mia = await office.given_person("Mia")
    await set_delay(office, 10)
    await office.do(hold_reply, sam, number, "first")
    office.clock.move(seconds=1)
    await set_delay(office, 2)
    await office.do(hold_reply, sam, number, "second")
    await office.do(hold_reply, mia, number, "hers")
    await wait(office, 2)
    assert await said(office) == ["hers"]
    third = await office.do(hold_reply, sam, number, "third")
    assert third is not None
    await office.do(send_now, sam, str(third.id))
    assert await said(office) == ["hers", "first", "second", "third"]
    await wait(office, 60)
    assert len(await said(office)) == 4


async def test_without_a_delay_what_waits_goes_first(
    office: Office, sam: Actor, number: int
) -> None:
    await office.do(hold_reply, sam, number, "first")
    await set_delay(office, 0)
    assert await office.do(hold_reply, sam, number, "second") is None
    await office.do(reply, sam, number, "second")
    assert await said(office) == ["first", "second"]


async def test_it_is_checked_anew_and_comes_back(office: Office, sam: Actor, number: int) -> None:
    ana = await office.again(await _requester(office, number))
    held = await office.do(hold_reply, sam, number, "too late")
    assert held is not None
    office.clock.move(seconds=1)
    await office.do(close, ana, number)
    await wait(office, 5)
    lost = await office.do(hold_reply, sam, number, "after the end it may be said")
    assert lost is not None
    await office.sql("UPDATE people SET status = 'suspended' WHERE id = :i", i=sam.person_id)
    await wait(office, 5)
    assert await said(office) == []
    rows = await office.sql("SELECT state, problem, draft_id FROM held_replies ORDER BY id")
    assert [state for state, _, _ in rows] == ["refused", "refused"]
    assert "ended while your reply waited" in rows[0].problem
    assert "may not reply" in rows[1].problem
    values = await office.do(kept_draft, sam, str(rows[0].draft_id))
    assert values["text"] == "too late"


async def test_what_may_not_be_said_is_refused_at_once(
    office: Office, sam: Actor, number: int
) -> None:
    with pytest.raises(Stale):
        await office.do(hold_reply, sam, number, "words", seen=0)
    ana = await _requester(office, number)
    assert await office.do(hold_reply, ana, number, "customers never wait") is None
    own = await office.given_ticket(sam)
    assert await office.do(hold_reply, sam, own.number, "nor on one's own") is None
    assert await office.sql("SELECT 1 FROM held_replies") == []


async def test_a_note_waits_like_a_reply(office: Office, sam: Actor, number: int) -> None:
    mine = await office.do(note, sam, number, "we have sent it again")
    first = await office.do(hold_note, sam, mine.id)
    again = await office.do(hold_note, sam, mine.id)
    assert first is not None
    assert again is not None
    assert first.id == again.id
    _, done = await office.do(undo, sam, "last")
    assert done
    await wait(office, 10)
    assert await said(office) == []
    await office.do(hold_note, sam, mine.id)
    await wait(office, 5)
    assert await said(office) == ["we have sent it again"]
    assert await office.do(hold_note, sam, mine.id) is None
    with pytest.raises(Denied):
        await office.do(hold_note, await office.given_person("Mia"), mine.id)


async def test_whoever_is_faster_it_is_said_once_or_never(
    office: Office, sam: Actor, number: int
) -> None:
    for at in range(3):
        await office.do(hold_reply, sam, number, f"words {at}")
        office.clock.move(seconds=5)
        outcome = await asyncio.gather(
            sweep_due(office.database, SWEEPS),
            sweep_due(office.database, SWEEPS),
            office.do(undo, sam, "last"),
            office.do(send_now, sam, "last"),
        )
        taken_back = outcome[2][1]
        assert (await said(office)).count(f"words {at}") == (0 if taken_back else 1)


async def set_delay(office: Office, seconds: int) -> None:
    wanted = OrganisationSettings(undo_seconds=seconds)
    await office.do(change_organisation, office.desk, wanted)


async def _requester(office: Office, number: int) -> Actor:
    found = await office.do(actor_for, (await office.see(number)).requester.id, "web")
    assert found is not None
    return found


async def _kept_file(office: Office, actor: Actor, number: int) -> UUID:
    made = await office.do(new_attachment, actor, number, None, "a.txt", state=KEPT)
    return made.id
