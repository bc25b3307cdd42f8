"""TKT-05: files on tickets in the core: what is owed for them, and what is swept."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from adapters.files.store import build_memory_store
from core.access.actor import Actor
from core.conversation.files import Files, StoredFile
from core.conversation.files_sweeping import sweep_files
from core.errors import Invalid, NotFound
from core.tickets.amending import delete_message
from core.tickets.files.attaching import MOST, keep_file
from core.tickets.files.attachments import read_attachment, remove_attachment
from core.tickets.files.uploading import invite_upload, use_upload
from core.tickets.opening import TicketDraft, open_ticket
from core.tickets.replying import note, reply
from tests.builders import MovableClock, Office


async def words(content: bytes = b"words") -> AsyncIterator[bytes]:
    """A small content."""
    yield content


class Shelf:
    """Brings files in an office."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.files = Files(build_memory_store())

    async def stored(self, name: str = "a.txt") -> StoredFile:
        """A file in the storage, in no row."""
        now = self.office.clock.now()
        return await self.files.take_in(self.office.organisation_id, name, words(), now)

    async def bring(self, actor: Actor, number: int | None = None, name: str = "a.txt") -> UUID:
        """A file of the actor's; its id."""
        kept = await self.office.do(keep_file, actor, await self.stored(name), number=number)
        return kept.id

    async def keys(self) -> list[str]:
        """What the storage has."""
        return [key async for key, _ in self.files.store.list_keys("")]


@pytest.fixture
def shelf(office: Office) -> Shelf:
    """Files of the office."""
    return Shelf(office)


async def kinds(office: Office) -> list[tuple[str, str]]:
    """What is owed to which kind of place."""
    rows = await office.sql(
        "SELECT d.kind, p.role FROM deliveries d JOIN places p ON p.id = d.place_id"
        " WHERE d.kind IN ('message', 'edit') ORDER BY d.seq"
    )
    return [(kind, role) for kind, role in rows]


async def test_the_files_of_an_opening_are_told_in_the_staffs_thread(
    office: Office, shelf: Shelf
) -> None:
    await office.given_channel()
    ana = await office.given_customer()
    await office.given_ticket(ana)
    assert await kinds(office) == []
    kept = await shelf.bring(ana)
    await office.given_ticket(ana, attachment_ids=[kept])
    assert await kinds(office) == [("message", "internal")]


async def test_one_message_takes_so_many_files_and_no_strangers(
    office: Office, shelf: Shelf
) -> None:
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    ticket = await office.given_ticket(ana)
    many = [await shelf.bring(ana, ticket.number) for _ in range(MOST + 1)]
    with pytest.raises(Invalid, match="at most"):
        await office.do(reply, ana, ticket.number, "x", attachment_ids=many)
    theirs = await shelf.bring(bob)
    with pytest.raises(Invalid, match="no such file of yours"):
        await office.do(reply, ana, ticket.number, "x", attachment_ids=[theirs])
    draft = TicketDraft(subject="x", attachment_ids=[theirs])
    with pytest.raises(Invalid):
        await office.do(open_ticket, ana, draft)


async def test_a_message_takes_no_file_that_waits_for_another_one(
    office: Office, shelf: Shelf
) -> None:
    ana = await office.given_customer("Ana")
    one, other = await office.given_ticket(ana), await office.given_ticket(ana)
    mine, waits = await shelf.bring(ana), await shelf.bring(ana, name="other.txt")
    said = await office.do(reply, ana, one.number, "with mine", attachment_ids=[mine])
    later = await office.do(reply, ana, other.number, "with the other", attachment_ids=[waits])
    rows = await office.sql("SELECT name, message_id FROM attachments ORDER BY name")
    assert [tuple(row) for row in rows] == [("a.txt", said.id), ("other.txt", later.id)]


async def test_a_removed_message_takes_its_files_along(office: Office, shelf: Shelf) -> None:
    sam, ana = await office.given_person(), await office.given_customer()
    ticket = await office.given_ticket(ana)
    kept = await shelf.bring(sam, ticket.number)
    said = await office.do(note, sam, ticket.number, "Psst", attachment_ids=[kept])
    await office.do(delete_message, sam, said.id)
    with pytest.raises(NotFound):
        await office.do(read_attachment, sam, kept)
    await sweep_files(office.database, shelf.files)
    assert await shelf.keys() == []


async def test_what_is_taken_back_what_nobody_sent_and_what_a_crash_left_is_swept(
    office: Office, shelf: Shelf, clock: MovableClock
) -> None:
    ana = await office.given_customer()
    ticket = await office.given_ticket(ana)
    said, back, unsaid = [await shelf.bring(ana, ticket.number) for _ in range(3)]
    await office.do(reply, ana, ticket.number, "x", attachment_ids=[said, back])
    await shelf.stored()  # a crash: no row follows
    assert len(await shelf.keys()) == 4
    await sweep_files(office.database, shelf.files)
    assert len(await shelf.keys()) == 4
    await office.do(remove_attachment, ana, back)
    await sweep_files(office.database, shelf.files)
    assert len(await shelf.keys()) == 3
    clock.move(hours=25)
    await sweep_files(office.database, shelf.files)
    [(key,)] = await office.sql("SELECT storage_key FROM attachments")
    rows = await office.sql("SELECT id FROM attachments")
    assert rows == [(said,)]
    assert key in await shelf.keys()
    assert unsaid != said


async def test_an_upload_link_works_once_and_for_a_day(
    office: Office, shelf: Shelf, clock: MovableClock
) -> None:
    ana = await office.given_customer()
    ticket = await office.given_ticket(ana)
    token = await office.do(invite_upload, ana, ticket.number)
    message = await office.do(use_upload, token, await shelf.stored("video.mp4"))
    assert (message.body, message.author_id) == ("📎 video.mp4", ana.person_id)
    with pytest.raises(NotFound):
        await office.do(use_upload, token, await shelf.stored())
    late = await office.do(invite_upload, ana, ticket.number)
    clock.move(hours=24)
    with pytest.raises(NotFound):
        await office.do(use_upload, late, await shelf.stored())
    rows = await office.sql("SELECT token_hash FROM upload_links")
    assert token not in str(rows)
