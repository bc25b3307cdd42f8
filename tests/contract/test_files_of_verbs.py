"""TKT-05: files that come with other verbs than `reply` go with what those say, or are told of."""

from tests.contract.drivers.base import Post, card, heard, told
from tests.contract.drivers.sharing import bring
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver, to_form
from tests.contract.journeys import open_ticket
from tests.contract.wiring import TRIAGE
from tests.contract.world import World

LOG = b"12:00 it failed\n" * 2000


async def mention_with_file(world: World, text: str, name: str, thread: str) -> None:
    """An agent addresses the desk in Slack, below a ticket's card, with a file."""
    shared = world.slack.share(name, LOG)
    more = {"thread_ts": thread, "subtype": "file_share", "files": [shared]}
    await world.slack.send.say("U0SAM", TRIAGE, f"<@{world.slack.bot_user}> {text}", **more)


async def names_of(world: World) -> list[str]:
    """The files that messages name."""
    query = "SELECT name FROM attachments WHERE message_id IS NOT NULL ORDER BY name"
    return [name for (name,) in await world.office.sql(query)]


async def test_a_file_goes_with_the_closing_message(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    opened = await open_ticket(web, agents=slack)
    await mention_with_file(world, "resolve It was the drum", "guide.log", opened.card.id)
    await heard(web, "ana", "support", opened.thread, "It was the drum", "guide.log")


async def test_a_customers_files_go_with_what_calls_for_more_and_what_reopens(
    world: World,
) -> None:
    web = WebDriver(world)
    opened = await open_ticket(web)
    for says, name in (("escalate Nobody came", "a.log"), ("reopen It hums again", "b.log")):
        kept = (await bring(web, "ana", name, LOG)).json()["id"]
        if says.startswith("reopen"):
            await web.slash("sam", f"resolve {opened.ref} Done")
            await card(web, "sam", opened.ref, "Resolved")
        words = f"@Ticket {says}"
        await web.say("ana", words, "support", opened.thread, file=kept)
        await heard(web, "sam", "triage", opened.card.id, says.partition(" ")[2], name)


async def test_what_says_nothing_takes_no_file_and_tells_so(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    opened = await open_ticket(web, agents=slack)
    await mention_with_file(world, "priority high", "app.log", opened.card.id)
    await told(slack, "sam", "app.log was not taken", "this priority sends no message")
    await card(slack, "sam", opened.ref, "High")
    await mention_with_file(world, "resolve", "end.log", opened.card.id)
    await told(slack, "sam", "end.log was not taken", "this resolve")
    # Nothing is taken either with an act that was refused.
    await mention_with_file(world, "reply", "lone.log", opened.card.id)
    await told(slack, "sam", "Not done", "lone.log was not taken", "try again")
    assert await names_of(world) == []


async def test_a_post_does_not_go_on_to_show_a_file_that_was_not_taken(world: World) -> None:
    web = WebDriver(world)
    opened = await open_ticket(web)
    kept = (await bring(web, "sam", "app.log", LOG)).json()["id"]
    await web.say("sam", "@Ticket priority high", "triage", opened.card.id, file=kept)
    await told(web, "sam", "app.log was not taken")
    posts = await web.thread("sam", "triage", opened.card.id)
    [own] = [post for post in posts if "@Ticket priority" in post.text]
    assert "app.log" not in own.text


async def test_a_file_that_came_with_the_words_survives_the_form_that_they_opened(
    world: World,
) -> None:
    web = WebDriver(world)
    kept = (await bring(web, "ana", "screen.log", LOG)).json()["id"]
    fields = {"text": "/support new", "channel": "support", "thread": "", "file": kept}
    page = await web.post("ana", "/chat/send", **fields)
    assert "screen.log" in page.text
    form = to_form(page)
    assert form is not None
    # A mistake in the form does not lose it either.
    again = await web.fill("ana", form, subject="", description="See the file")
    assert again is not None
    assert await web.fill("ana", again, subject="It hums", description="See the file") is None

    async def there() -> bool:
        return await names_of(world) == ["screen.log"]

    await world.until(there, "the ticket has the file")
    [root] = [post for post in await web.room("ana", "support") if "See the file" in post.text]
    assert "screen.log" in root.text


async def test_a_file_of_a_reply_that_was_refused_goes_with_it_the_next_time(
    world: World,
) -> None:
    web = WebDriver(world)
    opened = await open_ticket(web)
    seen = f"reply {opened.ref} r1 See the log"
    await web.say("ana", "One more thing", "support", opened.thread)
    await heard(web, "sam", "triage", opened.card.id, "One more thing")
    kept = (await bring(web, "sam", "app.log", LOG)).json()["id"]
    fields = {"text": f"/ticket {seen}", "channel": "triage", "thread": "", "file": kept}
    await web.post("sam", "/chat/send", **fields)
    held: Post = await told(web, "sam", "Held")
    assert "not taken" not in held.text
    await web.press("sam", held, "Send anyway")
    await heard(web, "ana", "support", opened.thread, "See the log", "app.log")
