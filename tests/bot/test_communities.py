"""What a platform with posts, tags and private threads is asked to do, and when."""

from bot.ports_places import PlaceState, Turn
from core.access.actor import Actor
from core.tickets.amending import delete_message, edit_message
from core.tickets.claiming import claim
from core.tickets.editing import TicketEdit, edit
from core.tickets.privacy import make_private
from core.tickets.replying import note, reply
from core.tickets.resolving import resolve
from tests.bot.community import Community
from tests.bot.plaza import LOBBY
from tests.builders import Office

LONG_AGO = 90
"""Days: longer than a ticket can be opened again."""


async def _begun(office: Office, **how: str) -> tuple[Community, Actor]:
    community = Community(office)
    await community.serve(**how)
    return community, await office.given_person("Sam")


async def _number(office: Office) -> int:
    [(number,)] = await office.sql("SELECT max(number) FROM tickets")
    return int(number)


async def test_a_post_is_a_ticket_whose_one_message_is_pinned(office: Office) -> None:
    community, _ = await _begun(office)
    post = await community.post("ana", "The printer hums", "Since Monday")
    standing = community.standing(post)
    assert standing.title == "The printer hums"
    labels = [button.label for button in standing.buttons]
    assert labels == ["Add details", "Make private", "Solved", "Help"]
    thread = community.plaza.threads[post]
    assert len(thread.posts) == 1
    assert thread.pins == list(thread.posts)
    view = await office.see(await _number(office))
    assert (view.subject, view.quote, view.requester.name) == (
        "The printer hums",
        "Since Monday",
        "Ana",
    )


async def test_the_place_shows_how_the_ticket_stands_once_for_each_turn(office: Office) -> None:
    community, sam = await _begun(office)
    post = await community.post("ana", "The printer hums")
    thread, number = community.plaza.threads[post], await _number(office)
    assert thread.state is not None
    assert thread.state.turn is Turn.OPEN
    shown = thread.states
    await office.do(edit, sam, number, TicketEdit(subject="The printer sings"))
    await office.do(note, sam, number, "They always do")
    await community.settle()
    assert thread.states == shown
    await office.do(claim, sam, number)
    await community.settle()
    assert thread.state.turn is Turn.ON_US
    await office.do(reply, sam, number, "Is it loud?")
    await community.settle()
    assert thread.state.turn is Turn.ON_YOU
    await community.say("ana", post, "Very")
    assert thread.state.turn is Turn.ON_US
    assert thread.states == shown + 3


async def test_solved_is_put_away_and_writing_brings_it_back(office: Office) -> None:
    community, sam = await _begun(office)
    post = await community.post("ana", "The printer hums")
    thread, number = community.plaza.threads[post], await _number(office)
    await office.do(resolve, sam, number, "Take the other cable")
    await community.settle()
    assert thread.state == PlaceState(Turn.SOLVED)
    assert (thread.archived, thread.locked) == (True, False)
    thread.archived = False  # whoever writes brings it back
    await community.say("ana", post, "It still hums")
    assert thread.state == PlaceState(Turn.ON_US)
    assert not thread.archived


async def test_long_after_the_end_the_post_begins_a_linked_ticket(office: Office) -> None:
    community, sam = await _begun(office)
    post = await community.post("ana", "The printer hums")
    first = await _number(office)
    await office.do(resolve, sam, first)
    await community.settle()
    office.clock.move(days=LONG_AGO)
    await community.say("ana", post, "It hums again")
    second = await _number(office)
    assert second != first
    links = await office.sql("SELECT kind FROM ticket_links")
    assert [tuple(row) for row in links] == [("follow_up_of",)]
    state = community.plaza.threads[post].state
    assert state is not None
    assert state.turn is Turn.OPEN


async def test_others_write_there_and_it_is_nobody_s_turn(office: Office) -> None:
    community, sam = await _begun(office)
    post = await community.post("ana", "The printer hums")
    number = await _number(office)
    await office.do(reply, sam, number, "Is it loud?")
    await community.settle()
    await community.say("bob", post, "Mine is")
    view = await office.see(number)
    assert view.waiting_on == "customer"
    assert community.whispers("bob") == []
    await community.press("bob", post, "Solved")
    assert "I can't find" in community.whispers("bob")[0]


async def test_make_private_opens_a_thread_with_copies_and_shuts_the_post(office: Office) -> None:
    community, sam = await _begun(office)
    post = await community.post("ana", "The printer hums", "Since Monday")
    number = await _number(office)
    await office.do(reply, sam, number, "Is it loud?")
    await community.settle()
    await community.press("ana", post, "Make private")
    [(name, private)] = community.plaza.private_threads().items()
    assert private.members == {"ana"}
    assert "The printer hums" in private.title
    card, *copies = community.read(name)
    assert "The printer hums" in card
    assert copies == ["Ana: Since Monday", "Sam: Is it loud?"]
    public = community.plaza.threads[post]
    assert public.locked
    assert "goes on in private" in community.read(post)[-1]
    assert "is private" in community.standing(post).title
    await office.do(reply, sam, number, "The code is 4711")
    await community.say("ana", name, "Thanks", LOBBY)
    assert "Sam: The code is 4711" in community.read(name)
    assert "4711" not in " ".join(community.read(post))
    assert [b.label for b in community.standing(name).buttons] == ["Solved"]
    dead = await office.sql("SELECT kind, error FROM deliveries WHERE state = 'dead'")
    assert dead == []


async def test_who_gets_no_private_thread_is_reached_directly(office: Office) -> None:
    community, sam = await _begun(office)
    community.plaza.may_open_private = False
    post = await community.post("ana", "The printer hums")
    await office.do(make_private, sam, await _number(office))
    await community.settle()
    assert community.plaza.private_threads() == {}
    assert "The printer hums" in community.read("dm-ana")[0]
    assert community.plaza.threads[post].locked


async def test_in_a_forum_for_private_tickets_the_post_moves_at_once(office: Office) -> None:
    community, _ = await _begun(office, mode="private")
    post = await community.post("ana", "My salary is wrong", "It says 9")
    [(name, private)] = community.plaza.private_threads().items()
    assert "Ana: It says 9" in community.read(name)
    assert [len(private.pins), community.plaza.threads[post].pins] == [1, []]
    [farewell] = community.read(post)
    assert "goes on in private" in farewell
    assert community.plaza.threads[post].locked


async def test_an_edit_from_before_goes_to_the_private_place_alone(office: Office) -> None:
    community, sam = await _begun(office)
    post = await community.post("ana", "The printer hums")
    number = await _number(office)
    await office.do(reply, sam, number, "Is it loud?")
    await community.settle()
    await community.press("ana", post, "Make private")
    [name] = community.plaza.private_threads()
    [(message_id,)] = await office.sql("SELECT id FROM messages WHERE body = 'Is it loud?'")
    community.plaza.threads[post].locked = False
    await office.do(edit_message, sam, message_id, "Is it 4711 decibels loud?")
    await community.settle()
    assert "Sam: Is it 4711 decibels loud?" in community.read(name)
    assert "4711" not in " ".join(community.read(post))
    await office.do(delete_message, sam, message_id)
    await community.settle()
    assert "loud" not in " ".join([*community.read(name), *community.read(post)])
