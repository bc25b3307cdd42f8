"""The fake refuses what Slack refuses: every row of its table is broken once."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.adapters.slack.breaches import ALONE, CALLS, MESSAGES, VIEWS, line, plain
from tests.adapters.slack.conftest import SAM, TRIAGE, MovableClock
from tests.fakes.slack import RULES, FakeSlack
from tests.fakes.slack.rules import APP_RULES

Json = dict[str, Any]


def test_every_row_of_the_table_is_broken_somewhere() -> None:
    assert set(RULES) == {*MESSAGES, *VIEWS, *CALLS, *ALONE, *APP_RULES}


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    """Slack's own client, speaking to the fake."""
    slack.add_channel("C0OTHER").members.clear()
    slack.add_channel("G0OTHER", SAM, kind="group").members.discard(slack.bot_user)
    slack.add_channel("C0OLD").archived = True
    slack.channels[TRIAGE].messages["1.000001"] = {"ts": "1.000001", "user": SAM, "text": "x"}
    return AsyncWebClient(slack.token, slack.api_url, retry_handlers=[])


async def refusal(client: AsyncWebClient, method: str, **args: Any) -> SlackApiError:
    """How Slack refuses this call."""
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, json=args)
    return caught.value


@pytest.mark.parametrize("rule", MESSAGES)
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.postEphemeral"])
async def test_a_message_that_breaks_a_rule(
    client: AsyncWebClient, slack: FakeSlack, rule: str, method: str
) -> None:
    error = await refusal(client, method, channel=TRIAGE, user=SAM, **MESSAGES[rule])
    assert slack.broken == [rule]
    assert error.response["error"] == RULES[rule].error
    assert len(slack.messages(TRIAGE)) == 1


@pytest.mark.parametrize("rule", VIEWS)
async def test_a_modal_that_breaks_a_rule(
    client: AsyncWebClient, slack: FakeSlack, rule: str
) -> None:
    good: Json = {"type": "modal", "title": plain(5), "submit": plain(5), "blocks": [line()]}
    view = good | VIEWS[rule]
    error = await refusal(client, "views.open", trigger_id=slack.new_trigger(), view=view)
    assert slack.broken == [rule]
    assert error.response["error"] == RULES[rule].error
    await client.views_open(trigger_id=slack.new_trigger(), view=good)


@pytest.mark.parametrize("rule", CALLS)
async def test_a_call_that_breaks_a_rule(
    client: AsyncWebClient, slack: FakeSlack, rule: str
) -> None:
    method, args = CALLS[rule]
    error = await refusal(client, method, **args)
    assert slack.broken == [rule]
    assert error.response["error"] == RULES[rule].error


async def test_a_trigger_lives_three_seconds_and_once(
    client: AsyncWebClient, slack: FakeSlack, clock: MovableClock
) -> None:
    view = {"type": "modal", "title": plain(5), "blocks": [{"type": "divider"}]}
    trigger = slack.new_trigger()
    clock.move(seconds=3)
    await client.views_open(trigger_id=trigger, view=view)
    await refusal(client, "views.open", trigger_id=trigger, view=view)
    late = slack.new_trigger()
    clock.move(seconds=3.1)
    await refusal(client, "views.open", trigger_id=late, view=view)
    assert slack.broken == ["trigger.used", "trigger.expired"]


async def test_tokens_and_scopes(client: AsyncWebClient, slack: FakeSlack) -> None:
    await refusal(AsyncWebClient("xoxb-other", slack.api_url, retry_handlers=[]), "auth.test")
    await refusal(AsyncWebClient(None, slack.api_url, retry_handlers=[]), "auth.test")
    slack.scopes = {"chat:write"}
    await refusal(client, "users.info", user=SAM)
    await client.chat_postMessage(channel=TRIAGE, text="x")
    assert slack.broken == ["auth.wrong", "auth.missing", "auth.scope"]


async def test_one_post_a_second_when_rates_are_strict(
    client: AsyncWebClient, slack: FakeSlack, clock: MovableClock
) -> None:
    slack.strict_rates = True
    await client.chat_postMessage(channel=TRIAGE, text="x")
    error = await refusal(client, "chat.postMessage", channel=TRIAGE, text="x")
    assert error.response.status_code == 429
    assert error.response.headers["Retry-After"] == "1"
    clock.move(seconds=1)
    await client.chat_postMessage(channel=TRIAGE, text="x")
    assert slack.broken == ["rate.channel"]


async def test_a_response_address_wears_out(slack: FakeSlack, clock: MovableClock) -> None:
    hook = AsyncWebhookClient(slack.new_hook(TRIAGE, SAM), retry_handlers=[])
    answers = [await hook.send(text="x") for _ in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [404]
    late = AsyncWebhookClient(slack.new_hook(TRIAGE, SAM), retry_handlers=[])
    clock.move(minutes=31)
    assert (await late.send(text="x")).body == "expired_url"
    assert slack.broken == ["hook.used", "hook.expired"]


async def test_the_same_emoji_of_ours_is_put_on_once(
    client: AsyncWebClient, slack: FakeSlack
) -> None:
    there = {"channel": TRIAGE, "timestamp": "1.000001", "name": "lock"}
    await client.api_call("reactions.add", json=there)
    error = await refusal(client, "reactions.add", **there)
    assert error.response["error"] == RULES["reaction.twice"].error
    await client.api_call("reactions.remove", json=there)
    assert slack.channels[TRIAGE].messages["1.000001"]["reactions"] == []
