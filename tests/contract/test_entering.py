"""On the web by a one-time link: for who asked, once, for some minutes, and never as staff."""

import json
import re

import pytest

from tests.contract.drivers.base import Post, card, heard, told
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.discord_reading import labels_of, to_post
from tests.contract.drivers.slack import SlackDriver
from tests.contract.journeys import Opened, open_ticket, to_ref
from tests.contract.test_intent_off import a_post, without_words
from tests.contract.visiting import ON_THE_WEB, Visitor
from tests.contract.world import World

BUTTON = "Open on the web"
LINK = re.compile(rf"{ON_THE_WEB}(/enter/[\w-]+)")


@pytest.fixture
def on_the_web(monkeypatch: pytest.MonkeyPatch) -> None:
    """The administrator has said where customers reach the desk."""
    monkeypatch.setenv("DESKHAND_PUBLIC_URL", ON_THE_WEB)


def link_in(post: Post) -> str:
    """The address in a private answer."""
    found = LINK.search(json.dumps(post.raw))
    assert found, post.text
    return found[1]


async def link_for(discord: DiscordDriver, ticket: Opened, who: str = "ana") -> str:
    """Ask for a link by the typed command."""
    before = {post.id for post in await discord.private(who)}
    await discord.slash(who, f"web {ticket.ref}", "support")

    async def given() -> Post | None:
        for post in await discord.private(who):
            if post.id not in before and "signs you in" in post.text:
                return post
        return None

    return link_in(await discord.world.until(given, f"{who} is given a link"))


@pytest.mark.usefixtures("on_the_web")
async def test_where_words_cannot_be_read_the_card_leads_to_this_very_ticket_on_the_web(
    world: World, discord: DiscordDriver
) -> None:
    await without_words(world, discord)
    thread = await a_post(discord)
    ref = to_ref((await card(discord, "sam", "TIK-", "App crashes at start")).text)
    await discord.slash("sam", f"reply {ref} Which phone is it?")

    async def standing() -> dict[str, object] | None:
        for one in thread.messages.values():
            if BUTTON in labels_of(one):
                return one
        return None

    button = await world.until(standing, "the button stands there")
    await discord.pressed("ana", button, BUTTON)

    async def told_alone() -> Post | None:
        seen = discord.fake.people.sees(discord.user("ana"), thread.id)
        found = [to_post(one, "support", thread.id) for one in seen if "signs you in" in str(one)]
        return found[0] if found else None

    given = await world.until(told_alone, "the link is given to her alone")
    assert given.private
    assert "/enter/" not in str(discord.fake.people.sees(discord.user("bob"), thread.id))
    visitor = Visitor(world)
    answer = await visitor.go_in(link_in(given))
    there = answer.headers["location"]
    assert there.startswith("/chat/support/")
    await world.settled()
    said = [post.text for post in await visitor.read(there)]
    assert "App crashes at start" in said[0]
    assert any("Which phone is it?" in text for text in said)
    assert "who reads along" in (await visitor.client.get(there)).text
    await visitor.say(there, "An old one")
    triage = (await card(discord, "sam", ref)).id
    await heard(discord, "sam", "triage", triage, "An old one")
    await world.until(lambda: _says(thread.messages, "An old one"), "it stands in the post, too")
    await discord.slash("sam", f"reply {ref} Update it")
    await world.settled()
    assert any("Update it" in post.text for post in await visitor.read(there))
    again = await visitor.client.get(f"/chat/tickets/{ref.removeprefix('TIK-')}")
    assert again.headers["location"] == there
    people = await world.office.sql("SELECT count(*) FROM people WHERE name ILIKE 'ana%'")
    assert people == [(1,)]


async def _says(messages: dict[str, dict[str, object]], words: str) -> bool:
    return any(words in json.dumps(one) for one in messages.values())


@pytest.mark.usefixtures("on_the_web")
async def test_a_link_works_once_and_a_look_at_it_uses_nothing_up(
    world: World, discord: DiscordDriver
) -> None:
    ticket = await open_ticket(discord)
    link = await link_for(discord, ticket)
    for _ in range(2):
        shown = await Visitor(world).look(link)
        assert (shown.status_code, shown.headers["cache-control"]) == (200, "no-store")
        assert shown.headers["referrer-policy"] == "no-referrer"
        assert "deskhand_session" not in shown.headers.get("set-cookie", "")
    forger, first, second = Visitor(world), Visitor(world), Visitor(world)
    forger.csrf = "x"
    assert (await forger.go_in(link)).status_code == 403
    await second.look(link)
    cookie = (await first.go_in(link)).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "Secure" in cookie
    ended = await second.go_in(link)
    assert ended.status_code == 404
    assert "This link has ended" in ended.text
    assert (await second.client.get("/chat")).headers["location"].startswith("/sign-in")
    rows = await world.office.sql("SELECT token_hash FROM entry_links")
    token = link.rpartition("/")[2]
    assert token not in str(rows)
    await world.settled()
    assert await world.office.sql("SELECT 1 FROM deliveries WHERE content::text ~ '/enter/'") == []
    assert token not in str(await world.office.sql("SELECT payload::text FROM receipts"))


