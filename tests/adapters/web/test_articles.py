"""The handbook over HTTP: read with one's own rights, rendered safely, and never a dead end."""

from uuid import uuid4

import pytest

from adapters.web.addresses import to_local
from bot.cards import Card, Link, Row
from core.access.actor import the_desk
from core.knowledge.articles import ArticleDraft, publish_article
from tests.adapters.web.site import Site

BODY = """## First things
Press `Reopen`. <script>alert(1)</script>

## Second things
[a](javascript:alert(1)) and [b](https://b.example)
"""


async def publish(site: Site, title: str, audience: str = "public", category: str = "") -> None:
    """An article of the site's organisation."""
    async with site.database.unit_of_work(site.organisation_id) as uow:
        draft = ArticleDraft(title=title, body=BODY, audience=audience, category=category)
        await publish_article(uow, the_desk(site.organisation_id), draft)


async def test_an_article_shows_its_sections_and_nothing_harmful(site: Site) -> None:
    await publish(site, "Open again", category="For customers")
    page = (await (await site.browser("ana")).get("/chat/articles/open-again")).text
    assert ">Open again</h1>" in page
    assert '<h2 id="section-first-things">First things</h2>' in page
    assert '<a href="#section-second-things"' in page
    assert '<a href="/chat/articles#section-for-customers">For customers</a>' in page
    assert "&lt;script&gt;" in page
    assert 'href="javascript' not in page
    assert 'href="/chat/support">' in page.split('class="reading-more"')[1]


@pytest.mark.parametrize("slug", ["for-staff", "not-there"])
async def test_what_a_customer_may_not_read_is_as_if_it_were_not_there(
    site: Site, slug: str
) -> None:
    await publish(site, "For staff", audience="staff")
    await publish(site, "For all")
    answer = await (await site.browser("ana")).get(f"/chat/articles/{slug}")
    assert answer.status_code == 404
    assert f"find the article &#39;{slug}&#39;" in answer.text
    assert "First things" not in answer.text
    assert 'href="/chat/articles/for-all"' in answer.text


async def test_the_shelf_holds_what_the_reader_may_read(site: Site) -> None:
    await publish(site, "For staff", audience="staff", category="Agents")
    await publish(site, "For customers", audience="customers", category="Customers")
    ana = (await (await site.browser("ana")).get("/chat/articles")).text
    sam = (await (await site.browser("sam")).get("/chat/articles")).text
    assert "for-customers" in ana
    assert "for-staff" not in ana
    assert ">Agents</h2>" not in ana
    assert "for-staff" in sam
    assert "Ask a question or open a ticket" not in sam


async def test_strangers_sign_in_first_and_come_back(site: Site) -> None:
    ana = await site.browser("ana")
    ana.client.cookies.clear()
    answer = await ana.client.get("/chat/articles/open-again")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fchat%2Farticles%2Fopen-again"


@pytest.mark.parametrize(
    ("came", "back"),
    [
        ("/chat/direct", "/chat/direct"),
        ("/chat/articles", "/chat/support"),
        ("/sign-in", "/chat/support"),
        ("", "/chat/support"),
    ],
)
async def test_back_leads_to_where_one_was(site: Site, came: str, back: str) -> None:
    await publish(site, "Open again")
    ana = await site.browser("ana")
    headers = {"referer": f"http://{site.host}{came}"} if came else {}
    page = await ana.client.get("/chat/articles/open-again", headers=headers)
    assert f'href="{back}"><svg class="icon icon-back"' in page.text


async def test_the_bare_address_leads_to_the_chat(site: Site) -> None:
    ana = await site.browser("ana")
    answer = await ana.client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat")


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("https://old.example:8080/chat/articles/a#section-b", "/chat/articles/a#section-b"),
        ("https://old.example/chat/articles", "/chat/articles"),
        ("https://old.example/chat/articlesque", "https://old.example/chat/articlesque"),
        ("https://old.example/help/a", "https://old.example/help/a"),
        ("mailto:x@example.org", "mailto:x@example.org"),
    ],
)
def test_articles_alone_are_local(url: str, local: str) -> None:
    assert to_local(url) == local


async def test_cards_lead_to_articles_by_the_readers_own_host(site: Site) -> None:
    address = "https://elsewhere.example/chat/articles/open-again"
    card = Card(
        title="From the knowledge base",
        rows=(Row(title="Open again", url=address),),
        links=(Link(label="More", url=f"{address}#section-second-things"),),
    )
    await site.platform.post(site.spot("triage"), card, delivery=uuid4())
    page = (await (await site.browser("sam")).get("/chat/triage")).text
    assert 'href="/chat/articles/open-again"' in page
    assert 'href="/chat/articles/open-again#section-second-things"' in page
    assert "elsewhere.example" not in page
