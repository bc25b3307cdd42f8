"""An outage on every door: suggested on the newest card, gathered by a person, one reply to all."""

import pytest

from core.knowledge.embedding import embedding_jobs
from tests.contract.drivers.base import Driver, Post, card, heard, told
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import Opened, open_ticket
from tests.contract.test_relations import in_thread, rest
from tests.contract.wiring import SUPPORT
from tests.contract.world import World
from tests.meanings import local_model

ASKED = (
    ("ana", "The VPN is down, I cannot connect to the VPN since this morning"),
    ("bob", "VPN not working, the VPN connection fails with a timeout"),
    ("ana", "Cannot reach the VPN, it says the connection timed out"),
)


async def meant(door: Driver) -> None:
    """The jobs that find out what tickets mean have run."""
    office = door.world.office
    for job in embedding_jobs(office.database, local_model()).values():
        await job({"organisation_id": str(office.organisation_id)})


async def three(door: Driver) -> list[Opened]:
    """Three tickets that ask the same, of two customers."""
    return [await open_ticket(door, text, who) for who, text in ASKED]


@pytest.mark.parametrize("way", ["suggested", "typed", "rest"])
async def test_gathered_answered_and_resolved_together(door: Driver, way: str) -> None:
    tickets = await three(door)
    one, two, newest = tickets
    subject = "The VPN is down for all"
    if way == "suggested":
        await meant(door)
        shown = await card(door, "sam", newest.ref, "Asks the same as", one.ref, two.ref)
        form = await door.press("sam", shown, "Gather…")
        assert form is not None
        assert all(ticket.ref in form.values["with"] for ticket in tickets)
        assert await door.fill("sam", form, subject=subject) is None
    elif way == "typed":
        says = f'under:new with:{one.number},{two.number} subject:"{subject}"'
        await door.slash("sam", f"merge {newest.ref} {says}")
    else:
        with_ = {"with": [one.number, two.number], "subject": subject}
        assert (await rest(door, "sam", f"{newest.number}/gather", **with_)).json()["gathers"]
    parent = await card(door, "sam", f"TIK-{newest.number + 1}", subject, "Gathers 3")
    for ticket in tickets:
        await card(door, "sam", ticket.ref, "Gathered under", f"TIK-{newest.number + 1}")
    await door.mention("sam", "note a cable was cut", thread=parent.id)
    await door.mention("sam", "reply We are on it", thread=parent.id)
    for (who, _), ticket in zip(ASKED, tickets, strict=True):
        await heard(door, who, "support", ticket.thread, "We are on it")
    await rest(door, "sam", f"{newest.number + 1}/resolve", text="It works again")
    for (who, text), ticket in zip(ASKED, tickets, strict=True):
        await heard(door, who, "support", ticket.thread, "It works again")
        await door.world.settled()
        said = " ".join(p.text for p in await door.thread(who, "support", ticket.thread))
        assert said.count("We are on it") == 1
        assert not [word for word in (subject, "cable", "Gather", "gather") if word in said]
        assert not [other for _, other in ASKED if other != text and other in said]
        assert ("Bob" if who == "ana" else "Ana") not in said
        await card(door, "sam", ticket.ref, "Resolved")


async def test_a_reply_to_all_shows_where_it_is_stuck(world: World) -> None:
    """Ana's channel in Slack takes nothing, Bob reads in the web chat; staff see it on the one
    message that they have said to both, and send it again to Ana alone."""
    slack, web = SlackDriver(world), WebDriver(world)
    (ana, her_words), (bob, his_words), _ = ASKED
    hers, his = await open_ticket(slack, her_words, ana), await open_ticket(web, his_words, bob)
    both = {"with": [his.number], "subject": "VPN"}
    parent = (await rest(web, "sam", f"{hers.number}/gather", **both)).json()["number"]
    staff = await card(web, "sam", f"TIK-{parent}", "Gathers 2")
    await world.settled()
    world.slack.channels[SUPPORT].archived = True
    await rest(web, "sam", f"{parent}/reply", text="We are on it")
    stuck = await heard(web, "sam", "triage", staff.id, "We are on it", "🪦 not delivered")
    assert "Send again" in stuck.acts
    world.slack.channels[SUPPORT].archived = False
    await web.press("sam", stuck, "Send again")
    await heard(web, "sam", "triage", staff.id, "We are on it", "📨 sent")
    for door, who, ticket in ((slack, "ana", hers), (web, "bob", his)):
        posts = await door.thread(who, "support", ticket.thread)
        assert sum("We are on it" in post.text for post in posts) == 1


async def test_the_suggestion_stands_once_on_the_newest_and_new_ones_are_added(
    door: Driver,
) -> None:
    one, two, newest = await three(door)
    await meant(door)
    await card(door, "sam", newest.ref, "Asks the same as")
    last = await open_ticket(door, "VPN broken, nothing loads over the VPN today", "bob")
    await meant(door)
    await card(door, "sam", last.ref, "Asks the same as", one.ref, two.ref, newest.ref)
    await _card_without(door, newest.ref, "Asks the same as")
    posts = await door.thread("sam", "triage", await in_thread(door, last))
    assert not [post for post in posts if "same" in post.text]  # the card says it, and no more
    await door.slash(
        "sam", f'merge {one.ref} under:new with:{two.number},{newest.number} subject:"VPN"'
    )
    answered = await told(door, "sam", "Gathered under")
    parent = f"TIK-{last.number + 1}"
    assert parent in answered.text
    late = await open_ticket(door, "I cannot connect to the VPN, it is down", "ana")
    await meant(door)
    form = await door.press("sam", await card(door, "sam", late.ref, "Asks the same as"), "Gather…")
    assert form is not None
    assert await door.fill("sam", form) is None
    await card(door, "sam", late.ref, "Gathered under", parent)
    await door.slash("sam", f"merge {late.ref} under:none")
    await told(door, "sam", late.ref, "goes on by itself")
    await _card_without(door, late.ref, "Gathered under")
    await door.slash("sam", f"merge {parent} under:none")
    await told(door, "sam", one.ref, two.ref, "go on by themselves")


async def _card_without(door: Driver, ref: str, word: str) -> Post:
    async def gone() -> Post | None:
        shown = await card(door, "sam", ref)
        return shown if word not in shown.text else None

    return await door.world.until(gone, f"{ref} without {word}")


async def test_less_than_two_are_not_gathered(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.mention("sam", f"merge {ticket.ref} under:new with:{ticket.ref} subject:Alone")
    await told(door, "sam", "name at least two tickets")
    answer = await rest(door, "bob", f"{ticket.number}/gather", subject="x")
    assert answer.status_code == 404
