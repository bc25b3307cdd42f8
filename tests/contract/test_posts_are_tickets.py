"""A channel in which a post is a ticket: no question comes first, and one message stands there."""

import pytest

from core.tickets.configuration.fields import FieldDraft, save_field
from tests.contract.drivers.base import Driver, card, heard, told
from tests.contract.drivers.doors import DRIVERS
from tests.contract.world import World


@pytest.fixture(params=["discord", "slack", "teams"])
def door(request: pytest.FixtureRequest, world: World) -> Driver:
    """Where customers are served in a channel: a web chat is one person's own."""
    driver: Driver = DRIVERS[request.param](world)
    return driver


@pytest.fixture
async def posts(door: Driver) -> Driver:
    """The platform, whose request channel takes posts for tickets."""
    await door.slash("alex", "channel role:support posts:tickets", room="support", words="desk")
    await told(door, "alex", "a post is a ticket")
    return door


async def test_the_post_is_the_ticket_at_once(world: World, posts: Driver) -> None:
    thread = await posts.say("ana", "The blue printer hums\nSince Monday", "support")
    standing = await heard(posts, "ana", "support", thread, "TIK-1001", "The blue printer hums")
    assert "Expect an answer by" in standing.text
    assert "Never post secrets" in standing.text
    assert standing.acts == ("Add details", "Make private", "Solved", "Help")
    await card(posts, "sam", "TIK-1001", "Since Monday", "Ana")
    await world.settled()
    [only] = await posts.thread("ana", "support", thread)
    assert only.id == standing.id


async def test_what_the_handbook_knows_comes_first(world: World, posts: Driver) -> None:
    thread = await posts.say("ana", "How do I open a ticket?", "support")
    await heard(posts, "ana", "support", thread, "TIK-1001", "Never post")
    await world.settled()
    first, standing = await posts.thread("ana", "support", thread)
    assert "From the knowledge base" in first.text
    assert "Open a ticket" not in first.acts
    assert "TIK-1001" in standing.text


async def test_its_edits_count_and_what_is_said_below_belongs_to_it(
    world: World, posts: Driver
) -> None:
    thread = await posts.say("ana", "The blue printer hums", "support")
    shown = await card(posts, "sam", "TIK-1001")
    await posts.edit("ana", thread, "The red printer hums", "support")
    await card(posts, "sam", "TIK-1001", "The red printer hums")
    standing = await heard(posts, "ana", "support", thread, "TIK-1001", "Never post")
    form = await posts.press("ana", standing, "Add details")
    assert form is not None
    await posts.fill("ana", form, text="Only on Mondays")
    await heard(posts, "sam", "triage", shown.id, "Only on Mondays", "Ana")
    await heard(posts, "ana", "support", thread, "Only on Mondays")
    await posts.say("bob", "Mine too", "support", thread)
    await heard(posts, "sam", "triage", shown.id, "Mine too", "community")
    await world.settled()
    [(count,)] = await world.office.sql("SELECT count(*) FROM tickets")
    assert count == 1


async def test_staff_post_no_tickets(world: World, posts: Driver) -> None:
    await posts.say("sam", "We are closed on Friday", "support")
    await posts.say("ana", "The blue printer hums", "support")
    await card(posts, "sam", "TIK-1001", "The blue printer hums")
    await world.settled()
    [(count,)] = await world.office.sql("SELECT count(*) FROM tickets")
    assert count == 1


@pytest.mark.every_door
async def test_a_post_where_a_form_must_be_filled_in_is_a_question_first(
    world: World, posts: Driver
) -> None:
    draft = FieldDraft(key="device", label="Device", required_for_customers=True)
    await world.office.do(save_field, world.office.desk, draft)
    thread = await posts.say("ana", "The blue printer hums", "support")
    offered = await heard(posts, "ana", "support", thread, "I could not find this")
    form = await posts.press("ana", offered, "Open a ticket")
    assert form is not None
    await posts.fill("ana", form, **{"field.device": "HP 4"})
    await heard(posts, "ana", "support", thread, "TIK-1001", "Never post")
