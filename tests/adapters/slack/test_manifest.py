"""The manifest asks for what is used, and the stored file is the generated one."""

import json
from pathlib import Path

import pytest

from adapters.slack.manifest import COMMANDS, build_manifest, to_manifest_text
from tests.fakes.slack.methods import SCOPES

_STORED = Path(__file__).parents[3] / "deploy" / "slack-manifest.json"


def test_the_stored_manifest_is_the_generated_one() -> None:
    generated = to_manifest_text(build_manifest("https://desk.example.org", COMMANDS))
    assert _STORED.read_text("utf-8") == generated


def test_every_address_is_ours() -> None:
    manifest = build_manifest("https://desk.example.org/", [("ticket", "Tickets", "list mine")])
    (command,) = manifest["features"]["slash_commands"]
    settings = manifest["settings"]
    url = "https://desk.example.org/slack/events"
    assert command["url"] == url
    assert settings["event_subscriptions"]["request_url"] == url
    assert settings["interactivity"]["request_url"] == url
    assert (command["command"], command["usage_hint"]) == ("/ticket", "list mine")


@pytest.mark.parametrize("address", ["http://desk.example.org", "desk.example.org", ""])
def test_an_address_that_slack_cannot_call_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="https"):
        build_manifest(address, [])


def test_every_method_that_we_call_is_permitted() -> None:
    manifest = build_manifest("https://desk.example.org", COMMANDS)
    granted = set(manifest["oauth_config"]["scopes"]["bot"])
    assert all(wanted & granted for wanted in SCOPES.values())
    assert json.loads(to_manifest_text(manifest)) == manifest
