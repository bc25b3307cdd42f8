"""Files from and to Slack, over the fake's own file host."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import Slack
from adapters.slack.platform import SlackPlatform
from bot.cards import File, Text
from bot.incoming import Brought
from bot.ports import CarriesFiles, Refused, SentFile, TryLater
from core.ids import new_id
from tests.adapters.slack.conftest import (
    SAM,
    SUPPORT,
    TRIAGE,
    MovableClock,
    RecordingDesk,
    spot,
)
from tests.fakes.slack import FakeSlack

CONTENT = b"a line\n" * 50_000


async def in_pieces(content: bytes) -> AsyncIterator[bytes]:
    """The content as a storage gives it."""
    for at in range(0, len(content), 100_000):
        yield content[at : at + 100_000]


def sent(content: bytes = CONTENT, **more: Any) -> SentFile:
    """A file on its way to Slack."""
    said = {"name": "app.log", "media_type": "text/plain", "size": len(content), **more}
    return SentFile(content=in_pieces(content), **said)


async def fetched(platform: SlackPlatform, brought: Brought) -> bytes:
    """The whole content."""
    return b"".join([chunk async for chunk in platform.fetch_file(brought)])


async def test_a_shared_file_is_heard_of_and_fetched(
    connected: Slack, slack: FakeSlack, desk: RecordingDesk
) -> None:
    shared = [slack.share("app.log", CONTENT)]
    await slack.send.say(SAM, SUPPORT, "Look", subtype="file_share", files=shared)
    await slack.send.say(SAM, SUPPORT, "", subtype="file_share", files=shared)
    [first, second] = desk.told
    assert (first.text, second.text) == ("Look", "📎 app.log")
    [brought] = first.files
    assert (brought.name, brought.size) == ("app.log", len(CONTENT))
    assert isinstance(connected.platform, CarriesFiles)
    assert await fetched(connected.platform, brought) == CONTENT


async def test_where_slack_says_only_the_id_it_is_asked(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    shared = slack.share("app.log", CONTENT)
    assert await fetched(platform, Brought(id=shared["id"])) == CONTENT


async def test_the_token_goes_to_no_other_host(platform: SlackPlatform, slack: FakeSlack) -> None:
    other = FakeSlack()
    await other.start()
    address = f"{other.origin}/files/F1"
    for evil in (address, "https://slack.com.example.org/f", "http://files.slack.com/f", ""):
        with pytest.raises(Refused):
            await fetched(platform, Brought(id="F0X", address=evil))
    await other.stop()
    assert other.file_host.seen_tokens == slack.file_host.seen_tokens == []


async def test_without_the_permission_slack_leads_to_its_sign_in(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    shared = slack.share("app.log", CONTENT)
    slack.scopes = {"chat:write"}
    with pytest.raises(Refused, match="install the app again"):
        await fetched(platform, Brought(id=shared["id"], address=shared["url_private"]))
    async with httpx.AsyncClient() as stranger:
        assert (await stranger.get(shared["url_private"])).status_code == 302
    assert slack.broken == ["download.scope", "download.token"]


async def test_what_slack_cannot_give_now_may_be_tried_again(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    shared = slack.share("app.log", CONTENT)
    slack.file_host.trouble = 503
    with pytest.raises(TryLater):
        await fetched(platform, Brought(id=shared["id"], address=shared["url_private"]))


@pytest.mark.parametrize("more", [{"mode": "tombstone"}, {"is_external": True}])
async def test_what_slack_does_not_keep_is_told(
    connected: Slack, slack: FakeSlack, desk: RecordingDesk, more: dict[str, Any]
) -> None:
    shared = slack.share("plan.doc", CONTENT, **more)
    await slack.send.say(SAM, SUPPORT, "Look", subtype="file_share", files=[shared])
    [brought] = desk.told[0].files
    with pytest.raises(Refused, match="Slack"):
        await fetched(connected.platform, brought)


async def test_a_file_is_brought_into_a_thread_and_taken_away(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    root = await platform.post(spot(), Text(text="The card"), delivery=new_id())
    delivery = uuid4()
    ref = await platform.put_file(spot(thread=root), sent(), delivery=delivery)
    [message] = slack.messages(TRIAGE, root)
    assert slack.contents[ref] == CONTENT
    assert [one["title"] for one in message["files"]] == ["app.log"]
    assert slack.uploads[ref]["alt_txt"] == ""
    picture = sent(name="error\u202e.png", media_type="image/png")
    shown = await platform.put_file(spot(thread=root), picture, delivery=delivery)
    assert slack.uploads[shown]["alt_txt"] == "Picture error.png"
    await platform.remove_file(spot(thread=root), shown)
    found = platform.find_file(spot(thread=root), "app.log", len(CONTENT), delivery)
    assert await found == ref
    assert await platform.find_file(spot(thread=root), "app.log", 1, delivery) is None
    await platform.remove_file(spot(thread=root), ref)
    await platform.remove_file(spot(thread=root), ref)
    assert slack.messages(TRIAGE, root) == []


async def test_a_file_that_slack_does_not_take_is_brought_again(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    slack.file_host.trouble = 500
    with pytest.raises(TryLater):
        await platform.put_file(spot(), sent(), delivery=new_id())
    assert slack.calls("files.completeUploadExternal") == []


async def test_without_the_permission_nothing_is_brought(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    slack.scopes = {"chat:write"}
    with pytest.raises(Refused, match="install it again"):
        await platform.put_file(spot(), sent(), delivery=new_id())


async def test_the_fake_refuses_late_and_wrong_uploads_and_foreign_files(
    slack: FakeSlack, clock: MovableClock
) -> None:
    client = AsyncWebClient(slack.token, slack.api_url, retry_handlers=[])
    async with httpx.AsyncClient() as http:
        told = await client.files_getUploadURLExternal(filename="a.txt", length=3)
        assert (await http.post(told["upload_url"], content=b"four")).text == "wrong_size"
        clock.move(seconds=3601)
        assert (await http.post(told["upload_url"], content=b"abc")).text == "expired_url"
    with pytest.raises(SlackApiError):
        await client.files_delete(file=slack.share("b.txt", b"x")["id"])
    assert slack.broken == ["upload.size", "upload.expired", "file.not_own"]


async def test_a_message_names_its_files_and_says_which_are_missing(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    files = (
        File(id="1", name="a.png"),
        File(id="2", name="b.exe", problem="b.exe was not taken: programs are not accepted."),
    )
    await platform.post(spot(), Text(text="", files=files), delivery=new_id())
    [message] = slack.messages(TRIAGE)
    shown = str(message["blocks"])
    assert "📎 a.png" in shown
    assert "b.exe was not taken" in shown
    assert slack.broken == []
