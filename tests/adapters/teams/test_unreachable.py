"""Somebody in a group chat who has not added the app: asked there to do so, and told nothing."""

from uuid import uuid4

import pytest

from adapters.teams.platform import TeamsPlatform
from adapters.teams.sending.posting import ADD_ME
from adapters.teams.webapi.failures import NotAdded, NotAllowed
from bot.cards import Text
from bot.ports import PrivateAnswer
from tests.adapters.slack.conftest import MovableClock
from tests.adapters.teams.conftest import ANA, spot
from tests.fakes.teams import FakeTeams

SECRET = Text(text="The ticket of the salaries")


@pytest.fixture
def eve(teams: FakeTeams) -> str:
    """She is in no team, and has not added the app."""
    return teams.add_user("eve", "Eve", installed=False).id


async def _answer(platform: TeamsPlatform, chat: str, who: str) -> None:
    await platform.answer(spot(chat), PrivateAnswer(who), SECRET, delivery=uuid4())


async def test_who_cannot_be_answered_is_asked_once_and_told_nothing(
    platform: TeamsPlatform, teams: FakeTeams, eve: str, clock: MovableClock
) -> None:
    chat = teams.add_chat("lunch", ANA, eve).id
    for _ in range(2):
        with pytest.raises(NotAllowed):
            await _answer(platform, chat, eve)
    assert [one.text for one in teams.messages(chat)] == [ADD_ME]
    clock.move(minutes=2)
    with pytest.raises(NotAllowed):
        await _answer(platform, chat, eve)
    assert [one.text for one in teams.messages(chat)] == [ADD_ME] * 2
    await teams.change.install(eve)
    await _answer(platform, chat, eve)
    assert len(teams.messages(chat)) == 2
    (answer,) = teams.seen_by(eve, "a:1eve")
    assert "salaries" in answer.words_for(eve)


async def test_who_has_silenced_the_app_is_asked_too(
    platform: TeamsPlatform, teams: FakeTeams
) -> None:
    chat = teams.add_chat("lunch", ANA).id
    teams.users[ANA].blocked = True
    with pytest.raises(NotAllowed):
        await _answer(platform, chat, ANA)
    assert [one.text for one in teams.messages(chat)] == [ADD_ME]


async def test_where_even_that_is_refused_the_answer_is_what_was_missed(
    platform: TeamsPlatform, teams: FakeTeams, eve: str
) -> None:
    chat = teams.add_chat("lunch", ANA, eve)
    chat.bot_in = False
    with pytest.raises(NotAdded):
        await _answer(platform, chat.id, eve)
    assert teams.messages(chat.id) == []


async def test_teams_does_not_say_who_they_are(
    platform: TeamsPlatform, teams: FakeTeams, eve: str
) -> None:
    with pytest.raises(NotAdded):
        await platform.profile(teams.tenant, eve)
    teams.trouble("status", "create", status=500)
    assert await platform.profile(teams.tenant, eve) is None
