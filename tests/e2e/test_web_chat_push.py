"""The web chat's push in a real browser: at once, without disturbing, with nothing lost."""

from uuid import uuid4

import pytest
from playwright.async_api import BrowserContext, Route, expect

from bot.cards import Text
from tests.e2e.conftest import Served, be
from tests.e2e.scenes import CARD, until

pytestmark = pytest.mark.browser


async def test_words_arrive_by_push_and_nothing_typed_is_disturbed(
    served: Served, context: BrowserContext
) -> None:
    page = await context.new_page()
    await be(page, served, "Ana Ruiz")
    box = page.get_by_role("textbox", name="Message to support")
    await box.fill("My printer is on fire")
    await box.press("Enter")
    await page.wait_for_url("**/chat/support/*")
    thread = page.get_by_role("region", name="My printer is on fire")
    await expect(thread.get_by_text("My printer is on fire").last).to_be_visible()
    await until(lambda: served.site.desk.told)

    await expect(thread.get_by_role("textbox")).to_be_focused()
    await thread.get_by_role("textbox").fill("half a sent")
    root = served.site.desk.told[0].stamp
    spot = served.site.spot("support", root)
    ref = await served.site.platform.post(spot, Text(text="On our way"), delivery=uuid4())
    await expect(thread.get_by_text("On our way")).to_be_visible()
    await served.site.platform.update(spot, ref, Text(text="Almost there"))
    await expect(thread.get_by_text("Almost there")).to_be_visible()
    await expect(thread.get_by_role("textbox")).to_have_value("half a sent")
    await expect(thread.get_by_role("textbox")).to_be_focused()
    await expect(page.get_by_role("link", name="Thread · 1 message")).to_be_visible()
    await served.site.platform.remove(spot, ref)
    await expect(thread.get_by_text("Almost there")).to_have_count(0)


async def test_an_idle_page_asks_for_nothing(served: Served, context: BrowserContext) -> None:
    page = await context.new_page()
    await be(page, served, "Sam Okafor")
    spot = served.site.spot("triage")
    await served.site.platform.post(spot, Text(text="the first push"), delivery=uuid4())
    await expect(page.get_by_text("the first push")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await served.site.platform.post(spot, CARD, delivery=uuid4())
    await expect(page.get_by_role("heading", name="Printer on fire")).to_be_visible()
    assert [url.rpartition("/")[2].split("?")[1] for url in asked] == [
        "place=stream&view=%2Fchat%2Ftriage"
    ]


async def test_a_failed_send_keeps_the_text_and_a_lost_stream_catches_up(
    served: Served, context: BrowserContext
) -> None:
    page = await context.new_page()
    await be(page, served, "Sam Okafor")
    served.site.desk.trouble = RuntimeError("down")
    box = page.get_by_role("textbox", name="Message to staff")
    await box.fill("precious")
    await box.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("Your text is kept")
    await expect(box).to_have_value("precious")
    served.site.desk.trouble = None
    await box.press("Enter")
    await expect(box).to_have_value("")
    await until(lambda: served.site.desk.told)
    await expect(page.locator("#stream-posts").get_by_text("precious")).to_have_count(1)


async def test_posts_from_the_time_without_a_connection_are_there_after_it(
    served: Served, context: BrowserContext
) -> None:
    page = await context.new_page()

    async def refuse(route: Route) -> None:
        await route.abort()

    await page.route("**/chat/stream", refuse)
    await be(page, served, "Sam Okafor")
    await served.site.platform.post(served.site.spot("triage"), CARD, delivery=uuid4())
    await page.unroute("**/chat/stream")
    await expect(page.get_by_role("heading", name="Printer on fire")).to_be_visible(timeout=8000)
