"""GovSlack: the address of the API decides where everything else is."""

from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr

from adapters.slack.webapi.files import is_slack
from adapters.slack.workspaces.granting import Granting
from core.settings_chats import SlackSettings
from tests.adapters.slack.conftest import MovableClock

GOV, USUAL = "https://slack-gov.com/api/", "https://slack.com/api/"


@pytest.mark.parametrize(("api", "host"), [(GOV, "slack-gov.com"), (USUAL, "slack.com")])
def test_consent_is_asked_for_where_the_api_is(api: str, host: str, clock: MovableClock) -> None:
    settings = SlackSettings(
        signing_secret=SecretStr("s"), client_id="1.2", client_secret=SecretStr("x"), api_url=api
    )
    address = Granting(settings, clock).authorize_url("state", "https%3A%2F%2Fdesk.test%2Fx")
    assert address.startswith(f"https://{host}/oauth/v2/authorize?state=state&client_id=1.2&")


@pytest.mark.parametrize(
    ("api", "address", "ours"),
    [
        (GOV, "https://files.slack-gov.com/files-pri/T1-F1/a", True),
        (GOV, "https://files.slack.com/files-pri/T1-F1/a", False),
        (USUAL, "https://files.slack.com/files-pri/T1-F1/a", True),
        (USUAL, "https://files.slack-gov.com/files-pri/T1-F1/a", False),
        (GOV, "https://slack-gov.com/api/x", True),
        (GOV, "https://evilslack-gov.com/x", False),
        (GOV, "http://files.slack-gov.com/x", False),
    ],
)
def test_the_token_goes_to_no_host_of_the_other_slack(api: str, address: str, ours: bool) -> None:
    assert is_slack(address, urlsplit(api)) is ours
