"""The web chat in a real browser: push, keyboard, forms, and what the rules of access find."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from bot.cards import Button, Card, Form, FormField, Option, Select, Text
from bot.incoming import Kind
from bot.ports import Completion
from tests.e2e.conftest import AXE, Served, be

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
CARD = Card(
    title="Printer on fire",
    ref="TIK-7",
    quote="It burns",
    buttons=(
        Button(label="Claim", says="claim TIK-7 r1", style="primary"),
        Button(label="Assign…", says="assign TIK-7 r1", opens_form=True),
    ),
    selects=(Select(label="More", options=(Option(label="History", says="show TIK-7"),)),),
)
ASSIGN = Form(
    title="Assign TIK-7",
    says="assign TIK-7 r1",
    submit="Assign",
    fields=(FormField(name="to", label="To"), FormField(name="why", label="Why", required=False)),
)


async def until(holds: Callable[[], Any], seconds: float = 5) -> None:
    """Wait for something that the server is about to know."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)


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

    await thread.get_by_role("textbox").fill("half a sent")
    root = served.site.desk.told[0].stamp
    spot = served.site.spot("support", root)
    ref = await served.site.platform.post(spot, Text(text="On our way"), delivery=uuid4())
    await expect(thread.get_by_text("On our way")).to_be_visible(timeout=2000)
    await served.site.platform.update(spot, ref, Text(text="Almost there"))
    await expect(thread.get_by_text("Almost there")).to_be_visible(timeout=2000)
    await expect(thread.get_by_role("textbox")).to_have_value("half a sent")
    await expect(thread.get_by_role("textbox")).to_be_focused()
    await expect(page.get_by_text("2 messages").first).to_be_hidden()
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
    await expect(page.get_by_role("heading", name="Sam has it")).to_be_visible(timeout=2000)

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


async def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    found = await page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(result => result.violations)", RULES
    )
    return [f"{one['id']}: {[n['target'] for n in one['nodes']]}" for one in found]


Prepare = Callable[[Page, Served], Awaitable[None]]


async def open_menu(page: Page, served: Served) -> None:
    """The card's menu."""
    await page.get_by_role("button", name="More").first.click()


async def open_form(page: Page, served: Served) -> None:
    """A form with a mistake in it."""
    served.site.desk.forms["assign TIK-7 r1"] = ASSIGN.with_errors({"to": "Nobody."}, {"to": "x"})
    await page.get_by_role("button", name="Assign…").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def open_thread(page: Page, served: Served) -> None:
    """The staff's room, with a note in it."""
    await page.get_by_role("link", name="Thread").click()
    await page.get_by_role("textbox", name="Note for staff").fill("a note")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Note · staff only")).to_be_visible()


async def open_personas(page: Page, served: Served) -> None:
    """The list of people to be."""
    await page.get_by_role("button", name="Be somebody else").click()


async def stay(page: Page, served: Served) -> None:
    """The channel as it is."""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "prepare", [stay, open_menu, open_form, open_thread, open_personas], ids=lambda f: f.__name__
)
async def test_axe_finds_nothing(
    served: Served, context: BrowserContext, theme: str, prepare: Prepare
) -> None:
    await served.site.platform.post(served.site.spot("triage"), CARD, delivery=uuid4())
    browser = context.browser
    assert browser is not None
    # The policy of our pages would not let the checker in; it is tested elsewhere.
    checked = await browser.new_context(
        bypass_csp=True, color_scheme="dark" if theme == "dark" else "light"
    )
    page = await checked.new_page()
    await page.goto(f"{served.url}/sign-in")
    await page.add_script_tag(path=AXE)
    assert await violations(page) == []
    await be(page, served, "Sam Okafor")
    await prepare(page, served)
    await page.add_script_tag(path=AXE)
    assert await violations(page) == []
    await checked.close()
