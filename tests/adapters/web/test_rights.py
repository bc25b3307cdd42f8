"""Who may see and do what in the web chat; forged requests; headers."""

from uuid import uuid4

import httpx
import pytest
from sqlalchemy import update

from bot.cards import Card, Text
from core.conversation.audience import Audience
from core.people.models import Person
from tests.adapters.web.site import Site

MARK = "xyzzy-internal"


async def test_strangers_are_asked_to_sign_in(site: Site) -> None:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=site.app), base_url=f"http://{site.host}"
    ) as client:
        for path in ("/chat", "/chat/triage", "/chat/support", f"/chat/posts/{uuid4()}"):
            answer = await client.get(path)
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/sign-in?next=")
        assert (await client.get("/chat/stream")).status_code == 401


@pytest.mark.parametrize("reader", ["ana", "bob"])
async def test_customers_see_nothing_of_triage(site: Site, reader: str) -> None:
    root = await site.platform.post(
        site.spot("triage"), Card(title=MARK, ref="TIK-1"), delivery=uuid4()
    )
    note = await site.platform.post(
        site.spot("triage", root), Text(text=MARK, internal=True), delivery=uuid4()
    )
    browser = await site.browser(reader)
    paths = [
        "/chat/triage",
        f"/chat/triage/{root}",
        f"/chat/support/{root}",
        f"/chat/direct/{root}",
    ]
    paths += [f"/chat/posts/{p}?place={q}&view=/chat/triage" for p in (root, note) for q in "st"]
    for path in paths:
        answer = await browser.get(path)
        assert MARK not in answer.text, path
        assert answer.status_code == 404, path
    assert (await browser.say("let me in", "triage", root)).status_code == 404
    pressed = await browser.post("/chat/press", says="claim TIK-1", channel="triage", thread=root)
    assert pressed.status_code == 404
    assert site.desk.told == []


async def test_customers_see_only_their_own_threads(site: Site) -> None:
    ana, bob = await site.browser("ana"), await site.browser("bob")
    thread = (await ana.say(MARK, "support")).headers["location"]
    root = thread.rpartition("/")[2]
    reply = await site.platform.post(
        site.spot("support", root), Text(text=f"{MARK} reply"), delivery=uuid4()
    )
    for path in ("/chat/support", thread, f"/chat/posts/{reply}?place=thread&view={thread}"):
        assert MARK in (await ana.get(path)).text
        assert MARK not in (await bob.get(path)).text
    assert (await bob.say("hello", "support", root)).status_code == 404


async def test_staff_live_in_triage_not_in_support(site: Site) -> None:
    ana, sam = await site.browser("ana"), await site.browser("sam")
    thread = (await ana.say("private matter", "support")).headers["location"]
    assert (await sam.get(thread)).status_code == 404
    assert (await sam.get("/chat")).url.path == "/chat/triage"


async def test_direct_channels_are_for_their_person_alone(site: Site) -> None:
    await site.platform.post(site.spot(site.direct("sam")), Text(text=MARK), delivery=uuid4())
    sam, kim = await site.browser("sam"), await site.browser("kim")
    assert MARK in (await sam.get("/chat/direct")).text
    assert MARK not in (await kim.get("/chat/direct")).text


async def test_a_former_agent_loses_triage_with_the_next_request(site: Site) -> None:
    sam = await site.browser("sam")
    await site.platform.post(site.spot("triage"), Text(text=MARK), delivery=uuid4())
    assert MARK in (await sam.get("/chat/triage")).text
    async with site.database.unit_of_work(site.organisation_id) as uow:
        change = update(Person).where(Person.id == site.people["sam"]).values(role="customer")
        await uow.session.execute(change)
    assert MARK not in (await sam.get("/chat/triage")).text
    assert await site.platform.audience_of(site.spot(site.direct("sam"))) is Audience.PUBLIC


async def test_audience_fails_closed(site: Site) -> None:
    audience = site.platform.audience_of
    assert await audience(site.spot("triage", str(uuid4()))) is Audience.INTERNAL
    assert await audience(site.spot(site.direct("sam"))) is Audience.INTERNAL
    for channel in ("support", site.direct("ana"), f"direct:{uuid4()}", "direct:x", "", "other"):
        assert await audience(site.spot(channel)) is Audience.PUBLIC, channel
    async with site.database.unit_of_work(site.organisation_id) as uow:
        change = update(Person).where(Person.id == site.people["sam"]).values(status="suspended")
        await uow.session.execute(change)
    assert await audience(site.spot(site.direct("sam"))) is Audience.PUBLIC
    assert await site.platform.profile(str(site.organisation_id), str(site.people["sam"])) is None


async def test_forms_of_other_sites_are_refused(site: Site) -> None:
    ana = await site.browser("ana")
    page = await ana.get("/chat/support")
    fields = {"csrf": ana.csrf(page), "text": "hello", "channel": "support", "nonce": "n"}
    wrong = await ana.client.post("/chat/send", data={**fields, "csrf": "0" * 64})
    missing = await ana.client.post("/chat/send", data={**fields, "csrf": ""})
    elsewhere = await ana.client.post(
        "/chat/send", data=fields, headers={"Origin": "https://evil.example"}
    )
    cross = await ana.client.post(
        "/chat/send", data=fields, headers={"Sec-Fetch-Site": "cross-site"}
    )
    for answer in (wrong, missing, elsewhere, cross):
        assert answer.status_code == 403
    assert site.desk.told == []
    own = await ana.client.post(
        "/chat/send", data=fields, headers={"Origin": f"http://{site.host}"}
    )
    assert own.status_code == 303


async def test_one_browsers_token_is_of_no_use_to_another(site: Site) -> None:
    ana, bob = await site.browser("ana"), await site.browser("bob")
    token = ana.csrf(await ana.get("/chat/support"))
    answer = await bob.client.post(
        "/chat/send", data={"csrf": token, "text": "hello", "channel": "support"}
    )
    assert answer.status_code == 403


async def test_every_answer_carries_the_security_headers(site: Site) -> None:
    ana = await site.browser("ana")
    for path in ("/chat/support", "/sign-in", "/static/tokens.css", "/nothing", "/chat/nothing"):
        headers = (await ana.client.get(path)).headers
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'self'"
        )
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert "strict-transport-security" not in headers


async def test_signing_out_ends_the_session_itself(site: Site) -> None:
    ana = await site.browser("ana")
    token = ana.client.cookies["deskhand_session"]
    await ana.post("/sign-out")
    ana.client.cookies.set("deskhand_session", token, domain=site.host)
    assert (await ana.get("/chat")).url.path == "/sign-in"


async def test_going_back_never_leads_off_the_site(site: Site) -> None:
    sam = await site.browser("sam")
    for back in ("//evil.example", "https://evil.example/chat/triage", "/\\evil", "javascript:1"):
        answer = await sam.post("/chat/press", says="help", channel="triage", back=back)
        assert answer.headers["location"].startswith("/chat/triage")
