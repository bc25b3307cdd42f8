"""The web chat in a real browser: keyboard, forms, phones, themes, and no scripts at all."""

from uuid import uuid4

import pytest
from playwright.async_api import BrowserContext, expect

from bot.cards import Text
from bot.incoming import Kind
from bot.ports import Completion
from tests.e2e.conftest import Served, be
from tests.e2e.scenes import ASSIGN, CARD, until

pytestmark = pytest.mark.browser


async def test_a_button_opens_a_form_whose_errors_keep_what_was_typed(
    served: Served, context: BrowserContext
) -> None:
    desk = served.site.desk
    desk.forms["assign TIK-7 r1"] = ASSIGN
    await served.site.platform.post(served.site.spot("triage"), CARD, delivery=uuid4())
    page = await context.new_page()
    await be(page, served, "Sam Okafor")
    await page.get_by_role("button", name="Assign…").click()
    dialog = page.get_by_role("dialog", name="Assign TIK-7")
    await expect(dialog.get_by_label("To")).to_be_focused()
    desk.forms["assign TIK-7 r1"] = ASSIGN.with_errors({"to": "Nobody is called x."}, {"to": "x"})
    await dialog.get_by_label("To").fill("x")
    await dialog.get_by_role("button", name="Assign").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("One thing needs mending")
    await expect(dialog.get_by_label("To")).to_have_value("x")
    await expect(dialog.get_by_label("To")).to_be_focused()
    await expect(page).to_have_url(f"{served.url}/chat/triage")

    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("button", name="Assign…")).to_be_focused()
    assert desk.told == []

    await page.get_by_role("button", name="Assign…").click()
    await expect(dialog).to_be_visible()
    desk.forms.clear()
    await dialog.get_by_label("To").fill("kim")
    await dialog.get_by_role("button", name="Assign").click()
    await expect(dialog).to_have_count(0)
    await until(lambda: desk.told)
    assert desk.told[0].values == {"to": "kim", "why": ""}


async def test_claim_repaints_in_place_and_the_menu_says_its_command(
    served: Served, context: BrowserContext
) -> None:
    spot = served.site.spot("triage")
    ref = await served.site.platform.post(spot, CARD, delivery=uuid4())
    page = await context.new_page()
    await be(page, served, "Sam Okafor")
    await page.get_by_role("button", name="Claim").click()
    await until(lambda: served.site.desk.told)
    assert served.site.desk.told[0].text == "claim TIK-7 r1"
    assert served.site.desk.told[0].stamp == ref
    await served.site.platform.update(spot, ref, CARD.model_copy(update={"title": "Sam has it"}))
    await expect(page.get_by_role("heading", name="Sam has it")).to_be_visible()

    await page.get_by_role("button", name="More").click()
    await page.get_by_role("button", name="History").click()
    await until(lambda: len(served.site.desk.told) == 2)
    assert served.site.desk.told[1].text == "show TIK-7"
    await expect(page.get_by_role("button", name="History")).to_be_hidden()


async def test_commands_complete_from_the_keyboard(served: Served, context: BrowserContext) -> None:
    served.site.desk.completions = [
        Completion("claim ", "claim", "Take the ticket"),
        Completion("list", "list", "Tickets"),
    ]
    page = await context.new_page()
    await be(page, served, "Sam Okafor")
    await page.keyboard.press("/")
    box = page.get_by_role("textbox", name="Message to staff")
    await expect(box).to_have_value("/")
    options = page.get_by_role("listbox", name="Commands").get_by_role("option")
    await expect(options).to_have_count(2)
    await box.press("ArrowDown")
    await box.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    await box.press("Enter")
    await expect(box).to_have_value("/ticket list")
    await box.press("Escape")
    await expect(options).to_have_count(0)
    await box.press("Enter")
    await until(lambda: served.site.desk.told)
    assert (served.site.desk.told[0].kind, served.site.desk.told[0].text) == (Kind.COMMAND, "list")
    await expect(box).to_have_value("")


