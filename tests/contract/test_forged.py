"""No page does anything for a request that did not come from one of our own pages."""

import re
from collections.abc import Iterator
from typing import Any

from adapters.slack.app import PATH as SLACK
from api.pages.session import SESSION_COOKIE, THEME_COOKIE
from api.routing import PREFIX
from core.tickets.files.uploading import invite_upload
from tests.contract.drivers.web import WebDriver
from tests.contract.world import World

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
KEPT = {SESSION_COOKIE, THEME_COOKIE}
KNOWN = {"/chat/send", "/chat/press", "/chat/form", "/sign-in", "/sign-out", "/persona", "/theme"}


def _changing(routes: list[Any]) -> Iterator[tuple[str, str]]:
    """Method and path of every route of the pages that changes something."""
    for route in routes:
        inner = getattr(getattr(route, "original_router", None), "routes", None)
        if inner is not None:
            yield from _changing(inner)
        elif not getattr(route, "path", "").startswith((PREFIX, SLACK)):
            # These two are for programs, which show a key or a signature instead.
            for method in CHANGING & (getattr(route, "methods", None) or set()):
                yield method, route.path


async def test_every_page_refuses_what_was_not_sent_from_our_pages(world: World) -> None:
    web = WebDriver(world)
    thread = await web.say("ana", "The blue printer hums", "support")
    await world.settled()
    browser = await web.browser("ana")
    page = (await browser.get("/chat/support")).text
    [token] = set(re.findall(r'name="csrf" value="(\w+)"', page))
    sam = await world.person("sam")
    fields = {"channel": "support", "text": "forged", "says": "new forged", "nonce": "n"}
    fields |= {"person": str(sam.person_id), "theme": "dark", "f.subject": "forged"}
    ana = await world.person("ana")
    ticket = await world.office.given_ticket(ana)
    invited = await world.office.do(invite_upload, ana, ticket.number)
    await world.settled()
    before = await _kept(world)
    routes = sorted(_changing(world.api.routes))
    assert {path for _, path in routes} >= KNOWN
    elsewhere = {"Origin": "https://evil.example"}
    for method, path in routes:
        url = path.replace("{post}", thread).replace("{token}", invited)
        upload = {"file": ("a.txt", b"forged")} if path.startswith("/upload") else None
        for csrf, headers in (("", {}), ("0" * 64, {}), (token, elsewhere)):
            data = {**fields, "csrf": csrf}
            answer = await browser.request(method, url, data=data, files=upload, headers=headers)
            assert answer.status_code == 403, (method, path, csrf)
            assert not KEPT & set(answer.cookies), (method, path)
    assert await _kept(world) == before
    assert (await browser.get("/chat/support")).status_code == 200, "still signed in"
    own = await browser.post("/chat/send", data={**fields, "csrf": token})
    assert own.status_code == 303


async def _kept(world: World) -> list[tuple[int, ...]]:
    """How much there is that a page could add to or take from."""
    rows = await world.office.sql(
        "SELECT (SELECT count(*) FROM chat_posts WHERE deleted_at IS NULL),"
        " (SELECT count(*) FROM receipts), (SELECT count(*) FROM sessions),"
        " (SELECT count(*) FROM attachments)"
    )
    return [tuple(row) for row in rows]
