"""Fixtures for browser tests: Debian's Chromium, and the web chat served on loopback."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.events.listening import Listener
from tests.adapters.web.site import Site, build_site
from tests.e2e.product import demo
from tests.e2e.serving import listen, serving
from tests.postgres import drop_database, fresh_database

expect.set_options(timeout=20_000)  # a busy machine is slow, and a test that passes waits less
CHROMIUM = os.environ.get("BROWSER_PATH", "/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK = {"width": 1440, "height": 900}
AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"


@dataclass
class Served:
    """A site and the address at which it is served."""

    site: Site
    url: str


@pytest_asyncio.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for the process; skipped where there is none, except in CI."""
    if not shutil.which(CHROMIUM):
        if os.environ.get("CI"):
            pytest.fail(f"no browser at {CHROMIUM}")
        pytest.skip(f"no browser at {CHROMIUM}; install chromium or set BROWSER_PATH")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session")
async def served_url() -> AsyncIterator[str]:
    """A database for all browser tests of this process."""
    url = await fresh_database()
    yield url
    await drop_database(url)


@pytest.fixture
async def served(served_url: str) -> AsyncIterator[Served]:
    """The web chat of a fresh organisation, served by a real server."""
    database = Database(build_engine(served_url, pool_size=5), {})
    listener = Listener(served_url)
    await listener.start()
    site = await build_site(database, listener)
    with listen() as at:
        async with serving(site.app, at):
            yield Served(site, f"http://{site.host}:{at.getsockname()[1]}")
    await listener.stop()
    await database.close()


@pytest_asyncio.fixture(scope="session")
async def product() -> AsyncIterator[str]:
    """The whole product with the demo's morning behind it; its address."""
    url = await fresh_database()
    async with demo(url) as address:
        yield address
    await drop_database(url)


@pytest.fixture
async def context(chromium: Browser) -> AsyncIterator[BrowserContext]:
    """A clean browser profile in which any error on a page's console fails the test."""
    async with watched(chromium) as context:
        yield context


@asynccontextmanager
async def watched(chromium: Browser, **options: Any) -> AsyncIterator[BrowserContext]:
    """A clean browser profile. On leaving, whatever a page complained of fails the test:
    errors, warnings, and anything that the content security policy had to refuse."""
    context = await chromium.new_context(**{"viewport": DESK, **options})
    problems: list[str] = []
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on(
        "console",
        lambda said: problems.append(said.text) if said.type in {"error", "warning"} else None,
    )
    yield context
    await context.close()
    assert [p for p in problems if "status of 4" not in p and "status of 5" not in p] == []


async def be(page: Page, served: Served | str, name: str) -> None:
    """Sign in as that persona."""
    address = served if isinstance(served, str) else served.url
    await page.goto(f"{address}/sign-in")
    await page.get_by_role("button", name=name).click()
    await page.wait_for_url("**/chat/*")
