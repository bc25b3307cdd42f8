"""Reacting in a real browser: with the keyboard alone, seen at once, and taken back."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import AXE, be, watched
from tests.e2e.test_web_chat_rules import violations

pytestmark = pytest.mark.browser
TITLE = "The printer in the workshop squeals"


async def thread_of(page: Page) -> str:
    """The address of the staff's thread of a ticket of this morning."""
    card = page.locator("#stream-posts .post").filter(has_text=TITLE).first
    await card.get_by_role("link", name="Thread").click()
    await page.wait_for_url("**/chat/triage/*")
    return page.url


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_an_emoji_is_put_on_what_a_colleague_wrote_and_taken_back(
    product: str, chromium: Browser, theme: str
) -> None:
    words = f"Is it the {theme} one?"
    # The policy of our pages would not let the checker in; it is tested elsewhere.
    async with (
        watched(chromium) as his,
        watched(chromium, bypass_csp=True, color_scheme=theme) as hers,
    ):
        sam, mia = await his.new_page(), await hers.new_page()
        await be(sam, product, "Sam Okafor")
        await be(mia, product, "Mia Lindqvist")
        await mia.goto(await thread_of(sam))
        await sam.get_by_role("textbox", name="Note for staff").fill(words)
        await sam.keyboard.press("Enter")
        post = mia.locator("#thread-posts .post").filter(has_text=words)
        react = post.get_by_role("button", name="React to this message")
        await post.focus()
        await mia.keyboard.press("Tab")
        await expect(react).to_be_focused()
        await mia.keyboard.press("Enter")
        like = post.get_by_role("group", name="Your reaction").get_by_role("button").first
        await mia.keyboard.press("Tab")
        await expect(like).to_be_focused()
        await expect(like).to_have_attribute("aria-pressed", "false")
        await mia.add_script_tag(path=AXE)
        assert await violations(mia) == []
        await mia.keyboard.press("Enter")
        for page in (mia, sam):
            theirs = page.locator("#thread-posts .post").filter(has_text=words)
            await expect(theirs).to_contain_text("👍 Mia Lindqvist")
        await expect(like).to_be_hidden()
        await expect(react).to_be_focused()
        await mia.keyboard.press("Enter")
        await expect(like).to_have_attribute("aria-pressed", "true")
        await like.click()
        await expect(post).not_to_contain_text("👍 Mia Lindqvist")
        await expect(sam.locator("#thread-posts")).not_to_contain_text("👍 Mia Lindqvist")


async def test_without_scripts_a_reload_shows_it(product: str, chromium: Browser) -> None:
    async with (
        watched(chromium) as his,
        watched(chromium, java_script_enabled=False) as hers,
    ):
        sam, mia = await his.new_page(), await hers.new_page()
        await be(sam, product, "Sam Okafor")
        await be(mia, product, "Mia Lindqvist")
        address = await thread_of(sam)
        await sam.get_by_role("textbox", name="Note for staff").fill("Without scripts")
        await sam.keyboard.press("Enter")
        await expect(sam.get_by_text("Without scripts")).to_be_visible()
        await mia.goto(address)
        post = mia.locator("#thread-posts .post").filter(has_text="Without scripts")
        await post.get_by_role("button", name="React to this message").click()
        await post.get_by_role("button", name="Celebration").click()
        await expect(sam.locator("#thread-posts")).to_contain_text("🎉 Mia Lindqvist")
        await mia.reload()
        await expect(post).to_contain_text("🎉 Mia Lindqvist")
