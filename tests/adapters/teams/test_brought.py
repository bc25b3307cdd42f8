"""Files that come along with what people say in Teams, and those of which it tells nothing."""

from typing import Any

import pytest

from adapters.teams.inbound.activities import to_incoming
from bot.incoming import Kind
from tests.adapters.teams.conftest import ANA, OWN, SUPPORT
from tests.adapters.teams.unheard import NOW, a_tenant, read
from tests.fakes.teams import FakeTeams

Json = dict[str, Any]


@pytest.fixture
def teams() -> FakeTeams:
    """A tenant; nobody listens to it."""
    return a_tenant()


def test_files_come_along_and_stand_for_missing_words(teams: FakeTeams) -> None:
    shared = teams.files.share("a:1ana", "log.txt", b"x")
    said = read(teams.activities.message(ANA, "a:1ana", "", attachments=[shared]))
    (file,) = said.files
    assert (file.name, file.trouble) == ("log.txt", "")
    assert file.address.startswith(teams.origin)
    assert "log.txt" in said.text
    picture = teams.files.picture(b"x")
    (pasted,) = read(teams.activities.message(ANA, "a:1ana", "", attachments=[picture])).files
    assert pasted.name == "picture.png"


def test_a_file_in_a_channel_is_named_by_what_teams_tells_of_it(teams: FakeTeams) -> None:
    shared = teams.files.share(SUPPORT, "log.txt", b"x")
    said = read(teams.activities.message(ANA, SUPPORT, "The log", attachments=[shared]))
    (file,) = said.files
    assert said.text == "The log"
    assert file.id in shared["content"]
    assert "only files of personal chats" in file.trouble


@pytest.mark.parametrize("where", [SUPPORT, "19:chat@thread.v2"])
def test_a_message_of_nothing_in_a_channel_is_a_file_that_we_cannot_see(
    teams: FakeTeams, where: str
) -> None:
    shared = teams.files.share(where, "log.txt", b"x", marked=False)
    activity = teams.activities.message(ANA, where, "", attachments=[shared])
    said = read(activity)
    (file,) = said.files
    assert (said.kind, said.text, file.name) == (Kind.SAID, "📎 The file", "The file")
    assert "only files of personal chats" in file.trouble
    assert said.twins == read(teams.activities.repeated(activity)).twins
    calling = teams.activities.message(ANA, where, "@Ticket", attachments=[shared])
    assert read(calling).files == ()


@pytest.mark.parametrize(
    ("where", "attached"),
    [
        ("a:1ana", [{"contentType": "text/html", "content": ""}]),
        (SUPPORT, []),
        (SUPPORT, [{"contentType": "text/html", "content": '<img itemtype="x/Emoji" alt="x">'}]),
        (SUPPORT, [{"contentType": "text/html"}, {"contentType": "x.card.adaptive"}]),
    ],
)
def test_another_message_of_nothing_is_nothing(
    teams: FakeTeams, where: str, attached: list[Json]
) -> None:
    said = teams.activities.message(ANA, where, "", attachments=attached)
    assert to_incoming(said, OWN, NOW) is None


def test_two_pictures_without_names_are_not_the_same_one_again(teams: FakeTeams) -> None:
    first, second = (
        teams.activities.message(ANA, "a:1ana", "", attachments=[teams.files.picture(b"x")])
        for _ in range(2)
    )
    assert not set(read(first).twins) & set(read(second).twins)
    assert read(first).twins == read(teams.activities.repeated(first)).twins
