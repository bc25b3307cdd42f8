"""What the desk says in Teams: where it stands, how it is changed, and what goes wrong."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from adapters.teams.platform import TeamsPlatform
from bot.cards import Card, Text
from bot.ports import (
    CarriesFiles,
    ChatPlatform,
    Gone,
    ListsReaders,
    NotOurs,
    OutcomeUnknown,
    PrivateAnswer,
    ReadsMessages,
    Refused,
    TryLater,
)
from bot.ports_marks import Marks
from bot.process.opening import Opened
from core.conversation.files import Files
from tests.adapters.slack.conftest import MovableClock, RecordingDesk
from tests.adapters.teams.conftest import (
    ANA,
    SAM,
    SUPPORT,
    TRIAGE,
    connected,
    settings_for,
    spot,
)
from tests.builders import Office
from tests.fakes.teams import FakeTeams, Rates

HELLO = Text(text="hello")


async def post(platform: TeamsPlatform, *where: str) -> str:
    """Say hello there."""
    return await platform.post(spot(*where), HELLO, delivery=uuid4())


def test_what_it_can_do_is_told_by_its_shape(platform: TeamsPlatform) -> None:
    assert isinstance(platform, CarriesFiles)
    assert isinstance(platform, ListsReaders)
    assert not isinstance(platform, Marks)
    assert not isinstance(platform, ReadsMessages)
    whole: ChatPlatform = platform
    assert whole.slug == "teams"


async def test_a_post_begins_a_thread_in_which_others_follow(
    platform: TeamsPlatform, teams: FakeTeams, clock: MovableClock
) -> None:
    root = await post(platform)
    answer = await post(platform, TRIAGE, root)
    assert [one.id for one in teams.messages(TRIAGE)] == [root, answer]
    assert [one.id for one in teams.messages(TRIAGE, root)] == [answer]
    await platform.update(spot(TRIAGE, root), root, Card(title="changed"))
    await platform.update(spot(TRIAGE, root), answer, Card(title="changed too"))
    assert [one.words_for(SAM) for one in teams.messages(TRIAGE)] == ["changed", "changed too"]
    clock.move(seconds=5)
    await platform.remove(spot(TRIAGE, root), answer)
    await platform.remove(spot(TRIAGE, root), answer)
    assert [one.deleted for one in teams.messages(TRIAGE)] == [False, True]


async def test_a_message_that_is_gone_and_one_that_is_not_ours(
    platform: TeamsPlatform, teams: FakeTeams
) -> None:
    root = await post(platform, SUPPORT)
    with pytest.raises(Gone):
        await platform.update(spot(SUPPORT, root), "17", HELLO)
    said = await teams.send.say(ANA, SUPPORT, "mine", root)
    with pytest.raises(NotOurs):
        await platform.update(spot(SUPPORT, root), said.id, HELLO)


async def test_a_private_answer_comes_in_the_reader_s_own_chat(
    platform: TeamsPlatform, teams: FakeTeams
) -> None:
    ref = await platform.answer(spot(), PrivateAnswer(SAM), HELLO, delivery=uuid4())
    assert [one.words_for(SAM) for one in teams.seen_by(SAM, "a:1sam")] == ["hello"]
    await platform.update(spot(), ref, Text(text="changed"))
    assert [one.words_for(SAM) for one in teams.seen_by(SAM, "a:1sam")] == ["changed"]
    assert teams.messages(TRIAGE) == []
    await platform.answer(spot("a:1ana"), PrivateAnswer(ANA), HELLO, delivery=uuid4())
    assert [one.words_for(ANA) for one in teams.seen_by(ANA, "a:1ana")] == ["hello"]


@pytest.fixture
async def targeting(
    teams: FakeTeams, desk: RecordingDesk, opened: Opened, office: Office, files: Files
) -> AsyncIterator[TeamsPlatform]:
    """A platform that answers in the channel."""
    settings = settings_for(teams, targeted=True)
    async with connected(teams, settings, desk, opened, office, files) as built:
        yield built.platform


async def test_a_targeted_answer_stands_in_the_thread_for_one_person(
    targeting: TeamsPlatform, teams: FakeTeams
) -> None:
    root = await post(targeting, SUPPORT)
    to = PrivateAnswer(ANA)
    ref = await targeting.answer(spot(SUPPORT, root), to, Text(text="for you"), delivery=uuid4())
    assert [one.words_for(ANA) for one in teams.seen_by(ANA, SUPPORT)][1:] == ["for you"]
    assert len(teams.seen_by(SAM, SUPPORT)) == 1
    with pytest.raises(Gone):
        await targeting.update(spot(SUPPORT, root), ref, HELLO)


async def test_who_is_not_in_the_channel_is_answered_in_their_own_chat(
    targeting: TeamsPlatform, teams: FakeTeams
) -> None:
    await targeting.answer(spot(TRIAGE), PrivateAnswer(ANA), HELLO, delivery=uuid4())
    assert [one.words_for(ANA) for one in teams.seen_by(ANA)] == ["hello"]


async def test_a_lost_answer_is_unknown_and_a_lost_change_is_tried_again(
    platform: TeamsPlatform, teams: FakeTeams
) -> None:
    root = await post(platform)
    teams.trouble("drop", "send", "update")
    with pytest.raises(OutcomeUnknown):
        await post(platform, TRIAGE, root)
    with pytest.raises(TryLater):
        await platform.update(spot(TRIAGE, root), root, HELLO)
    teams.heal()
    with pytest.raises(OutcomeUnknown):
        await platform.find(spot(TRIAGE, root), uuid4())
    await teams.stop()
    with pytest.raises(TryLater):
        await post(platform, TRIAGE, root)


async def test_a_token_that_ended_is_changed_for_another(
    platform: TeamsPlatform, teams: FakeTeams, clock: MovableClock
) -> None:
    await post(platform)
    teams.sign_in.revoke()
    await post(platform)
    clock.move(minutes=58)
    await post(platform)
    assert len(teams.calls("token")) == 3


async def test_a_sovereign_cloud_gives_tokens_for_itself_alone(
    teams: FakeTeams, desk: RecordingDesk, opened: Opened, office: Office, files: Files
) -> None:
    teams.sign_in.scope = "https://api.botframework.us/.default"
    settings = settings_for(teams, scope=teams.sign_in.scope)
    async with connected(teams, settings, desk, opened, office, files) as built:
        assert await post(built.platform)
    settings = settings_for(teams)
    async with connected(teams, settings, desk, opened, office, files) as built:
        with pytest.raises(TryLater, match="no token"):
            await post(built.platform)


async def test_we_keep_to_the_rates_before_teams_says_so(
    platform: TeamsPlatform, teams: FakeTeams, clock: MovableClock
) -> None:
    teams.rates = Rates()
    root = await post(platform)
    sent = 1
    for _ in range(120):
        try:
            await post(platform, TRIAGE, root)
            sent += 1
        except TryLater:
            clock.move(seconds=1)
    assert "rate.conversation" not in teams.broken
    assert sent > 60


async def test_a_deep_link_leads_to_the_message(platform: TeamsPlatform) -> None:
    link = platform.address(spot(TRIAGE, "17"), "18")
    assert link is not None
    assert link.startswith("https://teams.microsoft.com/l/message/19%3Atriage%40thread.tacv2/18?")
    assert "parentMessageId=17" in link
    assert platform.address(spot("a:1sam"), "18") is None


async def test_who_has_blocked_the_app_is_told_of_in_words(
    platform: TeamsPlatform, teams: FakeTeams
) -> None:
    teams.users[SAM].blocked = True
    with pytest.raises(Refused, match="The person has blocked the app in Teams"):
        await platform.post(spot("a:1sam"), HELLO, delivery=uuid4())


@pytest.mark.parametrize("said", [{}, {"body": "[1]", "content_type": "application/json"}])
async def test_nonsense_instead_of_an_answer(
    platform: TeamsPlatform, teams: FakeTeams, said: dict[str, str]
) -> None:
    root = await post(platform)
    teams.trouble("garbage", "send", times=1, there=True, **said)
    with pytest.raises(OutcomeUnknown):
        await post(platform, TRIAGE, root)
    assert len(teams.messages(TRIAGE)) == 2
    teams.trouble("garbage", "update", "delete", times=2)
    with pytest.raises(TryLater):
        await platform.update(spot(TRIAGE, root), root, HELLO)
    with pytest.raises(TryLater):
        await platform.remove(spot(TRIAGE, root), root)
