"""Takes the pictures that the documents show: ``python -m tests.e2e.screenshots``."""

import asyncio
import os
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from tests.e2e.product import demo

PICTURES = Path(__file__).parents[2] / "deploy" / "pictures"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
TICKET = "Nobody in our office can log in"
QUESTION = "How do I reopen a ticket?"


async def arrive(browser: Browser, address: str, name: str) -> Page:
    """A window of the pictures' size in which that persona is signed in."""
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900},
        device_scale_factor=1,
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = await context.new_page()
    await page.goto(f"{address}/sign-in")
    await page.get_by_role("button", name=name).click()
    await page.wait_for_url("**/chat/*")
    return page


async def take(page: Page, name: str) -> None:
    """The picture of the page as it stands, without pointer or caret in the way."""
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement.blur()")
    await page.screenshot(path=PICTURES / name, animations="disabled", caret="hide")


async def take_triage(browser: Browser, address: str) -> None:
    """An agent's view: a note, a reply with its mark, and the customer's answer."""
    page = await arrive(browser, address, "Sam Okafor")
    post = page.locator("#stream-posts .post").filter(has_text=TICKET)
    await post.get_by_role("link", name="Thread").click()
    thread = page.get_by_role("region", name=TICKET)
    await expect(thread.get_by_text("Note · staff only")).to_be_visible()
    await expect(thread.locator(".mark", has_text="sent").last).to_be_visible()
    await take(page, "triage.png")


async def take_support(browser: Browser, address: str) -> None:
    """A customer's view: a question, its answer with sources, and the ticket below."""
    page = await arrive(browser, address, "Ana Ruiz")
    box = page.get_by_role("textbox", name="Message to support")
    await box.fill(QUESTION)
    await box.press("Enter")
    thread = page.get_by_role("region", name=QUESTION)
    await thread.get_by_role("button", name="Open a ticket").click()
    await expect(thread.get_by_text("Expect an answer by")).to_be_visible()
    await take(page, "support.png")


async def main() -> None:
    """All pictures."""
    PICTURES.mkdir(exist_ok=True)
    path = os.environ.get("BROWSER_PATH", "/usr/bin/chromium")
    async with demo() as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(QUIET))
        await take_triage(browser, address)
        await take_support(browser, address)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
