"""POR-07, LIF-07 on each platform: the customer is asked, and answers in private."""

from core.surveys.rating import OwnRating, own_rating, rate
from tests.contract.drivers.base import Driver, Post, card, heard, told
from tests.contract.journeys import Opened, open_ticket, sweep

BUTTONS = ("1 Very bad", "2 Bad", "3 All right", "4 Good", "5 Very good")


async def given_question(door: Driver) -> tuple[Opened, Post]:
    """A resolved ticket whose customer is asked how the support was."""
    ticket = await open_ticket(door)
    await door.slash("sam", f"resolve {ticket.ref} a new cable")
    await card(door, "sam", ticket.ref, "Resolved")
    await sweep(door.world, hours=1)
    return ticket, await heard(door, "ana", "support", ticket.thread, "How was the support?")


async def test_from_claim_to_survey_answer(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.press("sam", ticket.card, "Claim")
    owned = await card(door, "sam", ticket.ref, "Owner Sam")
    form = await door.press("sam", owned, "Resolve")
    assert form is not None
    await door.fill("sam", form, text="a new cable")
    await card(door, "sam", ticket.ref, "Resolved")
    await heard(door, "ana", "support", ticket.thread, "a new cable")
    await sweep(door.world, hours=1)
    asked = await heard(door, "ana", "support", ticket.thread, "How was the support?")
    assert asked.acts == BUTTONS
    await door.press("ana", asked, "4 Good")
    await told(door, "ana", "Thank you: 4 of 5", "Only managers see")
    await door.slash("kim", "digest view:ratings")
    await told(door, "kim", "4 Good", ticket.ref, "Ana", "handled by Sam")


async def test_the_question_is_edited_in_place_and_shows_no_score_where_others_read(
    door: Driver,
) -> None:
    ticket, asked = await given_question(door)
    await door.press("ana", asked, "2 Bad")
    thanks = await thanked(door, ticket)
    assert thanks.id == asked.id
    assert "2 of 5" not in thanks.text
    assert not set(BUTTONS) & set(thanks.acts)


async def test_the_score_is_changed_and_a_comment_added_by_form(door: Driver) -> None:
    ticket, asked = await given_question(door)
    await door.press("ana", asked, "2 Bad")
    await told(door, "ana", "Thank you: 2 of 5")
    thanks = await thanked(door, ticket)
    form = await door.press("ana", thanks, "Change")
    assert form is not None
    assert form.values == {"rating": "2", "text": ""}
    if door.slug == "web":  # elsewhere a choice cannot be taken back
        wrong = await door.fill("ana", form, rating="", text="quetzal")
        assert wrong is not None
        assert "rating" in wrong.errors
        form = wrong
    assert await door.fill("ana", form, rating="5", text="quetzal was nice") is None
    await told(door, "ana", "Thank you: 5 of 5")
    await door.slash("kim", "digest view:ratings")
    await told(door, "kim", "5 Very good", "quetzal was nice")
    await door.world.settled()
    # Neither in the thread, nor on the card, nor for anybody but managers.
    for who in ("ana", "bob", "sam"):
        posts = []
        if who == "ana" or door.slug != "web":  # in the web chat the thread is hers alone
            posts += await door.thread(who, "support", ticket.thread)
        posts += await door.thread(who, "triage", ticket.card.id) if who == "sam" else []
        assert not any("quetzal" in p.text or "5 of 5" in p.text for p in posts if not p.private)
    await door.slash("sam", "digest view:ratings")
    await told(door, "sam", "may read ratings")


async def test_a_comment_is_taken_away_in_the_form_that_shows_it(door: Driver) -> None:
    ticket, _ = await given_question(door)
    ana = await door.world.person("ana")
    await door.world.office.do(rate, ana, ticket.number, 4, "quetzal was nice")
    await door.world.settled()
    form = await door.press("ana", await thanked(door, ticket), "Change")
    assert form is not None
    assert form.values == {"rating": "4", "text": "quetzal was nice"}
    assert await door.fill("ana", form, text="") is None
    await told(door, "ana", "Thank you: 4 of 5")
    assert await door.world.office.do(own_rating, ana, ticket.number) == OwnRating(4, "")


async def thanked(door: Driver, ticket: Opened) -> Post:
    """The question once it has become thanks."""

    async def changed() -> Post | None:
        posts = await door.thread("ana", "support", ticket.thread)
        return next((post for post in posts if "Change" in post.acts), None)

    return await door.world.until(changed, "the question says thanks")


async def test_typed_and_by_rest_alike(door: Driver) -> None:
    ticket, asked = await given_question(door)
    await door.slash("ana", f"resolve {ticket.ref} rating:3 could be quicker", room="support")
    await told(door, "ana", "Thank you: 3 of 5")
    client, headers = door.world.client(), await door.world.key("ana")
    path = f"/api/v1/tickets/{ticket.number}/rating"
    answer = await client.put(path, headers=headers, json={"score": 5})
    assert answer.json()["comment"] == "could be quicker"
    await door.slash("ana", f"resolve {ticket.ref} rating:9", room="support")
    await told(door, "ana", "'9' is not one of 1, 2, 3, 4, 5")
    assert (await thanked(door, ticket)).id == asked.id


async def test_a_rating_with_the_end_is_one_word(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.slash("ana", f"resolve {ticket.ref} rating:5", room="support")
    await told(door, "ana", "Thank you: 5 of 5")
    await card(door, "sam", ticket.ref, "Closed")


async def test_reopening_withdraws_the_question(door: Driver) -> None:
    ticket, asked = await given_question(door)
    await door.say("ana", "it hums again", "support", ticket.thread)
    gone = await heard(door, "ana", "support", ticket.thread, "Not asked any more")
    assert (gone.id, gone.acts) == (asked.id, ())
    # Whoever pressed at the same moment is told why.
    await door.press("ana", asked, "5 Very good")
    await told(door, "ana", "still open: rate it when it is solved")
