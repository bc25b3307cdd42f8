"""The manifest asks for what is used, and the stored file is the generated one."""

import json
from pathlib import Path

import pytest

from adapters.slack.manifest import COMMANDS, build_manifest, to_manifest_text
from tests.fakes.slack.methods import SCOPES

_DEPLOY = Path(__file__).parents[3] / "deploy"


@pytest.mark.parametrize(
    ("name", "socket"), [("slack-manifest.json", False), ("slack-manifest-socket.json", True)]
)
def test_the_stored_manifest_is_the_generated_one(name: str, socket: bool) -> None:
    manifest = build_manifest("https://desk.example.org", COMMANDS, socket=socket)
    assert (_DEPLOY / name).read_text("utf-8") == to_manifest_text(manifest)


def test_over_sockets_slack_calls_no_address_of_ours() -> None:
    manifest = build_manifest("http://127.0.0.1:8080", COMMANDS, socket=True)
    assert manifest["settings"]["socket_mode_enabled"]
    assert "127.0.0.1" not in to_manifest_text(manifest)
    assert "request_url" not in to_manifest_text(manifest)


@pytest.mark.parametrize(
    ("how", "setting"), [("grid", "org_deploy_enabled"), ("rotation", "token_rotation_enabled")]
)
def test_what_not_every_workspace_has_is_off_until_it_is_asked_for(how: str, setting: str) -> None:
    usual = build_manifest("https://desk.example.org", COMMANDS)["settings"]
    asked = build_manifest("https://desk.example.org", COMMANDS, **{how: True})["settings"]
    assert {**usual, setting: True} == asked != usual


def test_every_address_is_ours() -> None:
    manifest = build_manifest("https://desk.example.org/", [("ticket", "Tickets", "list mine")])
    (command,) = manifest["features"]["slash_commands"]
    settings = manifest["settings"]
    url = "https://desk.example.org/slack/events"
    assert command["url"] == url
    assert settings["event_subscriptions"]["request_url"] == url
    assert settings["interactivity"]["request_url"] == url
    redirects = manifest["oauth_config"]["redirect_urls"]
    assert redirects == ["https://desk.example.org/slack/oauth_redirect"]
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
