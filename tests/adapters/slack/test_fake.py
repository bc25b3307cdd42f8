"""The fake refuses what Slack refuses: every row of its table is broken once."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.adapters.slack.conftest import ANA, SAM, TRIAGE, MovableClock
from tests.fakes.slack import RULES, FakeSlack

Json = dict[str, Any]


def plain(length: int) -> Json:
    """A plain text."""
    return {"type": "plain_text", "text": "x" * length}


def button(**more: Any) -> Json:
    """A good button, but for what is given."""
    return {"type": "button", "action_id": "a", "text": plain(3), "value": "v", **more}


def option(label: int = 1, value: str = "v") -> Json:
    """A line of a select."""
    return {"text": plain(label), "value": value}


def select(*options: Json, **more: Any) -> Json:
    """A select."""
    return {"type": "static_select", "action_id": "s", "options": list(options), **more}


def actions(*elements: Json) -> Json:
    """A row of acts."""
    return {"type": "actions", "elements": list(elements)}


def section(length: int, **more: Any) -> Json:
    """A section."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x" * length}, **more}


def fields(*lengths: int) -> Json:
    """A section of fields."""
    return {"type": "section", "fields": [plain(length) for length in lengths]}


def entry(**element: Any) -> Json:
    """An input block."""
    return {"type": "input", "label": plain(3), "element": {"action_id": "i", **element}}


def line(**more: Any) -> Json:
    """A text input."""
    return entry(type="plain_text_input", **more)


MESSAGES: dict[str, Json] = {
    "message.empty": {},
    "message.text": {"text": "x" * 4001},
    "message.metadata": {"text": "x", "metadata": {"event_type": "t"}},
    "message.blocks": {"blocks": [{"type": "divider"}] * 51},
    "message.all_text": {"blocks": [section(2401)] * 4},
    "message.all_json": {
        "blocks": [
            actions(*(button(action_id=f"{row}{n}", value="x" * 1000) for n in range(8)))
            for row in range(2)
        ]
    },
    "block.type": {"blocks": [{"type": "marquee"}]},
    "block.id": {"blocks": [section(1, block_id="x" * 256)]},
    "block.id_unique": {"blocks": [section(1, block_id="x")] * 2},
    "text.empty": {"blocks": [section(0)]},
    "text.kind": {"blocks": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]},
    "section.text": {"blocks": [section(3001)]},
    "section.empty": {"blocks": [{"type": "section"}]},
    "section.fields": {"blocks": [fields(*[1] * 11)]},
    "section.field": {"blocks": [fields(2001)]},
    "header.text": {"blocks": [{"type": "header", "text": plain(151)}]},
    "context.elements": {"blocks": [{"type": "context", "elements": [plain(1)] * 11}]},
    "context.text": {"blocks": [{"type": "context", "elements": [plain(3001)]}]},
    "actions.elements": {"blocks": [actions(*(button(action_id=str(n)) for n in range(26)))]},
    "action.id": {"blocks": [actions(button(action_id="x" * 256))]},
    "action.id_unique": {"blocks": [actions(button(), button())]},
    "button.text": {"blocks": [actions(button(text=plain(76)))]},
    "button.value": {"blocks": [actions(button(value="x" * 2001))]},
    "button.style": {"blocks": [section(1, accessory=button(style="loud"))]},
    "select.options": {"blocks": [actions(select(*[option()] * 101))]},
    "select.placeholder": {"blocks": [actions(select(option(), placeholder=plain(151)))]},
    "select.initial": {"blocks": [actions(select(option(), initial_option=option(2)))]},
    "option.text": {"blocks": [actions(select(option(76)))]},
    "option.value": {"blocks": [actions(select(option(1, "x" * 151)))]},
}

VIEWS: dict[str, Json] = {
    "view.type": {"type": "home"},
    "view.title": {"title": plain(25)},
    "view.submit": {"submit": plain(25)},
    "view.close": {"close": plain(25)},
    "view.blocks": {"blocks": [{"type": "divider"}] * 101},
    "view.metadata": {"private_metadata": "x" * 3001},
    "view.callback": {"callback_id": "x" * 256},
    "view.submit_missing": {"submit": None},
    "input.label": {"blocks": [line() | {"label": plain(2001)}]},
    "input.hint": {"blocks": [line() | {"hint": plain(2001)}]},
    "input.max_length": {"blocks": [line(max_length=3001)]},
    "input.initial": {"blocks": [line(max_length=3, initial_value="four")]},
    "date.initial": {"blocks": [entry(type="datepicker", initial_date="soon")]},
}

CALLS: dict[str, tuple[str, Json]] = {
    "trigger.unknown": ("views.open", {"trigger_id": "none", "view": {}}),
    "method.unknown": ("chat.shout", {}),
    "channel.unknown": ("conversations.info", {"channel": "C0NOWHERE"}),
    "channel.not_in": ("chat.postMessage", {"channel": "C0OTHER", "text": "x"}),
    "channel.archived": ("chat.postMessage", {"channel": "C0OLD", "text": "x"}),
    "channel.viewer": ("chat.postEphemeral", {"channel": TRIAGE, "user": ANA, "text": "x"}),
    "thread.unknown": ("conversations.replies", {"channel": TRIAGE, "ts": "1.1"}),
    "message.unknown": ("chat.update", {"channel": TRIAGE, "ts": "1.1", "text": "x"}),
    "message.not_own": ("chat.update", {"channel": TRIAGE, "ts": "1.000001", "text": "x"}),
    "message.not_own_delete": ("chat.delete", {"channel": TRIAGE, "ts": "1.000001"}),
    "user.unknown": ("users.info", {"user": "U0NOBODY"}),
    "upload.arguments": ("files.getUploadURLExternal", {"filename": "a.txt", "length": 0}),
    "file.not_brought": (
        "files.completeUploadExternal",
        {"channel_id": TRIAGE, "files": [{"id": "F1"}]},
    ),
    "file.unknown": ("files.delete", {"file": "F0NONE"}),
    "user.bot": ("conversations.open", {"users": FakeSlack.bot_user}),
}

# Rules that need more than one call are broken by a test of their own, here or in test_files.
ALONE = {
    "trigger.expired",
    "trigger.used",
    "auth.missing",
    "auth.wrong",
    "auth.scope",
    "rate.channel",
    "hook.expired",
    "hook.used",
    "upload.expired",
    "upload.size",
    "file.not_own",
    "download.token",
    "download.scope",
}


def test_every_row_of_the_table_is_broken_somewhere() -> None:
    assert set(RULES) == {*MESSAGES, *VIEWS, *CALLS, *ALONE}


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    """Slack's own client, speaking to the fake."""
    slack.add_channel("C0OTHER").members.clear()
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
