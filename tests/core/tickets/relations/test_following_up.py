"""LIF-05: inside its window a ticket is opened again, outside a reply begins a follow-up."""

from datetime import timedelta
from uuid import UUID

from core.conversation.models import Place
from core.conversation.places import CUSTOMER
from core.conversation.refs import CARD, keep_ref, ref_of
from core.ids import new_id
from core.people.organisation import OrganisationSettings, change_organisation
from core.tickets.claiming import assign
from core.tickets.configuration.fields import FieldDraft, save_field
from core.tickets.opening import TicketDraft, open_ticket
from core.tickets.reading.history import history, list_messages
from core.tickets.relations.linking import related
from core.tickets.relations.merging import merge
from core.tickets.replying import reply
from core.tickets.resolving import close, resolve
from core.tickets.rules import REOPEN_WITHIN, Base
from tests.builders import Office
from tests.sweeping import given_desk, sweep, told_since

LATE = REOPEN_WITHIN + timedelta(seconds=1)


async def numbers(office: Office) -> list[int]:
    return [number for (number,) in await office.sql("SELECT number FROM tickets ORDER BY 1")]


async def test_a_late_reply_opens_a_linked_ticket_with_its_words(office: Office) -> None:
    scene = await given_desk(office)
    before = await office.see(scene.number)
    await office.do(assign, scene.sam, scene.number, "me")
    await office.do(close, scene.ana, scene.number)
    office.clock.set(office.clock.now() + LATE)
    message = await office.do(reply, scene.ana, scene.number, "It burns again")
    [_, follow_up] = await numbers(office)
    after = await office.see(follow_up)
    assert (after.base, after.requester.name, after.quote) == (Base.NEW, "Ana", "It burns again")
    assert (after.priority, after.category) == (before.priority, before.category)
    assert after.subject == f"Again: {before.subject}"
    assert message.ticket_id == after.id
    assert (await office.see(scene.number)).base is Base.CLOSED
    [link] = await office.do(related, scene.sam, follow_up)
    assert (link.kind, link.number) == ("follow_up_of", scene.number)
    types = [entry.type for entry in await office.do(history, scene.sam, follow_up)]
    assert types[0] == "TicketOpened"
    assert "TicketFollowedUp" in types


async def test_further_words_go_to_the_same_follow_up(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number)
    office.clock.set(office.clock.now() + LATE)
    for text in ("It burns again", "And it smokes", "Hello?"):
        await office.do(reply, scene.ana, scene.number, text)
    [_, follow_up] = await numbers(office)
    said = await office.do(list_messages, scene.ana, follow_up)
    assert [message.body for message in said] == ["It burns again", "And it smokes", "Hello?"]


async def test_just_in_time_it_is_the_same_ticket_and_the_counter_rises(office: Office) -> None:
    scene = await given_desk(office)
    for count in (1, 2):
        await office.do(close, scene.ana, scene.number)
        office.clock.set(office.clock.now() + REOPEN_WITHIN)
        await office.do(reply, scene.ana, scene.number, "It is back")
        entries = await office.do(history, scene.sam, scene.number)
        assert [e.type for e in entries].count("TicketReopened") == count
    assert await numbers(office) == [scene.number]


async def test_the_window_is_the_organisation_s(office: Office) -> None:
    scene = await given_desk(office)
    wanted = OrganisationSettings(reopen_within_days=3)
    await office.do(change_organisation, office.desk, wanted)
    await office.do(close, scene.ana, scene.number)
    office.clock.move(days=3, seconds=1)
    await office.do(reply, scene.ana, scene.number, "It is back")
    assert len(await numbers(office)) == 2


