"""CHT-02: Teams' message extension, over the wire on the whole desk."""

from core.tickets.opening import TicketDraft
from core.tickets.opening import open_ticket as open_by_hand
from core.tickets.reading.history import list_messages
from tests.contract.chats.teams import SUPPORT, account
from tests.contract.drivers.base import OpenForm, Room, card, heard, told
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.journeys import open_ticket
from tests.contract.world import World
from tests.fakes.teams.asking import Found
from tests.fakes.teams.cards import actions_of


async def chosen(teams: TeamsDriver, who: str, id: str, room: Room = "support") -> OpenForm:
    """The form of "Create ticket" about a message."""
    form = await teams.choose(who, id, room, "create_ticket")
    assert form is not None
    return form


async def test_a_ticket_from_a_customers_message(teams: TeamsDriver, world: World) -> None:
    said = await teams.say("bob", "The scanner beeps", "support")
    await world.settled()
    form = await chosen(teams, "sam", said)
    assert form.values["description"] == "The scanner beeps"
    assert form.values["customer"] == "bob@example.org"
    assert await teams.fill("sam", form, subject="Scanner") is None
    found = await card(teams, "sam", "TIK-1001", "Scanner", "Bob via Teams")
    await heard(teams, "bob", "support", said, "TIK-1001")
    await world.settled()
    note, *_ = [p for p in await teams.thread("sam", "triage", found.id) if "🔒" in p.text]
    assert "https://teams.microsoft.com/l/message/" in note.text
    assert said in note.text
    again = await chosen(teams, "sam", said)
    assert await teams.fill("sam", again, subject="Scanner") is None
    await told(teams, "sam", "There is a ticket for this already", "TIK-1001")
    # What is said there goes on with the ticket, and what is changed there counts.
    await teams.say("bob", "It smokes now", "support", said)
    await heard(teams, "sam", "triage", found.id, "It smokes now")
    await teams.edit("bob", said, "The scanner howls", "support")
    await world.settled()
    [first, *_] = await world.office.do(list_messages, await world.person("sam"), 1001)
    assert first.body == "The scanner howls"
    assert teams.fake.broken == []


async def test_a_ticket_for_a_customer_whom_the_desk_does_not_know_yet(
    teams: TeamsDriver, world: World
) -> None:
    teams.fake.hears_all = False
    unheard = await teams.fake.send.say(account("bob"), SUPPORT, "The scanner beeps")
    form = await chosen(teams, "sam", unheard.id)
    assert form.values["customer"] == account("bob")
    assert await teams.fill("sam", form, subject="Scanner") is None
    await card(teams, "sam", "TIK-1001", "Scanner", "Bob via Teams")
    await heard(teams, "bob", "support", unheard.id, "TIK-1001")
    assert teams.fake.broken == []


async def test_a_ticket_from_a_colleagues_message_stays_among_staff(
    teams: TeamsDriver, world: World
) -> None:
    said = await teams.say("mia", "The lamps flicker", "triage")
    form = await chosen(teams, "sam", said, "triage")
    assert await teams.fill("sam", form, subject="Lamps", customer="ana@example.org") is None
    await card(teams, "sam", "TIK-1001", "Lamps", "Ana via Teams")
    await world.settled()
    assert await world.office.sql("SELECT 1 FROM places WHERE role = 'customer'") == []
    assert teams.fake.broken == []


async def search(teams: TeamsDriver, who: str, room: Room, text: str = "printer") -> Found:
    """Search tickets where one writes a message."""
    return await teams.fake.ask.search(account(who), teams.channel(who, room), text, "tickets")


async def test_the_search_shows_all_that_may_be_shown_and_says_where_that_is(
    teams: TeamsDriver, world: World
) -> None:
    ticket = await open_ticket(teams)
    sam = await world.person("sam")
    for number in range(6):
        draft = TicketDraft(subject=f"The printer on floor {number}")
        await world.office.do(open_by_hand, sam, draft)
    await teams.slash("sam", "help")
    await world.settled()
    rooms: tuple[Room, ...] = ("triage", "direct")
    for room in rooms:
        assert len((await search(teams, "sam", room)).results) == 7
    for who in ("sam", "ana"):
        found = await search(teams, who, "support")
        assert found.results == []
        assert "your own chat with Ticket" in found.text
    own = await search(teams, "ana", "direct")
    assert [one["preview"]["content"]["title"].split()[0] for one in own.results] == [ticket.ref]
    nothing = await search(teams, "ana", "support", "floor")
    assert (nothing.results, nothing.text) == ([], "")
    assert teams.fake.broken == []


async def test_what_was_told_of_a_message_counts_for_that_one_alone(
    teams: TeamsDriver, world: World
) -> None:
    bobs = await teams.say("bob", "The scanner beeps", "support")
    own = await teams.say("ana", "Mine too", "support")
    await world.settled()
    form = await chosen(teams, "ana", own)
    memory = actions_of(form.raw.card)[0]["data"]["deskhand"]
    assert own in memory["says"]
    memory["says"] = memory["says"].replace(own, bobs)
    assert await teams.fill("ana", form, subject="Scanner") is None
    await card(teams, "sam", "TIK-1001", "Scanner", "Ana via Teams")
    await world.settled()
    begun = "SELECT thread FROM places WHERE role = 'customer' AND channel = :c"
    assert await world.office.sql(begun, c=SUPPORT) == []