@pytest.mark.usefixtures("on_the_web")
async def test_it_ends_with_the_minutes_with_the_next_one_and_with_being_no_customer_any_more(
    world: World, discord: DiscordDriver
) -> None:
    ticket = await open_ticket(discord)
    late = await link_for(discord, ticket)
    world.clock.move(minutes=11)
    older = await link_for(discord, ticket)
    newer = await link_for(discord, ticket)
    visitor = Visitor(world)
    assert (await visitor.look(newer)).status_code == 200
    for link in (late, older):
        assert (await visitor.look(link)).status_code == 404
        assert (await visitor.go_in(link)).status_code == 404
    for change in ("role = 'agent'", "role = 'customer', status = 'suspended'"):
        await world.office.sql(f"UPDATE people SET {change} WHERE email = 'ana@example.org'")
        assert (await visitor.look(newer)).status_code == 404
        assert (await visitor.go_in(newer)).status_code == 404
    await world.office.sql("UPDATE people SET status = 'active' WHERE email = 'ana@example.org'")
    assert (await visitor.go_in(newer)).status_code == 303


@pytest.mark.usefixtures("on_the_web")
async def test_somebody_else_is_given_nothing_and_staff_use_their_password(
    world: World, discord: DiscordDriver
) -> None:
    ticket = await open_ticket(discord)
    await discord.slash("bob", f"web {ticket.ref}", "support")
    await told(discord, "bob", f"I can't find {ticket.ref}")
    for who in ("sam", "alex"):
        await discord.slash(who, f"web {ticket.ref}", "support", words="support")
        await told(discord, who, "Staff sign in with their password")
    assert await world.office.sql("SELECT 1 FROM entry_links") == []
    mine = await link_for(discord, ticket)
    visitor = Visitor(world)
    await visitor.go_in(mine)
    assert (await visitor.client.get("/chat/triage")).status_code == 404


@pytest.mark.usefixtures("on_the_web")
async def test_who_asks_again_and_again_must_wait(world: World, discord: DiscordDriver) -> None:
    ticket = await open_ticket(discord)
    for _ in range(5):
        await link_for(discord, ticket)
    await discord.slash("ana", f"web {ticket.ref}", "support")
    await told(discord, "ana", "That was too often")


@pytest.mark.usefixtures("on_the_web")
async def test_where_words_are_read_the_card_says_to_write_but_the_command_works(
    world: World, slack: SlackDriver
) -> None:
    ticket = await open_ticket(slack)
    posts = await slack.thread("ana", "support", ticket.thread)
    assert not any(BUTTON in post.acts for post in posts)
    await slack.mention("ana", f"web {ticket.ref}", "support", ticket.thread)
    given = await told(slack, "ana", "signs you in")
    assert (await Visitor(world).go_in(link_in(given))).status_code == 303


@pytest.mark.usefixtures("on_the_web")
async def test_on_the_web_itself_there_is_no_link_to_be_kept_with_what_is_said_there(
    world: World, discord: DiscordDriver
) -> None:
    ticket, visitor = await open_ticket(discord), Visitor(world)
    there = (await visitor.go_in(await link_for(discord, ticket))).headers["location"]
    await visitor.say(there, f"/support web {ticket.ref}")
    await world.settled()
    said = [post.text for post in await visitor.read(there)]
    assert any("This is the web chat already" in text for text in said)
    assert "/enter/" not in str(await world.office.sql("SELECT content FROM chat_posts"))
    assert await world.office.sql("SELECT count(*) FROM entry_links") == [(1,)]


async def test_without_an_address_of_its_own_the_desk_offers_no_link(
    world: World, discord: DiscordDriver
) -> None:
    await without_words(world, discord)
    thread = await a_post(discord)
    ref = to_ref((await card(discord, "sam", "TIK-", "App crashes at start")).text)
    await world.settled()
    assert not any(BUTTON in labels_of(one) for one in thread.messages.values())
    await discord.slash("ana", f"web {ref}", "support")
    await told(discord, "ana", "no address on the web")
    assert await world.office.sql("SELECT 1 FROM entry_links") == []
