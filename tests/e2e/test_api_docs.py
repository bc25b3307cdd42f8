"""The reference at /api/docs in a real browser, under the strict policy and in both themes."""

import pytest
from playwright.async_api import Browser

from tests.api.promises import bare_app
from tests.api.serving import served

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_shows_all_operations_without_a_violation(chromium: Browser, scheme: str) -> None:
    async with served(bare_app()) as address:
        context = await chromium.new_context(color_scheme=scheme)  # type: ignore[arg-type]
        page = await context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        outside: list[str] = []
        page.on("request", lambda r: r.url.startswith(address) or outside.append(r.url))
        await page.goto(f"{address}/api/docs")
        await page.wait_for_selector("#operations-Tickets-create_ticket")
        assert await page.locator(".opblock").count() > 40
        await page.click("#operations-Tickets-create_ticket .opblock-summary-control")
        await page.wait_for_selector("#operations-Tickets-create_ticket .responses-wrapper")
        is_dark = await page.evaluate("document.documentElement.classList.contains('dark-mode')")
        assert is_dark == (scheme == "dark")
        assert [line for line in said if "/static/icon.svg" not in line and "404" not in line] == []
        assert [url for url in outside if not url.startswith("data:")] == []
        await context.close()
