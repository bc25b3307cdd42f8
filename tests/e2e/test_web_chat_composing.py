"""Writing on while what was sent before is still under way: nothing of it is undone."""

import asyncio

import pytest
from playwright.async_api import BrowserContext, Route, expect

from tests.e2e.conftest import Served, be
from tests.e2e.scenes import thread_of_a_ticket

pytestmark = pytest.mark.browser


async def test_whom_to_write_to_next_is_chosen_while_a_note_is_under_way(
    served: Served, context: BrowserContext
) -> None:
    address, answered, done = await thread_of_a_ticket(served), asyncio.Event(), asyncio.Event()
    page = await context.new_page()
    await be(page, served, "Sam Okafor")
    await page.goto(address)

    async def hold(route: Route) -> None:
        await answered.wait()
        await route.continue_()
        done.set()

    await page.route("**/chat/send", hold)
    thread = page.locator("section.thread")
    box, reply = thread.get_by_role("textbox"), thread.get_by_label("Reply to customer")
    await box.fill("only among us")
    await box.press("Enter")
    await reply.check()
    answered.set()
    await done.wait()
    await expect(thread.get_by_text("only among us")).to_be_visible()
    await expect(box).to_have_value("")
    await expect(reply).to_be_checked()
    await box.fill("Take the other cable")
    await thread.get_by_role("button", name="Send to customer").click()
    await expect(box).to_have_value("")
    await expect(thread.get_by_role("radio", name="Note")).to_be_checked()
