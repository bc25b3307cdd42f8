"""Words under their author's name in Discord: the webhooks under which they stand."""

from adapters.discord.platform import DiscordPlatform
from core.ids import new_id
from tests.adapters.discord.platform.at import SAYS_ANA, spot
from tests.fakes.discord import Channel, FakeDiscord, texts_of


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
