"""CNV-10 in two real browsers: a colleague's page shows at once who is there and who writes."""

import pytest
from playwright.async_api import Browser, BrowserContext, expect

from tests.e2e.conftest import Served, be, watched
from tests.e2e.scenes import thread_of_a_ticket

pytestmark = pytest.mark.browser
KIM = "Kim Larsen"


async def test_who_replies_is_seen_by_whoever_looks_at_the_ticket(
    served: Served, context: BrowserContext, chromium: Browser
) -> None:
    address = await thread_of_a_ticket(served)
    mine = await context.new_page()
    await be(mine, served, "Sam Okafor")
    await mine.goto(address)
    line = mine.locator("#presence")
    await expect(line).to_be_empty()
    async with watched(chromium) as other:
        theirs = await other.new_page()
        await be(theirs, served, KIM)
        await theirs.goto(address)
        await expect(theirs.locator("#presence")).to_have_text("Also here: Sam Okafor.")
        await expect(line).to_have_text(f"Also here: {KIM}.")
        thread = theirs.locator("section.thread")
        await thread.get_by_label("Reply to customer").check()
        await thread.get_by_role("textbox").press_sequentially("Take the other cable")
        await expect(line).to_have_text(f"{KIM} is replying.")
