"""What every chat platform promises, kept at a Discord that refuses."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import discord.http
import pytest
from pydantic import SecretStr

from adapters.discord.checking import check_discord
from adapters.discord.manifest import application_of, install_link, permissions, to_manifest_text
from adapters.discord.platform import DiscordPlatform
from bot.cards import Author, Card, Text
from bot.incoming import Brought, Spot
from bot.ports import (
    Gone,
    NotOurs,
    OutcomeUnknown,
    PrivateAnswer,
    Refused,
    SentFile,
    TryLater,
)
from core.conversation.audience import Audience
from core.ids import new_id
from core.settings_chats import DiscordSettings
from tests.adapters.discord.wired import MovableClock
from tests.fakes.discord import Channel, FakeDiscord, Rates, texts_of
from tests.fakes.discord import permissions as may

POST, PATCH = "POST /channels/{channel}/messages", "PATCH /channels/{channel}/messages/{message}"
SPEAK = "POST /webhooks/{webhook}/{token}"


@pytest.fixture
def staff(fake: FakeDiscord) -> str:
    """The role of staff."""
    return fake.add_role("Support staff")


@pytest.fixture
def triage(fake: FakeDiscord, staff: str) -> Channel:
    """A channel that staff alone see."""
    return fake.add_channel("triage", "private", seen_by=(staff,))


@pytest.fixture
def settings(fake: FakeDiscord, staff: str, triage: Channel) -> DiscordSettings:
    """What leads to the fake."""
    return DiscordSettings(
        token=SecretStr(fake.token),
        guild_id=fake.guild,
        triage_channel=triage.id,
        staff_role=staff,
        api_url=fake.api_url,
        gateway_url=fake.gateway_url,
    )


@pytest.fixture
async def platform(
    settings: DiscordSettings, clock: MovableClock
) -> AsyncIterator[DiscordPlatform]:
    """Our side."""
    made = DiscordPlatform(settings, clock)
    yield made
    await made.close()


def spot(fake: FakeDiscord, channel: Channel | str, thread: str | None = None) -> Spot:
    """A place there."""
    id = channel if isinstance(channel, str) else channel.id
    return Spot(platform="discord", workspace=fake.guild, channel=id, thread=thread)


async def _content() -> AsyncIterator[bytes]:
    yield b"\x89PNG"


SAYS_ANA = Text(text="it hums", author=Author(name="Ana", role="customer"))


async def test_the_library_is_led_to_our_address_for_our_client_alone(
    monkeypatch: pytest.MonkeyPatch, platform: DiscordPlatform
) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", "https://discord.com/api/v10")
    assert (await platform.connect()).name == "ticket"
    assert discord.http.Route.BASE == "https://discord.com/api/v10"


async def test_a_card_heads_a_thread_and_what_follows_stands_in_it(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel
) -> None:
    card = Card(title="It hums", ref="TIK-1")
    root = await platform.post(spot(fake, triage), card, delivery=new_id())
    assert fake.channels[root].name == "TIK-1 It hums"
    below = await platform.post(spot(fake, triage, root), Text(text="hi"), delivery=new_id())
    assert below in fake.channels[root].messages


async def test_a_thread_that_is_not_there_yet_begins_with_the_first_words(
    fake: FakeDiscord, platform: DiscordPlatform, general: Channel, ana: str
) -> None:
    said = await fake.people.say(ana, general, "Where is my parcel?")
    posted = await platform.post(spot(fake, general, said["id"]), Text(text="x"), delivery=new_id())
    assert posted in fake.channels[said["id"]].messages
    assert fake.channels[said["id"]].name == "Where is my parcel?"


async def test_people_are_quoted_under_their_own_name_and_changed_there(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel
) -> None:
    posted = await platform.post(spot(fake, triage), SAYS_ANA, delivery=new_id())
    message = triage.messages[posted]
    assert message["author"]["username"] == "Ana · customer"
    await platform.update(spot(fake, triage), posted, SAYS_ANA.model_copy(update={"text": "new"}))
    assert "new" in texts_of(triage.messages[posted])
    await platform.remove(spot(fake, triage), posted)
    assert posted not in triage.messages
    assert len(fake.webhooks) == 1


async def test_without_webhooks_the_name_stands_in_the_message(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel
) -> None:
    fake.overwrite(triage, fake.bot, allow=may.VIEW_CHANNEL, deny=may.MANAGE_WEBHOOKS)
    posted = await platform.post(spot(fake, triage), SAYS_ANA, delivery=new_id())
    message = triage.messages[posted]
    assert message["author"]["id"] == fake.bot
    assert "Ana" in texts_of(message)


async def test_a_name_that_looks_like_discords_own_is_taken(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel
) -> None:
    author = Author(name="discord admin", role="agent")
    said = Text(text="x", author=author)
    posted = await platform.post(spot(fake, triage), said, delivery=new_id())
    assert triage.messages[posted].get("webhook_id")


async def test_a_lost_answer_is_unknown_and_the_message_is_found(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel
) -> None:
    for content, route in ((Text(text="x"), POST), (SAYS_ANA, SPEAK)):
        delivery = uuid4()
        fake.faults.trouble("lost", route, times=1)
        with pytest.raises(OutcomeUnknown):
            await platform.post(spot(fake, triage), content, delivery=delivery)
        assert await platform.find(spot(fake, triage), delivery) == triage.last_message
        assert await platform.find(spot(fake, triage), new_id()) is None


async def test_asked_again_at_once_the_same_message_is_the_answer(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel
) -> None:
    delivery = new_id()
    posted = [
        await platform.post(spot(fake, triage), Text(text="x"), delivery=delivery) for _ in "ab"
    ]
    assert posted[0] == posted[1]


@pytest.mark.parametrize(("is_global", "everywhere"), [(False, False), (True, True)])
async def test_a_rate_limit_says_how_long_and_whether_all_must_wait(
    fake: FakeDiscord,
    platform: DiscordPlatform,
    triage: Channel,
    is_global: bool,
    everywhere: bool,
) -> None:
    fake.faults.trouble("limited", POST, times=1, retry_after=7.0, is_global=is_global)
    with pytest.raises(TryLater) as raised:
        await platform.post(spot(fake, triage), Text(text="x"), delivery=new_id())
    assert (raised.value.retry_after, raised.value.everywhere) == (7.0, everywhere)
    await platform.post(spot(fake, triage), Text(text="x"), delivery=new_id())


async def test_discord_never_has_to_say_that_a_channel_is_full(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel, clock: MovableClock
) -> None:
    fake.rates = Rates(clock)
    there = 0
    for _ in range(30):
        try:
            await platform.post(spot(fake, triage), Text(text="x"), delivery=new_id())
            there += 1
        except TryLater as wait:
            clock.move(seconds=wait.retry_after or 1.0)
    assert there > 15
    assert fake.rates.refused == []


async def test_what_is_gone_is_gone_and_what_is_somebodys_is_theirs(
    fake: FakeDiscord, platform: DiscordPlatform, general: Channel, ana: str
) -> None:
    said = await fake.people.say(ana, general, "mine")
    with pytest.raises(Gone):
        await platform.update(spot(fake, general), "1", Text(text="x"))
    with pytest.raises(NotOurs):
        await platform.update(spot(fake, general), said["id"], Text(text="x"))
    with pytest.raises(NotOurs):
        await platform.remove(spot(fake, general), said["id"])
    await platform.remove(spot(fake, general), "1")


async def test_where_we_may_not_write_it_is_refused_in_words(
    fake: FakeDiscord, platform: DiscordPlatform, general: Channel
) -> None:
    fake.overwrite(general, fake.bot, deny=may.SEND_MESSAGES)
    with pytest.raises(Refused, match="lacks a permission"):
        await platform.post(spot(fake, general), Text(text="x"), delivery=new_id())


async def test_a_thread_that_is_put_away_is_woken_for_a_change_and_put_away_again(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel
) -> None:
    root = await platform.post(spot(fake, triage), Card(title="t", ref="T-1"), delivery=new_id())
    below = spot(fake, triage, root)
    posted = await platform.post(below, Text(text="x"), delivery=new_id())
    fake.channels[root].archived = True
    await platform.update(below, posted, Text(text="new"))
    assert "new" in texts_of(fake.channels[root].messages[posted])
    assert fake.channels[root].archived


async def test_without_a_token_or_after_it_an_answer_goes_to_the_person_directly(
    fake: FakeDiscord, platform: DiscordPlatform, general: Channel, ana: str, clock: MovableClock
) -> None:
    late = PrivateAnswer(ana, "gone", clock.now() - timedelta(seconds=1))
    for to in (PrivateAnswer(ana), late):
        ref = await platform.answer(spot(fake, general), to, Text(text="psst"), delivery=new_id())
        assert platform.address(spot(fake, general), ref) is None
        await platform.update(spot(fake, general), ref, Text(text="changed"))
    direct = fake.dm_of(ana)
    assert [texts_of(one) for one in direct.messages.values()] == ["changed", "changed"]
    assert not general.messages
    fake.people.close_dms(ana)
    with pytest.raises(Refused, match="no direct messages"):
        await platform.answer(
            spot(fake, general), PrivateAnswer(ana), Text(text="x"), delivery=new_id()
        )


async def test_only_where_staff_alone_can_see_it_is_internal(
    fake: FakeDiscord,
    platform: DiscordPlatform,
    triage: Channel,
    general: Channel,
    ana: str,
    staff: str,
    clock: MovableClock,
) -> None:
    sam = fake.add_user("Sam", staff)
    fake.overwrite(triage, sam, allow=may.VIEW_CHANNEL)
    direct = fake.dm_of(sam).id
    assert await platform.audience_of(spot(fake, triage)) is Audience.INTERNAL
    for other in (general.id, direct, "1"):
        assert await platform.audience_of(spot(fake, other)) is Audience.PUBLIC
    fake.overwrite(triage, ana, allow=may.VIEW_CHANNEL)
    clock.move(seconds=61)
    assert await platform.audience_of(spot(fake, triage)) is Audience.PUBLIC


async def test_a_role_makes_staff_and_everybody_else_is_welcome(
    fake: FakeDiscord, platform: DiscordPlatform, ana: str, staff: str
) -> None:
    sam = fake.add_user("Sam", staff)
    profiles = [await platform.profile(fake.guild, one) for one in (ana, sam, fake.bot, "1")]
    assert [
        (one.staff, one.guest, one.welcome, one.email) if one else None for one in profiles
    ] == [
        (False, True, True, None),
        (True, False, True, None),
        None,
        None,
    ]


async def test_files_go_both_ways_and_only_discords_own_are_fetched(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel, general: Channel, ana: str
) -> None:
    said = await fake.people.say(ana, general, files={"a.txt": b"hello"})
    [read] = (await platform.read_message(spot(fake, general), said["id"])).files  # type: ignore[union-attr]
    assert b"".join([chunk async for chunk in platform.fetch_file(read)]) == b"hello"
    with pytest.raises(Refused, match="not kept by Discord"):
        _ = [
            one async for one in platform.fetch_file(Brought(id="1", address="http://evil.example"))
        ]
    file = SentFile("print out.png", "image/png", 4, _content())
    delivery = uuid4()
    ref = await platform.put_file(spot(fake, triage), file, delivery=delivery)
    [attachment] = triage.messages[ref]["attachments"]
    assert attachment["description"] == "Picture print out.png"
    found = await platform.find_file(spot(fake, triage), "print out.png", 4, delivery)
    assert found == ref
    await platform.remove_file(spot(fake, triage), ref)
    assert ref not in triage.messages
    large = SentFile("film.mp4", "video/mp4", 11 * 1024 * 1024, _content())
    with pytest.raises(Refused, match="10 MiB"):
        await platform.put_file(spot(fake, triage), large, delivery=new_id())


async def test_a_mark_is_one_reaction_at_a_time(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel, staff: str
) -> None:
    said = await fake.people.say(fake.add_user("Sam", staff), triage, "a note")
    await platform.mark(spot(fake, triage), said["id"], "note")
    await platform.mark(spot(fake, triage), said["id"], "sent", was="note")
    assert fake.reactions[said["id"]] == {"📨": [fake.bot]}


async def test_the_doctor_finds_nothing_wrong_or_says_what(
    fake: FakeDiscord, settings: DiscordSettings, triage: Channel, clock: MovableClock
) -> None:
    checked = {one.name: one for one in await check_discord(settings, clock)}
    assert checked["Discord"].text == "ticket in Acme"
    assert checked["Discord permissions"].state == "ok"
    assert checked["Discord triage channel"].state == "ok"
    assert checked["Discord message content"].state == "ok"
    fake.privileged.discard("content")
    fake.overwrite(triage, fake.guild, allow=may.VIEW_CHANNEL)
    fake.overwrite(triage, fake.bot, deny=may.PIN_MESSAGES)
    wrong = {one.name: one for one in await check_discord(settings, clock)}
    assert wrong["Discord message content"].state == "wrong"
    assert "others than staff" in wrong["Discord triage channel"].text
    assert wrong["Discord permissions"].text.endswith("Pin Messages")
    elsewhere = settings.model_copy(update={"guild_id": "1"})
    [lost] = await check_discord(elsewhere, clock)
    assert (lost.state, "GUILD_ID" in lost.mend) == ("wrong", True)


def test_the_install_link_asks_for_what_is_used_and_every_command_is_told() -> None:
    text = to_manifest_text("700000000000000001")
    assert install_link("700000000000000001") in text
    assert str(permissions()) in text
    assert "/ticket" in text
    assert "Message Content (privileged)" in text
    assert application_of("NzAwMDAwMDAwMDAwMDAwMDAx.x.y") == "700000000000000001"
    assert application_of("odd") is None
