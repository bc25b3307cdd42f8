"""POR-07, LIF-07: the customer is asked once, answers privately, and may change it for a week."""

from datetime import timedelta

import pytest

from core.access.actor import Role
from core.errors import Denied, Invalid, NotFound
from core.people.organisation import OrganisationSettings, change_organisation
from core.surveys.rating import RatingOver, own_rating, rate
from core.surveys.reading import list_surveys
from core.tickets.claiming import claim
from core.tickets.editing import delete_ticket
from core.tickets.reading.history import history, list_messages
from core.tickets.reading.stream import read_events
from core.tickets.relations.merging import merge, unmerge
from core.tickets.resolving import close, reopen, resolve
from core.tickets.rules import Impossible
from tests.builders import Office
from tests.sweeping import Scene, Told, given_desk, sweep, told_since


async def asked(office: Office) -> list[Told]:
    return await told_since(office, "survey")


async def given_question(office: Office) -> Scene:
    """A ticket that was resolved an hour ago; the question has just been asked."""
    scene = await given_desk(office)
    await office.do(claim, scene.sam, scene.number)
    await office.do(resolve, scene.sam, scene.number)
    await asked(office)
    office.clock.move(hours=1)
    await sweep(office)
    assert [told.channel for told in await asked(office)] == [scene.direct["Ana"]]
    return scene


async def test_asked_an_hour_after_the_resolution_in_the_customer_s_own_place(
    office: Office,
) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number)
    office.clock.move(minutes=59)
    await sweep(office)
    assert await asked(office) == []
    office.clock.move(minutes=1)
    await sweep(office)
    assert [told.channel for told in await asked(office)] == [scene.direct["Ana"]]
    office.clock.move(days=8)  # it closes by itself, and nobody asks again
    await sweep(office)
    office.clock.move(days=3)
    await sweep(office)
    assert (await office.see(scene.number)).status == "Closed"
    assert await asked(office) == []


async def test_who_says_it_is_solved_is_asked_at_once(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number)
    await office.do(close, scene.ana, scene.number)
    assert len(await asked(office)) == 1
    office.clock.move(hours=2)
    await sweep(office)
    assert await asked(office) == []