async def test_writing_to_the_customer_is_chosen_each_time(
    served: Served, context: BrowserContext
) -> None:
    root = await served.site.platform.post(served.site.spot("triage"), CARD, delivery=uuid4())
    page = await context.new_page()
    await be(page, served, "Sam Okafor")
    await page.goto(f"{served.url}/chat/triage/{root}")
    thread = page.get_by_role("region", name="TIK-7")
    await expect(thread.get_by_text("only staff will see this")).to_be_visible()
    await thread.get_by_role("radio", name="Reply to customer").check()
    await expect(thread.get_by_text("The customer of TIK-7 will get this.")).to_be_visible()
    await thread.get_by_role("textbox").fill("Hello Ana")
    await thread.get_by_role("button", name="Send to customer").click()
    await until(lambda: served.site.desk.told)
    assert served.site.desk.told[0].kind is Kind.FORM
    await expect(thread.get_by_role("button", name="Save note")).to_be_visible()
    await thread.get_by_role("textbox").fill("A note")
    await thread.get_by_role("textbox").press("Enter")
    await until(lambda: len(served.site.desk.told) == 2)
    assert served.site.desk.told[1].kind is Kind.SAID
    await expect(thread.get_by_text("Note · staff only")).to_have_count(1)


async def test_everything_works_without_scripts(served: Served, context: BrowserContext) -> None:
    browser = context.browser
    assert browser is not None
    plain = await browser.new_context(java_script_enabled=False)
    desk = served.site.desk
    desk.forms["assign TIK-7 r1"] = ASSIGN
    await served.site.platform.post(served.site.spot("triage"), CARD, delivery=uuid4())
    page = await plain.new_page()
    await be(page, served, "Sam Okafor")
    await page.get_by_role("button", name="Assign…").click()
    await page.get_by_role("textbox", name="To", exact=True).fill("kim")
    desk.forms.clear()
    await page.get_by_role("button", name="Assign", exact=True).click()
    await page.wait_for_url("**/chat/triage")
    assert desk.told[0].values == {"to": "kim", "why": ""}
    await page.get_by_role("link", name="Thread").click()
    await page.get_by_role("textbox", name="Note for staff").fill("a note")
    await page.get_by_role("button", name="Save note").click()
    await expect(page.get_by_role("region", name="TIK-7").get_by_text("a note")).to_be_visible()
    await plain.close()


async def test_one_pane_at_a_time_on_a_phone(served: Served, context: BrowserContext) -> None:
    await served.site.platform.post(served.site.spot("triage"), CARD, delivery=uuid4())
    page = await context.new_page()
    await page.set_viewport_size({"width": 360, "height": 740})
    await be(page, served, "Sam Okafor")
    await page.get_by_role("link", name="Thread").click()
    await expect(page.get_by_role("region", name="triage")).to_be_hidden()
    await page.get_by_role("link", name="Back to triage").click()
    await expect(page.get_by_role("region", name="TIK-7")).to_have_count(0)
    await page.get_by_role("link", name="Channels").click()
    await page.get_by_role("link", name="Deskhand and you").click()
    await expect(page.get_by_role("region", name="Deskhand and you")).to_be_visible()
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width == 360


async def test_the_theme_holds_and_is_there_with_the_next_page(
    served: Served, context: BrowserContext
) -> None:
    page = await context.new_page()
    await be(page, served, "Sam Okafor")
    root = page.locator("html")
    await page.get_by_role("button", name="Dark theme").click()
    await expect(root).to_have_attribute("data-theme", "dark")
    await expect(page.get_by_role("button", name="Dark theme")).to_have_attribute(
        "aria-pressed", "true"
    )
    async with page.expect_response("**/chat/triage") as answer:
        await page.reload()
    assert 'data-theme="dark"' in await (await answer.value).text()


async def test_keys_walk_through_posts_and_can_be_switched_off(
    served: Served, context: BrowserContext
) -> None:
    for number in range(3):
        text = Text(text=f"line {number}")
        await served.site.platform.post(served.site.spot("triage"), text, delivery=uuid4())
    page = await context.new_page()
    await be(page, served, "Sam Okafor")
    await page.keyboard.press("k")
    await page.keyboard.press("k")
    await expect(page.locator(".post:focus")).to_contain_text("line 1")
    await page.keyboard.press("?")
    box = page.get_by_role("checkbox", name="Single-key shortcuts")
    await box.uncheck()
    await page.keyboard.press("Escape")
    await page.locator(".post").nth(2).focus()
    await page.keyboard.press("k")
    await expect(page.locator(".post:focus")).to_contain_text("line 2")
