"""What is said is told to the desk, also while Discord does not answer what we ask of it."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlalchemy.exc import OperationalError

from adapters.discord.door.events import DiscordDoor
from adapters.discord.platform import DiscordPlatform
from bot.incoming import Incoming
from tests.adapters.discord.platform.at import spot
from tests.adapters.discord.wired import MovableClock
from tests.fakes.discord import Channel, FakeDiscord
from tests.fakes.discord.gateway import guild_told

ASKED = "GET /channels/{channel}"


class Desk:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[Incoming] = []
        self.troubles: list[Exception] = []

    async def tell(self, incoming: Incoming) -> None:
        """Keep it, once there is no more trouble."""
        if self.troubles:
            raise self.troubles.pop()
        self.told.append(incoming)


async def _nothing_known() -> tuple[datetime | None, tuple[str, ...]]:
    return None, ()


@pytest.fixture
def desk() -> Desk:
    """A desk."""
    return Desk()


@pytest.fixture
async def door(
    platform: DiscordPlatform,
    desk: Desk,
    clock: MovableClock,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[DiscordDoor]:
    """Our ear, which does not pause for long."""
    monkeypatch.setattr("adapters.discord.door.events._PAUSES", (0.0,) * 6)
    made = DiscordDoor(platform, desk, clock, _nothing_known)  # type: ignore[arg-type]
    await platform.connect()
    yield made
    await made.rest(5)


def _hear_all(door: DiscordDoor, fake: FakeDiscord) -> None:
    for turn, (event, data) in enumerate(fake.sent_events):
        door.hear(event, data, str(turn))
    fake.sent_events.clear()


async def test_where_it_was_said_is_not_asked_for_when_discord_has_told(
    fake: FakeDiscord,
    door: DiscordDoor,
    desk: Desk,
    general: Channel,
    forum: Channel,
    ana: str,
) -> None:
    room = await fake.people.thread(ana, general, "room")
    fake.sent_events.clear()
    door.hear("GUILD_CREATE", guild_told(fake, fake.guilds[fake.guild]), "0")
    fake.faults.trouble("status", ASKED, status=502)
    await fake.people.say(ana, general, "it hums")
    await fake.people.say(ana, room, "in the room")
    post = await fake.people.post(ana, forum, "It smokes", "since noon")
    _hear_all(door, fake)
    await door.rest(5)
    found = {(one.spot.channel, one.spot.thread, one.title) for one in desk.told}
    assert found == {
        (general.id, None, ""),
        (general.id, room.id, ""),
        (forum.id, post.id, "It smokes"),
    }
    assert ASKED not in [route for route, _, _ in fake.answers]


async def test_what_is_said_while_discord_does_not_answer_waits_until_it_does(
    fake: FakeDiscord, door: DiscordDoor, desk: Desk, general: Channel, ana: str
) -> None:
    fake.faults.trouble("status", ASKED, times=5, status=502)
    await fake.people.say(ana, general, "it hums")
    _hear_all(door, fake)
    await door.rest(5)
    assert [one.text for one in desk.told] == ["it hums"]


async def test_what_is_said_waits_for_the_database_as_long_as_it_is_away(
    fake: FakeDiscord, door: DiscordDoor, desk: Desk, general: Channel, ana: str
) -> None:
    desk.troubles = [OperationalError("", {}, Exception("no such host")) for _ in range(20)]
    await fake.people.say(ana, general, "it hums")
    await fake.people.say(ana, general, "louder now")
    _hear_all(door, fake)
    await door.rest(5)
    assert [one.text for one in desk.told] == ["it hums", "louder now"]


async def test_one_that_the_desk_cannot_take_holds_up_no_other(
    fake: FakeDiscord, door: DiscordDoor, desk: Desk, general: Channel, ana: str
) -> None:
    desk.troubles = [ValueError("a fault of ours") for _ in range(7)]
    await fake.people.say(ana, general, "it hums")
    await fake.people.say(ana, general, "louder now")
    _hear_all(door, fake)
    await door.rest(5)
    assert [one.text for one in desk.told] == ["louder now"]


async def test_a_place_that_discord_does_not_show_us_is_asked_for_once(
    fake: FakeDiscord, door: DiscordDoor, desk: Desk, general: Channel, ana: str
) -> None:
    await fake.people.say(ana, general, "it hums")
    await fake.owners.delete_channel(general)
    _hear_all(door, fake)
    await door.rest(5)
    assert [route for route, _, _ in fake.answers].count(ASKED) == 1
    assert desk.told == []


async def test_what_is_forwarded_comes_with_its_files_and_stickers_and_polls_are_heard(
    fake: FakeDiscord,
    platform: DiscordPlatform,
    door: DiscordDoor,
    desk: Desk,
    general: Channel,
    ana: str,
) -> None:
    before = await fake.people.say(ana, general, "it hums", files={"hum.png": b"\x89PNG"})
    fake.sent_events.clear()
    sent = await fake.people.forward(ana, before, fake.add_channel("help"))
    await fake.people.stick(ana, general, "wave")
    await fake.people.poll(ana, general, "Does it hum?", "Yes", "No")
    _hear_all(door, fake)
    await door.rest(5)
    by_text = {one.text: one for one in desk.told}
    assert set(by_text) == {"Forwarded: it hums", "[sticker: wave]", "Does it hum?"}
    [file] = by_text["Forwarded: it hums"].files
    assert b"".join([chunk async for chunk in platform.fetch_file(file)]) == b"\x89PNG"
    written = await platform.read_message(spot(fake, sent["channel_id"]), sent["id"])
    assert written is not None
    assert (written.text, [one.name for one in written.files]) == (
        "Forwarded: it hums",
        ["hum.png"],
    )