async def test_staff_s_late_words_open_nothing(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(close, scene.ana, scene.number)
    office.clock.set(office.clock.now() + LATE)
    await office.do(reply, scene.sam, scene.number, "By the way")
    assert await numbers(office) == [scene.number]


async def test_a_private_team_s_follow_up_is_that_team_s(office: Office) -> None:
    scene = await given_desk(office)
    await office.given_team("Secret", scene.sam, private=True)
    await office.do(assign, office.desk, scene.number, "Secret")
    await office.do(close, scene.ana, scene.number)
    office.clock.set(office.clock.now() + LATE)
    await office.do(reply, scene.ana, scene.number, "It is back")
    after = await office.see((await numbers(office))[-1])
    assert after.team is not None
    assert after.team.name == "Secret"


async def test_in_a_merged_ticket_each_customer_follows_their_own(office: Office) -> None:
    await office.do(save_field, office.desk, FieldDraft(key="iban", label="IBAN", kind="text"))
    ana, bob = await office.given_customer("Ana"), await office.given_customer("Bob")
    sam = await office.given_person("Sam")
    mine = await office.given_ticket(ana, subject="A door", custom_fields={"iban": "A1"})
    his = await office.given_ticket(bob, subject="Bob's slip", custom_fields={"iban": "B2"})
    await office.do(merge, sam, mine.number, his.number)
    secret = await office.given_team("Payroll", sam, private=True)
    await office.do(assign, office.desk, his.number, "Payroll")
    await office.do(resolve, office.desk, his.number)
    office.clock.set(office.clock.now() + LATE)
    await office.do(reply, bob, his.number, "Bob again")
    first = await office.do(reply, ana, mine.number, "Ana again")
    second = await office.do(reply, ana, his.number, "And again")
    assert second.ticket_id == first.ticket_id
    follow_up = (await numbers(office))[-1]
    view = await office.see(follow_up, ana)
    assert (view.subject, view.custom_fields) == ("Again: A door", {"iban": "A1"})
    [fact] = [e for e in await office.events(first.ticket_id) if e.type == "TicketFollowedUp"]
    assert fact.data["number"] == mine.number
    [link] = await office.do(related, office.desk, follow_up)
    assert (link.kind, link.number) == ("follow_up_of", mine.number)
    [(team,)] = await office.sql("SELECT team_id FROM tickets WHERE number = :n", n=follow_up)
    assert team == secret  # where it ended


async def given_thread(office: Office) -> UUID:
    """A customer's thread, not yet any ticket's."""
    place = new_id()
    async with office.work() as uow:
        uow.session.add(
            Place(
                id=place,
                organisation_id=uow.organisation_id,
                platform="web",
                workspace=str(uow.organisation_id),
                channel="support",
                thread="t1",
                role=CUSTOMER,
                audience="public",
                created_at=uow.now,
            )
        )
    return place


async def test_the_thread_goes_on_with_the_new_ticket(office: Office) -> None:
    scene = await given_desk(office)
    place = await given_thread(office)
    draft = TicketDraft(subject="Lamp", description="It flickers")
    first = await office.do(open_ticket, scene.ana, draft, place_id=place)
    async with office.work() as uow:
        await keep_ref(uow, place, CARD, "card-1")
    await office.do(close, scene.ana, first.number)
    await sweep(office)
    await told_since(office, "card", "line", "message", "survey")
    office.clock.set(office.clock.now() + LATE)
    await office.do(reply, scene.ana, first.number, "It flickers again", place_id=place)
    [(ticket_id,)] = await office.sql("SELECT ticket_id FROM places WHERE id = :p", p=place)
    assert ticket_id == (await office.see((await numbers(office))[-1])).id
    async with office.work() as uow:
        assert await ref_of(uow, place, CARD) is None  # a card of its own is posted
    told = await told_since(office, "card", "line")
    here = [one.kind for one in told if one.channel == "support"]
    assert here == ["card", "line"]


async def test_a_follow_up_does_not_begin_in_a_place_that_its_ticket_had_left(
    office: Office,
) -> None:
    scene = await given_desk(office)
    place = await given_thread(office)
    draft = TicketDraft(subject="Lamp", description="It flickers")
    first = await office.do(open_ticket, scene.ana, draft, place_id=place)
    await office.sql(
        "UPDATE places SET left_at = :now WHERE id = :p", now=office.clock.now(), p=place
    )
    await office.do(close, scene.ana, first.number)
    office.clock.set(office.clock.now() + LATE)
    said = await office.do(reply, scene.ana, first.number, "It flickers again", place_id=place)
    [(ticket_id,)] = await office.sql("SELECT ticket_id FROM places WHERE id = :p", p=place)
    assert (ticket_id, said.ticket_id != first.id) == (first.id, True)
