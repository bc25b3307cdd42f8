"""The fake notes whom a message would have disturbed."""

from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.breaches import section
from tests.adapters.slack.conftest import TRIAGE
from tests.fakes.slack import FakeSlack


async def test_whoever_would_be_disturbed_is_noted(
    slack: FakeSlack,
) -> None:
    client = AsyncWebClient(slack.token, slack.api_url, retry_handlers=[])
    await client.chat_postMessage(channel=TRIAGE, text="<!channel> <@U0SAM> &lt;!here&gt;")
    await client.chat_postMessage(channel=TRIAGE, text="@everyone", link_names=True)
    await client.chat_postMessage(channel=TRIAGE, text="x", blocks=[section(1)])
    loose = {"type": "section", "text": {"type": "mrkdwn", "text": "@here"}}
    await client.chat_postMessage(channel=TRIAGE, text="x", blocks=[loose])
    assert slack.pings == ["<!channel", "<@U0SAM", "@everyone", "@here"]
