"""An article and a ticket's card are shown to others by whoever found them in private."""

from bot.cards import Text
from bot.sending.answering import owe_here
from core.conversation.audience import Audience
from core.conversation.places import private_place, served_channels
from core.events.deliveries import SAY_TO_STAFF
from core.knowledge.articles import ArticleDraft, publish_article
from core.people.organisation import OrganisationSettings, change_organisation
from core.people.teams import TeamDraft, save_team
from core.tickets.claiming import assign
from tests.contract.drivers.base import Driver, card, heard, told
from tests.contract.drivers.slack import SlackDriver
from tests.contract.journeys import open_ticket, sweep
from tests.contract.wiring import TRIAGE
from tests.contract.world import World

BODY = "# Where it hangs\n\nThe zanzibar hangs behind the {door} door."


async def publish(world: World, title: str, audience: str, door: str) -> None:
    draft = ArticleDraft(title=title, body=BODY.format(door=door), audience=audience)
    await world.office.do(publish_article, world.office.desk, draft)


async def test_an_article_is_shared_with_the_customer_of_the_thread(door: Driver) -> None:
    world, ticket = door.world, await open_ticket(door)
    await publish(world, "The zanzibar", "public", "red")
    await publish(world, "The secret zanzibar", "staff", "hidden")
    wanted = OrganisationSettings(undo_seconds=10, quiet_hours=None)
    await world.office.do(change_organisation, world.office.desk, wanted)
    await door.mention("sam", "kb zanzibar hangs", "triage", ticket.card.id)
    found = await told(door, "sam", "The zanzibar", "The secret zanzibar")
    assert found.acts.count("Share") == 1  # what is for staff only cannot be shared
    await door.press("sam", found, "Share")
    await told(door, "sam", "Sending to Ana in")
    await world.settled()
    before = await door.thread("ana", "support", ticket.thread)
    assert not any("zanzibar" in post.text for post in before)
    await sweep(world, seconds=10)
    reply = await heard(door, "ana", "support", ticket.thread, "The zanzibar", "behind the red")
    assert "/chat/articles/the-zanzibar" in f"{reply.text}{reply.raw}"
    await door.slash("sam", f"kb share:the-secret-zanzibar to:{ticket.ref}")
    await told(door, "sam", "The secret zanzibar", "for staff only", "It was not shared")
    await door.slash("sam", "kb share:no-such-article to:1")
    await told(door, "sam", "can't find the article", "no-such-article")
    await door.slash("ana", "kb share:the-zanzibar to:1", room="support")
    await told(door, "ana", "You may not share articles")
    await sweep(world, seconds=20)
    after = await door.thread("ana", "support", ticket.thread)
    assert not any("hidden" in post.text for post in after)


async def test_without_a_ticket_it_is_shared_with_those_who_read_there(door: Driver) -> None:
    await publish(door.world, "The secret zanzibar", "staff", "hidden")
    thread = await door.say("mia", "Where does it hang?", "triage")
    await door.mention("sam", "kb zanzibar hangs", "triage", thread)
    assert "Share" in (await told(door, "sam", "The secret zanzibar")).acts
    await door.mention("sam", "kb share:the-secret-zanzibar", "triage", thread)
    await heard(door, "mia", "triage", thread, "behind the hidden", "Shared by Sam")
    await door.mention("sam", "kb share:the-secret-zanzibar", "direct")
    await told(door, "sam", "name the ticket")
    if door.slug != "web":  # there staff have no such channel
        await door.slash("sam", "kb share:the-secret-zanzibar", "support")
        await told(door, "sam", "“The secret zanzibar” is for staff only")
    await door.world.settled()
    assert not any("hidden" in post.text for post in await door.room("ana", "support"))


