"""CHT-11, OPS-13: administrators see how every platform does, in chat and from the doctor, and it
is the same truth whichever process is asked."""

from typing import Any

import pytest

from bot.checks.connections import check_connections
from bot.ports import TryLater
from bot.process.watching import Watch, keeping
from core.access.installations import bind_workspace
from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.reactions import REACTIONS
from tests.contract.drivers.base import told
from tests.contract.drivers.web import WebDriver
from tests.contract.world import World

LIMITS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "slack": ("status", "chat.postMessage", {"status": 429, "retry_after": "600"}),
    "discord": ("limited", "POST /channels/{channel}/messages", {"retry_after": 600.0}),
    "teams": ("status", "create", {"status": 429, "retry_after": "600"}),
}
CALLS = {
    "slack": "chat.postMessage: Slack asks for patience.",
    "discord": "POST /channels/{channel_id}/messages: Discord asks for patience.",
    "teams": "POST conversations: Teams asks for patience.",
}


def _limit(world: World, platform: str) -> None:
    kind, call, more = LIMITS[platform]
    far = world.slack if platform == "slack" else world.chats[platform]
    far.trouble(kind, call, times=1, **more)


async def _doctor(world: World, platform: str) -> list[str]:
    """What another process says, that knows nothing but the database."""
    found = await check_connections(world.desk.opened)
    name = platform.capitalize()
    assert all(one.state == "note" for one in found)
    return [one.text for one in found if one.name.startswith(f"{name} ")]


@pytest.mark.parametrize("platform", sorted(LIMITS))
async def test_a_limit_shows_in_chat_and_from_the_doctor(world: World, platform: str) -> None:
    web = WebDriver(world)
    await world.settled()
    _limit(world, platform)
    ana = await world.person("ana")
    await world.office.given_ticket(ana, subject="Wordsofsomebody")

    async def limited() -> bool:
        said = await _doctor(world, platform)
        return "times told to wait in the last hour: 1; paused for another " in said[0]

    await world.until(limited, "the doctor knows of the limit", step=0.0)
    [_, failure] = await _doctor(world, platform)
    assert failure.endswith(CALLS[platform])
    await web.slash("alex", "health", words="desk")
    post = await told(web, "alex", f"{platform.capitalize()}: ")
    what, reason = CALLS[platform].split(": ")
    for words in ("told to wait in the last hour: 1", "paused for another", "Paused", what, reason):
        assert words in post.text
    assert "It is not connected" not in post.text
    for secret in ("Wordsofsomebody", "xoxb", "Bearer", "19:", "29:"):
        assert secret not in post.text + failure
    await web.slash("mia", "health", words="desk")
    await told(web, "mia", "Only administrators may configure the desk")


async def test_what_goes_out_is_counted_by_the_minute(world: World) -> None:
    await world.settled()
    world.clock.move(minutes=2)
    assert "sent in the last minute: 0;" in (await _doctor(world, "slack"))[0]
    await world.office.given_ticket(await world.person("ana"))

    async def counted() -> bool:
        return "sent in the last minute: 1;" in (await _doctor(world, "slack"))[0]

    await world.until(counted, "what was sent is counted", step=0.0)


async def test_what_another_process_met_is_told_by_this_one(world: World, web: WebDriver) -> None:
    elsewhere = Database(build_engine(world.url, pool_size=1), REACTIONS, world.clock)
    watch = Watch(world.clock, keeping(elsewhere, "slack"), world.slack.team)
    await watch.failed("views.open", TryLater("Slack cannot be reached."), limited=False)
    await elsewhere.close()
    await web.slash("alex", "health", words="desk")
    await told(web, "alex", "Slack: Acme", "views.open", "Slack cannot be reached.", "look here")


async def test_what_was_connected_once_and_is_not_any_more_says_so(
    world: World, web: WebDriver
) -> None:
    await world.office.do(bind_workspace, "discord", "G0LONGAGO", "a server")
    await web.slash("alex", "health", words="desk")
    post = await told(web, "alex", "Discord: G0LONGAGO", "It is not connected any more", "cut off")
    assert str(world.organisation_id) not in post.text
