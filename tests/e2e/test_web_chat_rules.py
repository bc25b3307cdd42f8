"""What the rules of accessibility find in the web chat, in both themes: nothing."""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.conftest import AXE, Served, be
from tests.e2e.scenes import ASSIGN, CARD

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


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
