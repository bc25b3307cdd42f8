"""Where the Bot Connector answers, the app removed and added again, and files."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from adapters.teams.connecting import Teams
from adapters.teams.platform import TeamsPlatform
from adapters.teams.webapi.line import EVERYWHERE
from bot.cards import File, Text
from bot.incoming import Brought
from bot.ports import (
    Refused,
    SentFile,
    TryLater,
)
from bot.process.opening import Opened
from core.conversation.files import Files
from tests.adapters.slack.conftest import RecordingDesk
from tests.adapters.teams.conftest import (
    SAM,
    TRIAGE,
    settings_for,
    spot,
)
from tests.builders import Office
from tests.fakes.teams import FakeTeams

HELLO = Text(text="hello")


async def post(platform: TeamsPlatform) -> str:
    """Say hello in the triage channel."""
    return await platform.post(spot(), HELLO, delivery=uuid4())


async def test_our_token_goes_to_microsoft_alone(adapter: Teams, teams: FakeTeams) -> None:
    await adapter.tenancy.learn("https://evil.example/amer/", revives=True)
    assert await adapter.tenancy.address() == teams.service_url
    for bad in ("https://evil.example/x", "http://smba.trafficmanager.net/x", "file:///etc"):
        with pytest.raises(Refused):
            await adapter.platform.posting.line.call("GET", bad)
    assert adapter.platform.posting.line.is_trusted(EVERYWHERE)


async def test_where_to_send_is_known_after_a_restart(
    adapter: Teams,
    teams: FakeTeams,
    desk: RecordingDesk,
    opened: Opened,
    office: Office,
    files: Files,
) -> None:
    from adapters.teams.connecting import build_teams

    again = build_teams(settings_for(teams), desk, opened, office.organisation_id, files)
    assert await again.tenancy.address() == teams.service_url
    await again.http.aclose()


async def test_after_the_app_was_removed_what_is_owed_waits(
    platform: TeamsPlatform, teams: FakeTeams
) -> None:
    team = teams.teams["19:staff@thread.tacv2"]
    team.installed = False
    await teams.change.uninstall(SAM, team)
    with pytest.raises(TryLater) as error:
        await post(platform)
    assert error.value.everywhere
    await teams.change.install(SAM, team)
    assert await post(platform)


async def test_files_go_out_by_consent_and_come_in_from_microsoft_alone(
    platform: TeamsPlatform, teams: FakeTeams, files: Files
) -> None:
    async def content() -> AsyncIterator[bytes]:
        yield b"hello"

    await files.store.write("acme/log.txt", content())
    sent = SentFile("log.txt", "text/plain", 5, content(), "acme/log.txt")
    with pytest.raises(Refused):
        await platform.put_file(spot(), sent, delivery=uuid4())
    await platform.put_file(spot("a:1sam"), sent, delivery=uuid4())
    (offer,) = teams.seen_by(SAM, "a:1sam")
    asked = await teams.files.accept(SAM, offer)
    assert asked.error is None
    assert teams.files.drives[SAM] == {"log.txt": b"hello"}
    shown = teams.seen_by(SAM, "a:1sam")
    assert offer.deleted
    assert "file.info" in shown[-1].activity["attachments"][0]["contentType"]

    shared = teams.files.share("a:1sam", "back.txt", b"back")
    address = shared["content"]["downloadUrl"]
    got = [one async for one in platform.fetch_file(Brought(id="1", address=address))]
    assert b"".join(got) == b"back"
    assert teams.files.seen_tokens == [""]
    for bad in (
        "https://evil.example/f",
        "http://acme.sharepoint.com/f",
        "https://anybody.trafficmanager.net/v3/attachments/1/views/original",
    ):
        with pytest.raises(Refused):
            _ = [one async for one in platform.fetch_file(Brought(id="1", address=bad))]


async def test_a_picture_is_fetched_with_our_token_also_after_that_has_ended(
    platform: TeamsPlatform, teams: FakeTeams
) -> None:
    pasted = Brought(id="1", address=teams.files.picture(b"PNG")["contentUrl"])
    for _ in range(2):
        got = [one async for one in platform.fetch_file(pasted)]
        assert b"".join(got) == b"PNG"
        teams.sign_in.revoke()


async def test_a_declined_file_is_not_brought(platform: TeamsPlatform, teams: FakeTeams) -> None:
    async def content() -> AsyncIterator[bytes]:
        yield b"hello"

    sent = SentFile("log.txt", "text/plain", 5, content(), "acme/log.txt")
    await platform.put_file(spot("a:1sam"), sent, delivery=uuid4())
    (offer,) = teams.seen_by(SAM, "a:1sam")
    assert (await teams.files.decline(SAM, offer)).error is None
    assert teams.files.drives == {}


async def test_in_channels_files_are_links_to_the_desk(
    platform: TeamsPlatform, teams: FakeTeams
) -> None:
    said = Text(text="see", files=(File(id="7", name="a.png"),))
    await platform.post(spot(), said, delivery=uuid4())
    assert "/chat/files/7)" in teams.messages(TRIAGE)[0].words_for(SAM)
    assert platform.carries_at(spot("a:1sam"))
    assert not platform.carries_at(spot())
