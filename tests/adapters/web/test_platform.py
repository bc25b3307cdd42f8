"""The web chat as a platform: exact, idempotent, honest about what is gone."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import select

from adapters.web.platform import WebPlatform
from adapters.web.streaming import to_event
from bot.cards import Card, Text
from bot.ports import ChatPlatform, Gone, Refused
from core.access.actor import Actor, Role
from core.events.listening import Listener
from core.people.models import Identity
from tests.adapters.web.site import Site


def test_it_is_a_chat_platform() -> None:
    platform: type[ChatPlatform] = WebPlatform
    assert platform.slug == "web"


async def test_the_same_delivery_posts_once_and_is_found(site: Site) -> None:
    delivery, spot = uuid4(), site.spot("triage")
    assert await site.platform.find(spot, delivery) is None
    refs = await asyncio.gather(
        *(site.platform.post(spot, Text(text="once"), delivery=delivery) for _ in range(4))
    )
    assert len(set(refs)) == 1
    assert await site.platform.find(spot, delivery) == refs[0]
    page = (await (await site.browser("sam")).get("/chat/triage")).text
    assert page.count("<p>once</p>") == 1


async def test_cards_are_repainted_in_place(site: Site) -> None:
    spot = site.spot("triage")
    ref = await site.platform.post(spot, Card(title="Before", ref="TIK-1"), delivery=uuid4())
    await site.platform.update(spot, ref, Card(title="After", ref="TIK-1"))
    page = (await (await site.browser("sam")).get("/chat/triage")).text
    assert "After" in page
    assert "Before" not in page
    assert ">edited<" not in page


async def test_what_was_removed_is_gone_and_removing_again_is_fine(site: Site) -> None:
    spot = site.spot("triage")
    ref = await site.platform.post(spot, Text(text="bye"), delivery=uuid4())
    await site.platform.remove(spot, ref)
    await site.platform.remove(spot, ref)
    with pytest.raises(Gone):
        await site.platform.update(spot, ref, Text(text="again"))


async def test_addresses_that_lead_nowhere_are_refused(site: Site) -> None:
    text = Text(text="x")
    other = await site.platform.post(site.spot("triage"), text, delivery=uuid4())
    wrong = [
        site.spot("support"),
        site.spot("support", str(uuid4())),
        site.spot("support", other),
        site.spot("triage", "not-an-id"),
        site.spot("lobby"),
        site.spot("triage").model_copy(update={"workspace": "x"}),
    ]
    for spot in wrong:
        with pytest.raises(Refused):
            await site.platform.post(spot, text, delivery=uuid4())


async def test_posts_are_announced_by_ids_alone_to_those_who_may_read(
    site: Site, web_listener: Listener
) -> None:
    def reader(name: str, role: Role) -> Actor:
        return Actor(site.people[name], site.organisation_id, role, name, "web")

    ana, bob = reader("ana", Role.CUSTOMER), reader("bob", Role.CUSTOMER)
    sam, kim = reader("sam", Role.AGENT), reader("kim", Role.ADMIN)
    stranger = Actor(uuid4(), uuid4(), Role.ADMIN, "elsewhere", "web")
    everybody = {"ana": ana, "bob": bob, "sam": sam, "kim": kim, "stranger": stranger}
    browser = await site.browser("ana")

    async with web_listener.subscribe("chat_posts") as news:

        async def heard() -> tuple[set[str], str]:
            async with asyncio.timeout(60):
                while True:
                    payload = await anext(news)
                    if str(site.organisation_id) in payload:
                        break
            return {n for n, a in everybody.items() if to_event(payload, a)}, payload

        await site.platform.post(site.spot("triage"), Text(text="plugh"), delivery=uuid4())
        names, payload = await heard()
        assert names == {"sam", "kim"}
        assert "plugh" not in payload

        thread = (await browser.say("plugh", "support")).headers["location"].rpartition("/")[2]
        assert (await heard())[0] == {"ana"}
        await site.platform.post(site.spot("support", thread), Text(text="plugh"), delivery=uuid4())
        names, payload = await heard()
        assert names == {"ana"}
        assert "plugh" not in payload

        await site.platform.post(site.spot(site.direct("bob")), Text(text="x"), delivery=uuid4())
        assert (await heard())[0] == {"bob"}
    assert to_event("", ana) == "event: refresh\ndata: {}\n\n"


async def test_whoever_signs_in_can_be_reached_at_once(site: Site) -> None:
    await site.browser("ana")
    await site.browser("ana")
    async with site.database.unit_of_work(site.organisation_id) as uow:
        linked = list(await uow.session.scalars(select(Identity)))
    assert [(one.platform, one.workspace, one.direct) for one in linked] == [
        ("web", str(site.organisation_id), site.direct("ana"))
    ]
    assert linked[0].person_id == site.people["ana"]