async def test_a_card_is_posted_where_staff_read(door: Driver) -> None:
    world, ticket = door.world, await open_ticket(door)
    thread = await door.say("mia", "Which one hums?", "triage")
    await door.mention("sam", f"show {ticket.ref} post:here", "triage", thread)
    post = await heard(door, "mia", "triage", thread, ticket.ref, "As of", "Posted by Sam", "Ana")
    assert "Claim" not in post.acts
    await door.press("mia", post, "Show")
    await told(door, "mia", ticket.ref, "Ana")
    await door.mention("sam", "show post:here", "triage", ticket.card.id)
    await heard(door, "mia", "triage", ticket.card.id, "As of", "Posted by Sam")
    await door.slash("sam", f"show {ticket.ref} post:there")
    await told(door, "sam", "'there' is not here")
    await door.mention("sam", f"show {ticket.ref} post:here", "direct")
    await told(door, "sam", f"{ticket.ref} was not posted")
    other = await open_ticket(door, "The door squeaks")
    if door.slug != "web":
        await door.slash("sam", f"show {other.ref} post:here", "support")
        await told(door, "sam", f"{other.ref} was not posted")
    await door.mention("ana", f"show {ticket.ref} post:here", "support")
    await told(door, "ana", "You may not post tickets")
    await world.settled()
    assert not any("As of" in post.text for post in await door.room("ana", "support"))


async def test_the_button_posts_it_where_it_was_looked_at(world: World, slack: SlackDriver) -> None:
    ticket = await open_ticket(slack)
    await slack.slash("sam", f"show {ticket.ref}")
    await slack.press("sam", await told(slack, "sam", ticket.ref, "Ana"), "Post here")
    await card(slack, "mia", ticket.ref, "As of")
    await slack.mention("sam", f"show {ticket.ref}", "direct")
    await world.settled()
    assert "Post here" not in (await told(slack, "sam", ticket.ref, "Ana")).acts


async def test_a_private_teams_card_is_posted_only_among_them(
    world: World, slack: SlackDriver
) -> None:
    ticket = await open_ticket(slack)
    sam, alex = await world.person("sam"), await world.person("alex")
    team = TeamDraft(name="Payroll", is_private=True, member_ids=[sam.person_id])
    await world.office.do(save_team, alex, team)
    await world.office.do(assign, alex, ticket.number, "Payroll")
    await slack.slash("sam", f"show {ticket.ref}")
    assert "Post here" not in (await told(slack, "sam", ticket.ref, "Ana")).acts
    await slack.slash("sam", f"show {ticket.ref} post:here")
    await told(slack, "sam", f"{ticket.ref} was not posted")


async def test_where_others_read_by_now_nothing_is_posted(world: World, slack: SlackDriver) -> None:
    ticket = await open_ticket(slack)
    await publish(world, "The secret zanzibar", "staff", "hidden")
    await world.settled()
    world.slack.channels[TRIAGE].shared = True
    world.clock.move(minutes=6)  # what was known of the channel is too old now
    await slack.slash("sam", f"show {ticket.ref} post:here")
    await told(slack, "sam", f"{ticket.ref} was not posted")
    await slack.slash("sam", "kb share:the-secret-zanzibar")
    await told(slack, "sam", "for staff only", "It was not shared")
    # Who was faster than that change is stopped by the gate.
    async with world.office.work() as uow:
        there = next(c for c in await served_channels(uow) if c.channel == TRIAGE)
        at = (there.platform, there.workspace, there.channel, None, None)
        place = await private_place(uow, *at, Audience.INTERNAL)
        owe_here(uow, place, Text(text="what is hidden"), SAY_TO_STAFF)
        await uow.finish()
    await world.settled()
    states = "SELECT state FROM deliveries WHERE kind = 'say_to_staff'"
    assert await world.office.sql(states) == [("withheld",)]
    assert not any("hidden" in str(args) for _, args in world.slack.requests)


async def test_staff_who_ask_where_customers_read_are_answered_as_one_of_them(
    slack: Driver,
) -> None:
    await publish(slack.world, "The zanzibar", "public", "red")
    await publish(slack.world, "The secret zanzibar", "staff", "hidden")
    thread = await slack.say("sam", "Where does the zanzibar hang?", "support")
    await heard(slack, "ana", "support", thread, "behind the red")
    posts = await slack.thread("ana", "support", thread)
    assert not any("hidden" in post.text for post in posts)
