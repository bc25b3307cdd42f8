"""Who can see what, files, marks, and whether all is as it should be."""

from uuid import uuid4

import pytest

from adapters.discord.checking import check_discord
from adapters.discord.manifest import application_of, install_link, permissions, to_manifest_text
from adapters.discord.platform import DiscordPlatform
from bot.incoming import Brought
from bot.ports import (
    Refused,
    SentFile,
)
from core.conversation.audience import Audience
from core.ids import new_id
from core.settings_chats import DiscordSettings
from tests.adapters.discord.platform.at import content, spot
from tests.adapters.discord.wired import MovableClock
from tests.fakes.discord import Channel, FakeDiscord
from tests.fakes.discord import permissions as may

POST, PATCH = "POST /channels/{channel}/messages", "PATCH /channels/{channel}/messages/{message}"
SPEAK = "POST /webhooks/{webhook}/{token}"


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
    file = SentFile("print out.png", "image/png", 4, content())
    delivery = uuid4()
    ref = await platform.put_file(spot(fake, triage), file, delivery=delivery)
    [attachment] = triage.messages[ref]["attachments"]
    assert attachment["description"] == "Picture print out.png"
    found = await platform.find_file(spot(fake, triage), "print out.png", 4, delivery)
    assert found == ref
    await platform.remove_file(spot(fake, triage), ref)
    assert ref not in triage.messages
    large = SentFile("film.mp4", "video/mp4", 11 * 1024 * 1024, content())
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
