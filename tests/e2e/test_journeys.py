"""Whole journeys through the product: two people, two windows, one conversation."""

import re

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.conftest import be, watched

pytestmark = pytest.mark.browser

QUESTION = "How do I reopen a ticket that was solved?"


def card_of(page: Page, title: str) -> Locator:
    """The ticket's card in the channel."""
    return page.locator("#stream-posts .post-bare").filter(
        has=page.get_by_role("heading", name=title)
    )


async def ask(page: Page, question: str) -> Locator:
    """Write into support; the thread in which the answer comes."""
    box = page.get_by_role("textbox", name="Message to support").first
    await box.fill(question)
    await box.press("Enter")
    return page.get_by_role("region", name=question)


async def test_a_question_becomes_a_ticket_and_the_answer_comes_by_push(
    product: str, chromium: Browser
) -> None:
    async with watched(chromium) as hers, watched(chromium) as his:
        ana, sam = await hers.new_page(), await his.new_page()
        await be(ana, product, "Ana Ruiz")
        await be(sam, product, "Sam Okafor")
        thread = await ask(ana, QUESTION)
        answer = thread.get_by_role("group", name="From the knowledge base")
        await expect(answer.locator(".row")).to_have_count(2)
        await expect(answer.get_by_role("link").first).to_have_attribute(
            "href", re.compile("^/chat/articles/.*reopen.*#section-")
        )
        await thread.get_by_role("button", name="Open a ticket").click()
        await expect(thread.get_by_text("Expect an answer by")).to_be_visible()
        await ana.evaluate("window.stayed = true")

        card = card_of(sam, QUESTION)
        await card.get_by_role("link", name="Thread").click()
        room = sam.get_by_role("region", name=QUESTION)
        await room.get_by_role("textbox").fill("only among us")
        await room.get_by_role("textbox").press("Enter")
        await expect(room.get_by_text("Note · staff only")).to_be_visible()
        await room.get_by_role("radio", name="Reply to customer").check()
        await room.get_by_role("textbox").fill("Press **Reopen** on its card.")
        await room.get_by_role("button", name="Send to customer").click()
        await expect(room.get_by_role("button", name="Undo")).to_be_visible()
        await room.get_by_role("button", name="Send now").click()
        await expect(thread.get_by_text("Press Reopen on its card.")).to_be_visible()
        await expect(room.locator(".mark", has_text="sent")).to_be_visible()
        await expect(room.get_by_text("📨 Sent to Ana Ruiz")).to_be_visible()
        await expect(room.get_by_role("button", name="Undo")).to_have_count(0)

        await thread.get_by_role("button", name="Solved").click()
        await expect(thread.get_by_role("button", name="Reopen")).to_be_visible()
        await expect(card.get_by_text("Closed")).to_be_visible()
        await expect(thread.get_by_text("only among us")).to_have_count(0)
        assert await ana.evaluate("window.stayed")


async def test_pressing_twice_opens_one_ticket(product: str, chromium: Browser) -> None:
    async with watched(chromium) as hers:
        page = await hers.new_page()
        await be(page, product, "Ana Ruiz")
        thread = await ask(page, "Zebras ate the invoice of Umbrella, quite literally")
        await expect(thread.get_by_role("heading", name="I could not find this")).to_be_visible()
        await thread.get_by_role("button", name="Open a ticket").click()
        await expect(thread.get_by_text("Expect an answer by")).to_be_visible()
        await thread.get_by_role("button", name="Open a ticket").click()
        await expect(thread.get_by_text("There is a ticket for this already")).to_be_visible()


async def test_a_ticket_by_form_has_its_conversation_in_support(
    product: str, chromium: Browser
) -> None:
    async with watched(chromium) as his:
        page = await his.new_page()
        await be(page, product, "Ben Carter")
        await page.get_by_role("button", name="Open a ticket").click()
        form = page.get_by_role("dialog", name="New ticket")
        await form.get_by_label("Subject").fill("Labels come out mirrored")
        await form.get_by_label("What happened?").fill("All of them since Monday.")
        await form.get_by_role("button", name="Open ticket").click()
        thread = page.get_by_role("region", name="Labels come out mirrored")
        await expect(thread.get_by_text("All of them since Monday.")).to_be_visible()
        await expect(thread.get_by_text("Expect an answer by")).to_be_visible()
        await expect(page.locator("#stream-posts").get_by_text("Expect an answer")).to_have_count(0)


async def test_an_agent_claims_and_notes_with_the_keyboard_alone(
    product: str, chromium: Browser
) -> None:
    async with watched(chromium) as hers:
        page = await hers.new_page()
        await be(page, product, "Mia Lindqvist")
        card = card_of(page, "The printer in the workshop squeals")
        await expect(card).to_be_visible()
        for _ in range(20):
            await page.keyboard.press("k")
            if await card.evaluate("card => card === document.activeElement"):
                break
        await page.keyboard.press("Tab")
        await expect(card.get_by_role("button", name="Claim")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(card.get_by_role("button", name="Claim")).to_have_count(0)
        await expect(card.locator(".fact", has_text="Owner")).to_contain_text("Mia Lindqvist")

        await card.focus()
        await page.keyboard.press("o")
        note = page.get_by_role("textbox", name="Note for staff")
        await expect(note).to_be_focused()
        await page.keyboard.type("With the keyboard alone")
        await page.keyboard.press("Enter")
        room = page.get_by_role("region", name="The printer in the workshop squeals")
        await expect(room.get_by_text("With the keyboard alone")).to_be_visible()


async def test_who_comes_second_hears_of_it_where_they_pressed(
    product: str, chromium: Browser
) -> None:
    title = "I cannot reset my password"
    async with watched(chromium) as his, watched(chromium, java_script_enabled=False) as hers:
        sam, mia = await his.new_page(), await hers.new_page()
        await be(mia, product, "Mia Lindqvist")
        await be(sam, product, "Sam Okafor")
        await card_of(sam, title).get_by_role("button", name="Claim").click()
        owner = card_of(sam, title).locator(".fact", has_text="Owner")
        await expect(owner).to_contain_text("Sam Okafor")
        await card_of(mia, title).get_by_role("button", name="Claim").click()
        take_over = mia.locator("#stream-posts").get_by_role("button", name="Take over")

        async def shown() -> bool:
            await mia.reload()
            return await take_over.count() > 0

        for _ in range(50):
            if await shown():
                break
        await take_over.click()
        await expect(owner).to_contain_text("Mia Lindqvist")


async def test_an_article_is_read_and_left_again(product: str, chromium: Browser) -> None:
    async with watched(chromium) as hers:
        page = await hers.new_page()
        await be(page, product, "Ana Ruiz")
        thread = await ask(page, "How can I follow my ticket?")
        source = thread.get_by_role("group", name="From the knowledge base").get_by_role("link")
        await source.first.click()
        await page.wait_for_url("**/chat/articles/*")
        section = await page.evaluate("decodeURIComponent(location.hash)")
        assert section.startswith("#section-")
        await expect(page.locator(f"h2{section}")).to_be_in_viewport()
        await expect(page.locator("h1")).to_be_focused()
        await page.get_by_role("link", name="Back to the chat").click()
        await expect(thread).to_be_visible()
        await page.get_by_role("link", name="Handbook").click()
        await expect(page.get_by_role("heading", name="For customers")).to_be_visible()
        await expect(page.get_by_text("(staff only)")).to_have_count(0)
        await page.get_by_role("link", name="Ask a question").click()
        await expect(page.get_by_role("region", name="support")).to_be_visible()
