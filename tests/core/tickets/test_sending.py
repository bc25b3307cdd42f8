"""A note that its author sends: a reply besides, once, and only the author's."""

import asyncio

import pytest

from core.conversation.beginning import begin_place
from core.conversation.files_sweeping import sweep_files
from core.conversation.models import Message
from core.conversation.refs import MESSAGE, keep_ref
from core.errors import Denied, NotFound
from core.tickets.amending import delete_message, edit_message
from core.tickets.announcements.marks import mark_of
from core.tickets.files.attaching import files_of
from core.tickets.reading.history import history, list_messages
from core.tickets.replying import note, reply
from core.tickets.rules import Impossible
from core.tickets.sending import send_note
from tests.builders import Office
from tests.core.tickets.files.test_attaching import Shelf


async def test_it_becomes_a_reply_and_stays_a_note_that_shows_it(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    number = (await office.given_ticket(ana)).number
    written = await office.do(note, sam, number, "The fan is new")
    sent = await office.do(send_note, sam, written.id)
    assert (sent.reply.body, sent.reply.kind, sent.number) == ("The fan is new", "reply", number)
    assert not sent.before
    assert [m.body for m in await office.do(list_messages, ana, number)][1:] == ["The fan is new"]
    async with office.work() as uow:
        after = await uow.session.get(Message, written.id)
        assert after is not None
        mark = await mark_of(uow, after)
    assert (after.audience, after.kind) == ("internal", "note")
    assert mark is not None
    assert mark.shown == "📨 sent to the customer"
    entries = await office.do(history, sam, number)
    assert "NoteSent" in [entry.type for entry in entries]


async def test_twice_is_once_also_at_the_same_time(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    number = (await office.given_ticket(ana)).number
    written = await office.do(note, sam, number, "Once")
    several = await asyncio.gather(*(office.do(send_note, sam, written.id) for _ in range(3)))
    assert {one.reply.id for one in several} == {several[0].reply.id}
    assert sorted(one.before for one in several) == [False, True, True]
    assert len(await office.do(list_messages, ana, number)) == 2


async def test_it_is_refused_for_what_is_not_one_s_own_living_note(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    mia = await office.given_person("Mia")
    number = (await office.given_ticket(ana)).number
    written = await office.do(note, sam, number, "psst")
    said = await office.do(reply, sam, number, "hello")
    with pytest.raises(Denied):
        await office.do(send_note, mia, written.id)
    with pytest.raises(Denied):
        await office.do(send_note, ana, written.id)
    with pytest.raises(Impossible):
        await office.do(send_note, sam, said.id)
    await office.do(delete_message, sam, written.id)
    with pytest.raises(NotFound):
        await office.do(send_note, sam, written.id)
    assert len(await office.do(list_messages, ana, number)) == 2


async def test_an_edit_afterwards_stays_among_staff(office: Office) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    number = (await office.given_ticket(ana)).number
    written = await office.do(note, sam, number, "Please restart it")
    await office.do(send_note, sam, written.id)
    await office.do(edit_message, sam, written.id, "She never restarts it")
    texts = [m.body for m in await office.do(list_messages, ana, number)]
    assert texts[-1] == "Please restart it"
    assert "She never" not in str(texts)


async def test_copies_of_the_note_are_painted_anew_but_not_its_author_s_own_words(
    office: Office,
) -> None:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    ticket = await office.given_ticket(ana)
    own = await office.do(begin_place, "slack", "T1", "C1", "1.1", None)
    copy = await office.do(begin_place, "slack", "T1", "C2", "2.2", None)
    written = await office.do(note, sam, ticket.number, "psst", place_id=own.id)
    for place, ref in ((own, "1.2"), (copy, "2.3")):
        await office.do(keep_ref, place.id, MESSAGE, ref, written.id)
    await office.do(send_note, sam, written.id)
    owed = await office.sql(
        "SELECT place_id FROM deliveries WHERE kind = 'edit' AND message_id = :m", m=written.id
    )
    assert [place_id for (place_id,) in owed] == [copy.id]


async def test_its_files_go_along_and_survive_the_note(office: Office) -> None:
    shelf = Shelf(office)
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    number = (await office.given_ticket(ana)).number
    brought = await shelf.bring(sam, number, "fan.txt")
    written = await office.do(note, sam, number, "See", attachment_ids=[brought])
    sent = await office.do(send_note, sam, written.id)
    async with office.work() as uow:
        named = await files_of(uow, [written.id, sent.reply.id])
    [kept], [copy] = named[written.id], named[sent.reply.id]
    assert (copy.name, copy.storage_key) == ("fan.txt", kept.storage_key)
    assert copy.id != kept.id
    await office.do(delete_message, sam, written.id)
    assert (await sweep_files(office.database, shelf.files))["files"] == 1
    assert await shelf.keys() == [kept.storage_key]
    await office.do(delete_message, sam, sent.reply.id)
    await sweep_files(office.database, shelf.files)
    assert await shelf.keys() == []
