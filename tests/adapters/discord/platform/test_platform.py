"""What every chat platform promises, kept at a Discord that refuses."""

from datetime import timedelta
from uuid import uuid4

import discord.http
import pytest

from adapters.discord.platform import DiscordPlatform
from bot.cards import Author, Card, Text
from bot.ports import (
    Gone,
    NotOurs,
    OutcomeUnknown,
    PrivateAnswer,
    Refused,
    TryLater,
)
from core.ids import new_id
from tests.adapters.discord.platform.at import SAYS_ANA, spot
from tests.adapters.discord.wired import MovableClock
from tests.fakes.discord import Channel, FakeDiscord, Rates, texts_of
from tests.fakes.discord import permissions as may

POST, PATCH = "POST /channels/{channel}/messages", "PATCH /channels/{channel}/messages/{message}"
SPEAK = "POST /webhooks/{webhook}/{token}"


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


async def test_under_a_name_that_discord_minds_it_is_said_by_us_with_the_name(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel
) -> None:
    fake.minded_names.add("Ana · customer")
    posted = await platform.post(spot(fake, triage), SAYS_ANA, delivery=new_id())
    assert triage.messages[posted]["author"]["id"] == fake.bot
    assert "Ana" in texts_of(triage.messages[posted])
    again = SAYS_ANA.model_copy(update={"author": Author(name="Bob", role="customer")})
    other = await platform.post(spot(fake, triage), again, delivery=new_id())
    assert triage.messages[other].get("webhook_id")
    await platform.update(spot(fake, triage), posted, SAYS_ANA.model_copy(update={"text": "new"}))
    assert "new" in texts_of(triage.messages[posted])


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


@pytest.mark.parametrize("status", [403, 404])
async def test_a_page_of_somebody_on_the_way_is_no_refusal_of_discords(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel, status: int
) -> None:
    fake.faults.trouble("status", POST, times=1, status=status, body="<html>Blocked</html>")
    with pytest.raises(OutcomeUnknown):
        await platform.post(spot(fake, triage), Text(text="x"), delivery=new_id())
    fake.faults.trouble("status", POST, times=1, status=status)
    with pytest.raises(Refused):
        await platform.post(spot(fake, triage), Text(text="x"), delivery=new_id())


async def test_an_answer_that_lists_nothing_does_not_say_that_it_is_not_there(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel
) -> None:
    delivery = uuid4()
    posted = await platform.post(spot(fake, triage), Text(text="x"), delivery=delivery)
    fake.faults.trouble("status", POST.replace("POST", "GET"), times=1, status=200)
    with pytest.raises(OutcomeUnknown):
        await platform.find(spot(fake, triage), delivery)
    assert await platform.find(spot(fake, triage), delivery) == posted


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


@pytest.mark.parametrize("content", [Text(text="x"), SAYS_ANA], ids=["ours", "voiced"])
@pytest.mark.parametrize("kind", ["text", "forum"])
async def test_where_the_thread_was_deleted_a_post_is_refused_and_not_gone(
    fake: FakeDiscord,
    platform: DiscordPlatform,
    general: Channel,
    forum: Channel,
    ana: str,
    content: Text,
    kind: str,
) -> None:
    if kind == "forum":
        thread, channel = await fake.people.post(ana, forum, "It hums", "since noon"), forum
    else:
        root = await fake.people.say(ana, general, "It hums")
        thread, channel = await fake.people.thread(ana, general, "x", message=root), general
        await fake.people.delete(ana, root)
    await fake.owners.delete_channel(thread)
    with pytest.raises(Refused, match="thread is gone"):
        await platform.post(spot(fake, channel, thread.id), content, delivery=new_id())


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
