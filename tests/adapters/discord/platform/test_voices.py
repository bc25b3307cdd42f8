"""Words under their author's name in Discord: the webhooks under which they stand."""

import asyncio
from uuid import uuid4

import pytest

from adapters.discord.platform import DiscordPlatform
from bot.ports import OutcomeUnknown
from core.ids import new_id
from tests.adapters.discord.platform.at import SAYS_ANA, spot
from tests.adapters.discord.wired import MovableClock
from tests.fakes.discord import Channel, FakeDiscord, texts_of
from tests.fakes.discord import permissions as may
from tests.fakes.discord.rates import Rates

LOOK = "GET /channels/{channel}/webhooks"


async def test_what_another_webhook_of_ours_has_said_is_changed_and_removed(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel
) -> None:
    first = await platform.post(spot(fake, triage), SAYS_ANA, delivery=new_id())
    second = await platform.post(spot(fake, triage), SAYS_ANA, delivery=new_id())
    await platform.calls.do(
        "POST",
        "/channels/{channel_id}/webhooks",
        {"name": "x"},
        repeatable=True,
        channel_id=triage.id,
    )
    [_, other] = fake.webhooks
    for one in (first, second):
        triage.messages[one]["webhook_id"] = other
    await platform.update(spot(fake, triage), first, SAYS_ANA.model_copy(update={"text": "new"}))
    assert "new" in texts_of(triage.messages[first])
    await platform.remove(spot(fake, triage), second)
    assert second not in triage.messages


async def test_what_a_webhook_has_said_is_found_also_without_the_intent_for_contents(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel
) -> None:
    fake.privileged.discard("content")
    at, delivery = spot(fake, triage), uuid4()
    posted = await platform.post(at, SAYS_ANA, delivery=delivery)
    assert await platform.find(at, delivery) == posted
    assert await platform.find(at, uuid4()) is None
    fake.webhooks.clear()
    with pytest.raises(OutcomeUnknown):
        await platform.find(at, delivery)


async def test_where_the_history_is_hidden_it_is_not_said_that_nothing_is_there(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel
) -> None:
    at, delivery = spot(fake, triage), uuid4()
    assert await platform.find(at, delivery) is None
    posted = await platform.post(at, SAYS_ANA, delivery=delivery)
    fake.overwrite(triage, fake.bot, allow=may.VIEW_CHANNEL, deny=may.READ_HISTORY)
    with pytest.raises(OutcomeUnknown):
        await platform.find(at, delivery)
    fake.overwrite(triage, fake.bot, allow=may.VIEW_CHANNEL | may.READ_HISTORY)
    assert await platform.find(at, delivery) == posted


async def test_what_fills_pages_exactly_is_looked_through_to_its_end(
    fake: FakeDiscord,
    platform: DiscordPlatform,
    triage: Channel,
    ana: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.discord.webapi.finding._PAGE", 2)
    fake.overwrite(triage, ana, allow=may.VIEW_CHANNEL | may.SEND_MESSAGES)
    for words in ("it hums", "louder now"):
        await fake.people.say(ana, triage, words)
    assert await platform.find(spot(fake, triage), uuid4()) is None


async def test_first_words_that_leave_at_once_stand_under_one_webhook(
    fake: FakeDiscord, platform: DiscordPlatform, triage: Channel, clock: MovableClock
) -> None:
    at = spot(fake, triage)
    fake.rates = Rates(clock, {LOOK: (50, 1.0)})
    await platform.post(at, SAYS_ANA, delivery=new_id())  # how often one may look is known now
    fake.webhooks.clear()  # somebody removes it
    await platform.post(at, SAYS_ANA, delivery=new_id())
    before = _looks(fake)
    fake.faults.trouble("hang", LOOK)
    posts = [asyncio.create_task(platform.post(at, SAYS_ANA, delivery=new_id())) for _ in "ab"]
    while _looks(fake) == before:
        await asyncio.sleep(0.005)
    # Where both may look at once, the other's look comes within this time.
    both = asyncio.create_task(_both_look(fake, before))
    await asyncio.wait({both}, timeout=0.5)
    both.cancel()
    fake.faults.heal()
    first, second = await asyncio.gather(*posts)
    assert len(fake.webhooks) == 1
    await platform.remove(at, first)
    await platform.remove(at, second)
    assert {first, second}.isdisjoint(triage.messages)


async def _both_look(fake: FakeDiscord, before: int) -> None:
    while _looks(fake) < before + 2:
        await asyncio.sleep(0.005)


def _looks(fake: FakeDiscord) -> int:
    return sum(route == LOOK for route, _, _ in fake.requests)
