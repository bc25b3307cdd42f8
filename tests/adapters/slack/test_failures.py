"""What each way of failing means for a delivery."""

from collections.abc import Awaitable, Callable

import pytest

from adapters.slack.platform import SlackPlatform
from bot.cards import Text
from bot.ports import Gone, OutcomeUnknown, PrivateAnswer, Refused, SendError, TryLater
from core.ids import new_id
from tests.adapters.slack.conftest import SAM, TRIAGE, spot
from tests.fakes.slack import FakeSlack

_HELLO = Text(text="<!channel> hello")


Act = Callable[[SlackPlatform, str], Awaitable[object]]


async def _post(platform: SlackPlatform, ref: str) -> object:
    return await platform.post(spot(), _HELLO, delivery=new_id())


async def _update(platform: SlackPlatform, ref: str) -> None:
    await platform.update(spot(), ref, _HELLO)


async def _remove(platform: SlackPlatform, ref: str) -> None:
    await platform.remove(spot(), ref)


async def _answer(platform: SlackPlatform, ref: str) -> object:
    return await platform.answer(spot(), PrivateAnswer(SAM), _HELLO, delivery=new_id())


_ALL = (_post, _update, _remove, _answer)
_REPEATABLE = (_update, _remove, _answer)


@pytest.mark.parametrize(
    ("trouble", "acts", "meaning"),
    [
        ({"kind": "status", "status": 503}, _ALL, TryLater),
        ({"kind": "status", "status": 500}, (_post,), OutcomeUnknown),
        ({"kind": "status", "status": 502}, (_post,), OutcomeUnknown),
        ({"kind": "status", "status": 504}, (_post,), OutcomeUnknown),
        ({"kind": "status", "status": 502}, _REPEATABLE, TryLater),
        ({"kind": "status", "status": 504}, _REPEATABLE, TryLater),
        ({"kind": "drop"}, (_post,), OutcomeUnknown),
        ({"kind": "drop"}, (_update, _answer), TryLater),
        ({"kind": "garbage"}, (_post,), OutcomeUnknown),
        ({"kind": "garbage"}, _REPEATABLE, TryLater),
        ({"kind": "garbage", "content_type": "application/json"}, (_post,), OutcomeUnknown),
        ({"kind": "garbage", "content_type": "application/json"}, _REPEATABLE, TryLater),
        ({"kind": "garbage", "content_type": "text/plain"}, (_post,), OutcomeUnknown),
        ({"kind": "error", "error": "fatal_error"}, (_post,), OutcomeUnknown),
        ({"kind": "error", "error": "fatal_error"}, _REPEATABLE, TryLater),
        ({"kind": "error", "error": "service_unavailable"}, _ALL, TryLater),
        ({"kind": "error", "error": "invalid_auth"}, _ALL, TryLater),
        ({"kind": "error", "error": "token_revoked"}, _ALL, TryLater),
        ({"kind": "error", "error": "missing_scope"}, _ALL, Refused),
        ({"kind": "error", "error": "invalid_blocks"}, (_post, _update, _answer), Refused),
        ({"kind": "error", "error": "msg_too_long"}, (_post, _update, _answer), Refused),
        ({"kind": "error", "error": "some_new_word"}, _ALL, Refused),
        ({"kind": "error", "error": "message_not_found"}, (_update,), Gone),
    ],
)
async def test_what_a_failure_means(
    platform: SlackPlatform,
    slack: FakeSlack,
    trouble: dict[str, object],
    acts: tuple[Act, ...],
    meaning: type[SendError],
) -> None:
    ref = await platform.post(spot(), _HELLO, delivery=new_id())
    slack.trouble(**trouble)  # type: ignore[arg-type]
    for act in acts:
        with pytest.raises(SendError) as caught:
            await act(platform, ref)
        assert type(caught.value) is meaning, act.__name__
        assert caught.value.reason.endswith((".", ")."))


@pytest.mark.parametrize("act", _ALL)
async def test_a_rate_limit_makes_the_whole_workspace_wait(
    platform: SlackPlatform, slack: FakeSlack, act: Act
) -> None:
    ref = await platform.post(spot(), _HELLO, delivery=new_id())
    slack.trouble("status", status=429, error="ratelimited", retry_after="17")
    with pytest.raises(TryLater) as caught:
        await act(platform, ref)
    assert (caught.value.retry_after, caught.value.everywhere) == (17, True)


@pytest.mark.parametrize("act", _ALL)
async def test_a_slack_that_is_down_is_tried_later(
    platform: SlackPlatform, slack: FakeSlack, act: Act
) -> None:
    ref = await platform.post(spot(), _HELLO, delivery=new_id())
    await slack.stop()
    with pytest.raises(TryLater):
        await act(platform, ref)
    await slack.start()
    await act(platform, ref)


async def test_a_slack_that_never_answers_is_given_up(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    slack.trouble("hang", "chat.postMessage")
    line = await platform.workspaces.of(slack.team)
    with pytest.raises(OutcomeUnknown):
        await line.calls.write(
            "chat.postMessage", repeatable=False, within=0.05, channel=TRIAGE, text="x"
        )
    assert len(slack.messages(TRIAGE)) == 1


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda slack: slack.channels.pop(TRIAGE), "no such channel"),
        (lambda slack: slack.channels[TRIAGE].members.clear(), "or the app is not in it"),
        (lambda slack: slack.add_channel(TRIAGE).members.clear(), "invite it"),
        (lambda slack: setattr(slack.channels[TRIAGE], "archived", True), "archived"),
        (lambda slack: setattr(slack, "scopes", set()), "permission"),
    ],
)
async def test_a_refusal_says_in_words_what_to_mend(
    platform: SlackPlatform, slack: FakeSlack, prepare: Callable[[FakeSlack], object], words: str
) -> None:
    prepare(slack)
    with pytest.raises(Refused, match=words):
        await platform.post(spot(), _HELLO, delivery=new_id())