async def test_it_can_be_switched_off(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(change_organisation, office.desk, OrganisationSettings(ask_for_rating=False))
    await office.do(close, scene.ana, scene.number)
    office.clock.move(hours=2)
    await sweep(office)
    assert await asked(office) == []


async def test_one_rating_per_resolution_changeable_for_seven_days(office: Office) -> None:
    scene = await given_question(office)
    await office.do(rate, scene.ana, scene.number, 4)
    office.clock.move(days=7)
    await office.do(rate, scene.ana, scene.number, 2, "It broke again")
    own = await office.do(own_rating, scene.ana, scene.number)
    assert (own.score, own.comment) == (2, "It broke again")
    [one] = await office.do(list_surveys, scene.kim)
    assert (one.score, one.comment, one.state) == (2, "It broke again", "answered")
    assert one.assignee is not None
    assert one.assignee.name == "Sam"
    office.clock.move(seconds=1)
    with pytest.raises(RatingOver, match="can be changed for 7 days"):
        await office.do(rate, scene.ana, scene.number, 5)
    events = [e.data["changed"] for e in await office.events() if e.type == "SurveyAnswered"]
    assert events == [False, True]


async def test_a_new_score_leaves_the_comment(office: Office) -> None:
    scene = await given_question(office)
    await office.do(rate, scene.ana, scene.number, 3, "So so")
    await office.do(rate, scene.ana, scene.number, 4)
    own = await office.do(own_rating, scene.ana, scene.number)
    assert (own.score, own.comment) == (4, "So so")


async def test_the_question_ends_after_thirty_days(office: Office) -> None:
    scene = await given_question(office)
    office.clock.move(days=30)
    await office.do(rate, scene.ana, scene.number, 5)
    late = await given_question(office)
    office.clock.move(days=30, seconds=1)
    with pytest.raises(RatingOver, match="open for 30 days"):
        await office.do(rate, late.ana, late.number, 5)
    assert [s.state for s in await office.do(list_surveys, scene.kim)] == ["expired", "answered"]


async def test_opening_it_again_withdraws_the_question(office: Office) -> None:
    scene = await given_question(office)
    await office.do(reopen, scene.ana, scene.number)
    [told] = await asked(office)  # the same message says so
    assert told.channel == scene.direct["Ana"]
    with pytest.raises(Impossible, match="still open"):
        await office.do(rate, scene.ana, scene.number, 5)
    await office.do(resolve, scene.sam, scene.number)
    office.clock.move(hours=1)
    await sweep(office)
    [again] = await asked(office)
    assert again.content != told.content
    await office.do(rate, scene.ana, scene.number, 5)
    states = [(s.state, s.score) for s in await office.do(list_surveys, scene.kim)]
    assert states == [("answered", 5), ("withdrawn", None)]


async def test_opened_again_before_the_hour_nobody_is_asked(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number)
    await office.do(reopen, scene.ana, scene.number)
    office.clock.move(hours=3)
    await sweep(office)
    assert await asked(office) == []


async def test_an_answer_stays_when_the_ticket_comes_back(office: Office) -> None:
    scene = await given_question(office)
    await office.do(rate, scene.ana, scene.number, 1)
    await office.do(reopen, scene.ana, scene.number)
    await office.do(close, scene.ana, scene.number)
    await office.do(rate, scene.ana, scene.number, 5)
    found = await office.do(list_surveys, scene.kim)
    assert [(s.state, s.score) for s in found] == [("answered", 5), ("answered", 1)]


async def test_one_may_answer_before_being_asked(office: Office) -> None:
    scene = await given_desk(office)
    with pytest.raises(Impossible):
        await office.do(rate, scene.ana, scene.number, 5)
    await office.do(resolve, scene.sam, scene.number)
    await office.do(rate, scene.ana, scene.number, 5)
    office.clock.move(hours=2)
    await sweep(office)
    assert len(await office.do(list_surveys, scene.kim)) == 1


@pytest.mark.parametrize("score", [0, 6, -1])
async def test_there_are_five_answers(office: Office, score: int) -> None:
    scene = await given_question(office)
    with pytest.raises(Invalid):
        await office.do(rate, scene.ana, scene.number, score)


async def test_only_the_requester_rates_and_only_managers_read(office: Office) -> None:
    scene = await given_question(office)
    bob = await office.given_customer("Bob")
    with pytest.raises(NotFound):
        await office.do(rate, bob, scene.number, 1)
    for staff in (scene.sam, scene.kim):
        with pytest.raises(NotFound, match="a question for you about"):
            await office.do(rate, staff, scene.number, 5)
    await office.do(rate, scene.ana, scene.number, 2, "Sam was rude xyzzy")
    for reader in (scene.sam, scene.ana):
        with pytest.raises(Denied):
            await office.do(list_surveys, reader)
    admin = await office.given_person("Alex", Role.ADMIN)
    assert len(await office.do(list_surveys, admin)) == 1
    # Nowhere that agents look: messages, history, the stream of events.
    seen = [
        repr(await office.do(list_messages, scene.sam, scene.number)),
        repr(await office.do(history, scene.sam, scene.number)),
        repr((await office.do(read_events, scene.sam)).events),
    ]
    assert not any("xyzzy" in text or "score" in text for text in seen)


async def test_managers_narrow_by_team_time_and_answer(office: Office) -> None:
    scene = await given_question(office)
    before = office.clock.now()
    await office.do(rate, scene.ana, scene.number, 2)
    office.clock.move(days=1)
    second = await given_question(office)
    found = await office.do(list_surveys, scene.kim, answered=False)
    assert [s.number for s in found] == [second.number]
    later = before + timedelta(hours=1)
    assert await office.do(list_surveys, scene.kim, answered=True, since=later) == []
    assert len(await office.do(list_surveys, scene.kim, limit=1)) == 1
    newest = (await office.do(list_surveys, scene.kim))[0]
    assert [s.number for s in await office.do(list_surveys, scene.kim, before=newest.id)] == [
        scene.number
    ]


async def test_nobody_is_asked_about_a_deleted_ticket(office: Office) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number)
    await office.do(delete_ticket, office.desk, scene.number)
    office.clock.move(hours=2)
    await sweep(office)
    assert await asked(office) == []


@pytest.mark.parametrize("hours", [0.5, 2])
async def test_a_merge_that_is_undone_takes_no_question_away(office: Office, hours: float) -> None:
    scene = await given_desk(office)
    await office.do(resolve, scene.sam, scene.number)
    other = await office.given_ticket(await office.given_customer("Bea"))
    await office.do(merge, scene.sam, scene.number, other.number)
    office.clock.move(hours=hours)
    await sweep(office)
    assert await asked(office) == []
    await office.do(unmerge, scene.sam, scene.number)
    office.clock.move(hours=1)
    await sweep(office)
    assert [told.channel for told in await asked(office)] == [scene.direct["Ana"]]
    await sweep(office)
    assert await asked(office) == []


async def test_a_question_that_was_asked_before_a_merge_is_not_asked_again(
    office: Office,
) -> None:
    scene = await given_question(office)
    other = await office.given_ticket(await office.given_customer("Bea"))
    await office.do(merge, scene.sam, scene.number, other.number)
    await office.do(unmerge, scene.sam, scene.number)
    office.clock.move(hours=2)
    await sweep(office)
    assert await asked(office) == []
