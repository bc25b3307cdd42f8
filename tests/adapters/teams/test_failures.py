"""What Teams' refusals mean for what was to be said, changed or removed."""

import pytest

from adapters.teams.platform import TeamsPlatform
from bot.ports import Gone, OutcomeUnknown, Refused, SendError, TryLater
from tests.adapters.teams.conftest import TRIAGE, spot
from tests.adapters.teams.test_platform import HELLO, post
from tests.fakes.teams import FakeTeams


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"status": 429, "retry_after": "7"}, TryLater),
        ({"status": 429}, TryLater),
        ({"status": 429, "retry_after": "inf"}, TryLater),
        ({"status": 412}, TryLater),
        ({"status": 401}, TryLater),
        ({"status": 502, "there": True}, OutcomeUnknown),
        ({"status": 408}, OutcomeUnknown),
        ({"status": 403, "error": "BotDisabledByAdmin"}, Refused),
        ({"status": 404, "error": "ConversationNotFound"}, Refused),
        ({"status": 413}, Refused),
        ({"status": 400}, Refused),
    ],
)
async def test_what_teams_refusals_mean_for_a_post(
    platform: TeamsPlatform, teams: FakeTeams, how: dict[str, object], expected: type[SendError]
) -> None:
    root = await post(platform)
    teams.trouble("status", "send", **how)
    with pytest.raises(SendError) as error:
        await post(platform, TRIAGE, root)
    assert isinstance(error.value, expected)
    if how["status"] in (412, 429):
        # Without a time the usual pauses, which grow, are right.
        assert isinstance(error.value, TryLater)
        assert error.value.retry_after == (7.0 if how.get("retry_after") == "7" else None)


async def test_what_was_removed_meanwhile_is_gone_however_teams_says_so(
    platform: TeamsPlatform, teams: FakeTeams
) -> None:
    root = await post(platform)
    teams.trouble("status", "update", "delete", "send", status=403, error="ServiceError")
    with pytest.raises(Gone):
        await platform.update(spot(TRIAGE, root), root, HELLO)
    await platform.remove(spot(TRIAGE, root), root)
    with pytest.raises(Refused):
        await post(platform, TRIAGE, root)
