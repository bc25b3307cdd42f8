"""A very long thread is shown from its end, and every message of it can be reached."""

import re
from uuid import uuid4

import pytest

from bot.cards import Card, Text
from tests.adapters.web.site import Browser, Site

SHOWN = 5


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads are cut where a test can see it."""
    monkeypatch.setattr("adapters.web.reading.LONGEST_THREAD", SHOWN)


def _lines(page: str) -> list[int]:
    thread = page.split('id="thread-posts"')[1]
    return [int(n) for n in re.findall(r"line (\d+)\.", thread)]


def _earlier(page: str) -> str | None:
    found = re.search(r'id="show-earlier" href="([^"]+)"', page)
    return found[1] if found else None


async def _thread(site: Site, lines: int) -> str:
    spot = site.spot("triage")
    root = await site.platform.post(spot, Card(title="Printer", ref="TIK-7"), delivery=uuid4())
    for number in range(lines):
        line = Text(text=f"line {number}.")
        await site.platform.post(site.spot("triage", root), line, delivery=uuid4())
    return f"/chat/triage/{root}"


async def _walked(browser: Browser, address: str) -> list[list[int]]:
    pages, further = [], [address]
    while further:
        page = (await browser.get(further.pop())).text
        pages.append(_lines(page))
        if link := _earlier(page):
            further.append(link)
    return pages


@pytest.mark.usefixtures("short_pages")
async def test_every_message_is_on_exactly_one_page(site: Site) -> None:
    address, sam = await _thread(site, 12), await site.browser("sam")
    expected = [[7, 8, 9, 10, 11], [2, 3, 4, 5, 6], [0, 1]]
    assert await _walked(sam, address) == expected


@pytest.mark.usefixtures("short_pages")
async def test_a_thread_that_just_fits_offers_nothing_earlier(site: Site) -> None:
    address, sam = await _thread(site, SHOWN), await site.browser("sam")
    assert _earlier((await sam.get(address)).text) is None


@pytest.mark.usefixtures("short_pages")
async def test_one_writes_at_the_end_alone_and_finds_the_way_back(site: Site) -> None:
    address, sam = await _thread(site, 7), await site.browser("sam")
    latest = (await sam.get(address)).text
    assert 'id="compose-thread"' in latest
    assert "Back to the latest" not in latest
    link = _earlier(latest)
    assert link
    earlier = (await sam.get(link)).text
    assert 'id="compose-thread"' not in earlier
    assert f'href="{address}">Back to the latest' in earlier
    assert 'data-thread-latest=""' in earlier


@pytest.mark.usefixtures("short_pages")
async def test_a_customer_walks_through_their_own_thread_alone(site: Site) -> None:
    ana, bob = await site.browser("ana"), await site.browser("bob")
    address = (await ana.say("My door squeaks", "support")).headers["location"]
    root = address.rpartition("/")[2]
    for number in range(7):
        line = Text(text=f"line {number}.")
        await site.platform.post(site.spot("support", root), line, delivery=uuid4())
    assert await _walked(ana, address) == [[2, 3, 4, 5, 6], [0, 1]]
    link = _earlier((await ana.get(address)).text)
    assert link
    refused = await bob.get(link)
    assert refused.status_code == 404
    assert "line 0" not in refused.text


@pytest.mark.usefixtures("short_pages")
async def test_an_own_message_far_back_can_still_be_changed(site: Site) -> None:
    address, sam = await _thread(site, 2), await site.browser("sam")
    root = address.rpartition("/")[2]
    await sam.say("mine of old", "triage", root)
    for number in range(2, 2 + SHOWN):
        line = Text(text=f"line {number}.")
        await site.platform.post(site.spot("triage", root), line, delivery=uuid4())
    latest = (await sam.get(address)).text
    assert "mine of old" not in latest
    link = _earlier(latest)
    assert link
    [edit] = re.findall(r"/chat/posts/[^/]+/edit", (await sam.get(link)).text)
    shown = await sam.get(edit)
    assert ">mine of old</textarea>" in shown.text
    assert "line 6." not in shown.text.split('id="thread-posts"')[1]
