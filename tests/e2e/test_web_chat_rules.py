"""What the rules of accessibility find in the web chat, in both themes: nothing."""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.events.listening import Listener
from tests.adapters.web.site import build_site
from tests.e2e.conftest import AXE, Served, be, watched
from tests.e2e.scenes import ASSIGN, CARD
from tests.e2e.serving import listen, serving

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


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_axe_finds_nothing_in_the_handbook(
    product: str, chromium: Browser, theme: str
) -> None:
    async with watched(chromium, bypass_csp=True, color_scheme=theme) as context:
        page = await context.new_page()
        await be(page, product, "Sam Okafor")
        for path in ("articles", "articles/resolve-and-reopen-tickets-as-an-agent"):
            await page.goto(f"{product}/chat/{path}")
            await expect(page.locator("h1")).to_be_visible()
            await page.add_script_tag(path=AXE)
            assert await violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_axe_finds_nothing_at_the_door(
    served_url: str, chromium: Browser, theme: str
) -> None:
    database = Database(build_engine(served_url, pool_size=2), {})
    listener = Listener(served_url)
    site = await build_site(database, listener, demo=False)
    with listen() as at:
        async with (
            serving(site.app, at),
            watched(chromium, bypass_csp=True, color_scheme=theme) as context,
        ):
            page = await context.new_page()
            await page.goto(f"http://{site.host}:{at.getsockname()[1]}/chat/articles")
            await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
            await page.add_script_tag(path=AXE)
            assert await violations(page) == []
            await page.get_by_label("Email address").fill("ana@example.org")
            await page.get_by_label("Password").fill("wrong")
            await page.get_by_role("button", name="Sign in").click()
            await expect(page.get_by_role("alert")).to_contain_text("do not match")
            await page.add_script_tag(path=AXE)
            assert await violations(page) == []
    await database.close()
