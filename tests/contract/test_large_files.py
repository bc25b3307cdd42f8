"""TKT-05: a file above the limit is refused in words, and nothing else of its message is lost."""

import pytest

from core.conversation.files import LARGEST
from tests.contract.drivers.base import Driver, Post, card, heard, told
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.sharing import share_all
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.world import World

# Zeros that nobody has written to take no memory.
EXACT, ABOVE, FAR_ABOVE = bytes(LARGEST), bytes(LARGEST + 1), bytes(LARGEST + 40_000_000)
FILES = {"exact.bin": EXACT, "above.bin": ABOVE, "app.log": b"12:00 it failed\n"}
WHY = "above.bin was not taken: it is larger than 25 MB"
ON_THE_WAY = 12_000_000
"""So much may have left a far end that stands in no memory of ours: the lines have some."""


async def _kept(world: World) -> dict[str, int]:
    rows = await world.office.sql("SELECT name, size FROM attachments WHERE state = 'kept'")
    return {name: size for name, size in rows}


def _given(door: Driver) -> dict[str, int]:
    """How much of each file was fetched."""
    if isinstance(door, SlackDriver):
        host, names = door.world.slack.file_host.giving.given, door.world.slack.names
        return {names[file]: size for file, size in host.items()}
    assert isinstance(door, DiscordDriver)
    given, sizes = door.fake.file_host.giving.given, {len(EXACT): "exact.bin", 16: "app.log"}
    return {sizes[len(door.fake.contents[file])]: size for file, size in given.items()}


@pytest.fixture(autouse=True)
def slow_clock(world: World) -> None:
    """A file takes a while, in which nobody's lease must end."""
    world.pace = 0.0


@pytest.fixture(params=["slack", "discord"])
def door(request: pytest.FixtureRequest, world: World) -> Driver:
    """Where bots are told how large a file is, and people may bring any."""
    if request.param == "slack":
        return SlackDriver(world)
    discord = DiscordDriver(world)
    discord.fake.upload_limit = 100 * 1024 * 1024
    return discord


async def test_of_a_customers_post_all_is_kept_but_the_file_that_is_too_large(
    world: World, door: Driver
) -> None:
    await door.slash("alex", "channel role:support posts:tickets", room="support", words="desk")
    await told(door, "alex", "a post is a ticket")
    await share_all(door, "ana", "The blue printer hums", FILES, "support")
    shown = await card(door, "sam", "TIK-1001", "The blue printer hums")
    await told(door, "ana", WHY)
    await world.settled()
    assert await _kept(world) == {"exact.bin": LARGEST, "app.log": 16}
    assert _given(door) == {"exact.bin": LARGEST, "app.log": 16}
    posts = await door.thread("sam", "triage", shown.id)
    assert any(WHY in post.text for post in [shown, *posts])


async def test_of_an_agents_reply_all_is_sent_but_the_file_that_is_too_large(
    world: World, door: Driver
) -> None:
    web = WebDriver(world)
    opened = await open_ticket(web, agents=door)
    mention = f"<@{world.slack.bot_user if door.slug == 'slack' else door.fake.bot}>"
    text = f"{mention} reply {opened.ref} Read this"
    await share_all(door, "sam", text, FILES, "triage", opened.card.id)
    await heard(web, "ana", "support", opened.thread, "Read this", "exact.bin", "app.log")
    await told(door, "sam", WHY)
    assert await _kept(world) == {"exact.bin": LARGEST, "app.log": 16}
    assert _given(door) == {"exact.bin": LARGEST, "app.log": 16}


async def test_a_file_whose_size_nobody_told_is_fetched_no_further_than_the_limit(
    world: World, slack: SlackDriver
) -> None:
    opened = await open_ticket(slack)
    files = {"above.bin": FAR_ABOVE, "app.log": FILES["app.log"]}
    await share_all(slack, "ana", "See", files, "support", opened.thread, size=0)
    await told(slack, "ana", WHY)
    await heard(slack, "sam", "triage", opened.card.id, "See", WHY)
    given = _given(slack)
    assert LARGEST < given["above.bin"] < LARGEST + ON_THE_WAY
    assert await _kept(world) == {"app.log": 16}


async def test_in_teams_too_which_tells_no_size(
    world: World, web: WebDriver, teams: TeamsDriver
) -> None:
    root = await teams.say("ana", "The parcel is lost", "direct")
    found = await heard(teams, "ana", "direct", root, "could not find")
    await teams.press("ana", found, "Open a ticket")
    shown: Post = await card(web, "sam", "TIK-", "The parcel is lost")
    await world.settled()
    await share_all(teams, "ana", "The logs", FILES, "direct")
    await heard(web, "sam", "triage", shown.id, "The logs", "exact.bin", "app.log", WHY)
    await told(teams, "ana", WHY)
    assert await _kept(world) == {"exact.bin": LARGEST, "app.log": 16}
