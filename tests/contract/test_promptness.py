"""Slow work holds up nobody, and a change is pushed to pages that are open."""

from urllib.parse import quote

from tests.bot.talking import Thoughtful
from tests.contract.drivers.base import card, heard, told
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.streaming import listening
from tests.contract.world import World


async def test_slow_work_is_acknowledged_at_once_and_answered_in_place_later(
    world: World,
) -> None:
    slack, slow = SlackDriver(world), Thoughtful()
    world.desk.router._handler._assistant = slow
    # Both return when they are acknowledged, and the assistant has not answered yet.
    await slack.slash("sam", "ask how do I claim a ticket?")
    thread = await slack.say("ana", "how do I reopen my ticket?", "support")
    await slow.asked.wait()
    # Others are served meanwhile.
    await slack.slash("mia", "help")
    await told(slack, "mia", "What you can say")
    assert await slack.private("sam") == []
    slow.go_on.set()
    await told(slack, "sam", "From the knowledge base")
    await heard(slack, "ana", "support", thread, "From the knowledge base")


async def test_a_change_is_pushed_to_open_pages_and_to_the_other_chat(
    world: World,
) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(slack)
    in_web = await card(web, "mia", ticket.ref)
    await world.settled()
    browser = await web.browser("mia")
    cookies = {"cookie": "; ".join(f"{k}={v}" for k, v in browser.cookies.items())}
    since = quote(world.clock.now().isoformat())
    async with listening(world, f"/chat/stream?since={since}", cookies) as stream:
        await stream.news.wait()
        await slack.press("sam", ticket.card, "Claim")

        async def pushed() -> bool:
            return stream.text.count(in_web.id) > 0

        await world.until(pushed, "the open page hears of the card", step=0)
        shown = [p for p in await web.room("mia", "triage") if p.id == in_web.id]
        assert "Owner Sam" in shown[0].text

        async def repainted() -> bool:
            posts = await slack.room("mia", "triage")
            return any("Owner Sam" in post.text for post in posts)

        await world.until(repainted, "the card in Slack", step=0)
