"""Slack Connect: channels and people of other organisations are told from our own."""

from collections.abc import Callable

import pytest

from adapters.slack.platform import SlackPlatform
from core.conversation.audience import Audience
from tests.adapters.slack.conftest import ANA, SAM, TRIAGE, spot
from tests.fakes.slack import FakeSlack


@pytest.mark.parametrize(
    "share",
    [
        lambda slack: setattr(slack.channels[TRIAGE], "shared", True),
        lambda slack: setattr(slack.channels[TRIAGE], "pending", True),
        lambda slack: setattr(slack.channels[TRIAGE], "connected", ("T0OTHER",)),
        lambda slack: setattr(slack.channels[TRIAGE], "host", "T0OTHER"),
    ],
)
async def test_a_channel_that_another_organisation_is_in_is_public(
    platform: SlackPlatform, slack: FakeSlack, share: Callable[[FakeSlack], None]
) -> None:
    share(slack)
    assert await platform.audience_of(spot()) is Audience.PUBLIC


async def test_our_own_channel_that_says_that_we_host_it_is_not(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    slack.channels[TRIAGE].host = slack.team
    assert await platform.audience_of(spot()) is Audience.INTERNAL


async def test_an_address_that_another_organisation_confirmed_proves_nothing(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    slack.users[SAM] |= {"team_id": "T0OTHER"}
    slack.users[ANA] |= {"is_restricted": True}
    stranger = await platform.profile(slack.team, SAM)
    guest = await platform.profile(slack.team, ANA)
    assert stranger is not None
    assert guest is not None
    assert (stranger.guest, stranger.staff, stranger.email) == (True, False, None)
    # A guest of our own workspace was invited, and confirmed, by our own people.
    assert (guest.guest, guest.email) == (True, "ana@example.org")
