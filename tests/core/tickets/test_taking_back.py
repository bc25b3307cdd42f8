"""What was taken back is no answer any more: whose turn it is, and how much was said."""

from core.access.actor import Actor
from core.tickets.amending import delete_message
from core.tickets.relations.gathering import gather
from core.tickets.relations.merging import merge, unmerge
from core.tickets.relations.splitting import split, unsplit
from core.tickets.replying import note, reply
from tests.builders import Office
from tests.core.tickets.relations.test_merging import opened, say
from tests.sweeping import given_desk, told_since


async def state(office: Office, number: int) -> tuple[str, int]:
    view = await office.see(number)
    return view.waiting_on, view.message_count


async def given_two(office: Office) -> tuple[Actor, Actor, int]:
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    return ana, sam, await opened(office, ana)


async def test_a_wrong_answer_that_was_taken_back_is_none(office: Office) -> None:
    _, sam, number = await given_two(office)
    wrong = await office.do(reply, sam, number, "Meant for Bob")
    psst = await office.do(note, sam, number, "psst")
    assert await state(office, number) == ("customer", 2)
    await office.do(delete_message, sam, psst.id)
    assert await state(office, number) == ("customer", 2)
    await office.do(delete_message, sam, wrong.id)
    assert await state(office, number) == ("us", 1)
    clock = (await office.see(number)).clock("first_response")
    assert clock is not None
    assert clock.state == "met"  # it was read, perhaps


async def test_an_earlier_answer_is_the_last_word_again(office: Office) -> None:
    ana, sam, number = await given_two(office)
    await say(office, sam, number, "Try this")
    again = await office.do(reply, ana, number, "oops")
    assert await state(office, number) == ("us", 3)
    await office.do(delete_message, ana, again.id)
    assert await state(office, number) == ("customer", 2)


async def test_the_cards_of_both_sides_show_it(office: Office) -> None:
    scene = await given_desk(office)
    wrong = await office.do(reply, scene.sam, scene.number, "Meant for Bob")
    await told_since(office, "card", "line", "message")
    await office.do(delete_message, scene.sam, wrong.id)
    painted = {one.channel for one in await told_since(office, "card")}
    assert painted == {scene.triage, scene.direct["Ana"]}


async def test_merged_the_surviving_one_counts_and_undoing_parts_it_rightly(
    office: Office,
) -> None:
    ana, sam, one = await given_two(office)
    two = await opened(office, ana)
    await office.do(merge, sam, two, one)
    await say(office, sam, one, "to one")
    wrong = await office.do(reply, sam, two, "to two")
    office.clock.move(minutes=1)
    await office.do(delete_message, sam, wrong.id)
    assert await state(office, one) == ("customer", 3)
    await office.do(unmerge, sam, two)
    assert await state(office, one) == ("customer", 2)
    assert await state(office, two) == ("us", 1)


async def test_a_part_that_is_split_off_does_not_count_it(office: Office) -> None:
    ana, sam, number = await given_two(office)
    first = await office.do(reply, ana, number, "And another thing")
    office.clock.move(minutes=1)
    wrong = await office.do(reply, sam, number, "Meant for Bob")
    await office.do(delete_message, sam, wrong.id)
    part = await office.do(split, sam, number, first.id)
    assert await state(office, part.number) == ("us", 1)
    assert await state(office, number) == ("us", 1)
    await office.do(unsplit, sam, part.number)
    assert await state(office, number) == ("us", 2)


async def test_what_was_said_to_all_is_taken_back_from_each(office: Office) -> None:
    _, sam, one = await given_two(office)
    two = await opened(office, await office.given_customer("Bob"))
    parent = (await office.do(gather, sam, [one, two], "The VPN is down")).number
    await say(office, sam, parent, "We are on it")
    office.clock.move(minutes=1)
    wrong = await office.do(reply, sam, parent, "It is over")
    await office.do(delete_message, sam, wrong.id)
    assert [await state(office, n) for n in (one, two, parent)] == [
        ("customer", 2),
        ("customer", 2),
        ("customer", 1),
    ]
