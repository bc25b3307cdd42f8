"""The app package: whole, within Teams' limits, made from the verbs that exist."""

import hashlib
import io
import json
import re
import struct
import zipfile
from pathlib import Path

import jsonschema
import pytest

from adapters.teams.door import tab
from adapters.teams.manifest import MOST_COMMANDS, VERSION, build_manifest, build_package
from bot.bootstrap.chats import teams_package
from bot.grammar.registry import build_registry
from bot.shortcuts import SHORTCUTS

SCHEMA = Path(__file__).parent / "vendor" / f"MicrosoftTeams-{VERSION}.schema.json"
ADDRESS, APP = "https://desk.example.org", "00000000-0000-0000-0000-000000000001"


def package() -> dict[str, bytes]:
    """The files of the package."""
    with zipfile.ZipFile(io.BytesIO(teams_package(ADDRESS, APP, "1.4.2"))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_it_holds_the_manifest_and_two_pictures_of_the_sizes_that_teams_wants() -> None:
    files = package()
    assert set(files) == {"manifest.json", "color.png", "outline.png"}
    for name, size in (("color.png", 192), ("outline.png", 32)):
        assert files[name].startswith(b"\x89PNG")
        assert struct.unpack(">II", files[name][16:24]) == (size, size)
    assert json.loads(files["manifest.json"])["manifestVersion"] == VERSION
    same = [teams_package(ADDRESS, APP, "1.4.2") for _ in range(2)]
    assert same[0] == same[1]
    assert json.loads(files["manifest.json"])["version"] == "1.4.2"


def test_microsofts_own_schema_takes_it() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    check = jsonschema.validators.validator_for(schema)(schema)
    manifest = json.loads(package()["manifest.json"])
    assert [error.message for error in check.iter_errors(manifest)] == []
    # And it would say so if something were wrong.
    manifest["bots"][0]["scopes"] = ["everywhere"]
    assert list(check.iter_errors(manifest))


def test_the_schema_is_the_one_that_is_listed() -> None:
    digest = hashlib.sha256(SCHEMA.read_bytes()).hexdigest()
    assert f"`{SCHEMA.name}`" in (SCHEMA.parent / "VENDOR.md").read_text("utf-8")
    assert digest in (SCHEMA.parent / "VENDOR.md").read_text("utf-8")


def test_each_scope_has_its_twelve_words_and_all_of_them_exist() -> None:
    manifest = json.loads(package()["manifest.json"])
    (bot,) = manifest["bots"]
    verbs = build_registry().of("ticket")
    assert [one["scopes"] for one in bot["commandLists"]] == [["team"], ["personal"], ["groupChat"]]
    for listed in bot["commandLists"]:
        words = [one["title"] for one in listed["commands"]]
        assert len(words) == len(set(words)) == MOST_COMMANDS
        assert set(words) <= set(verbs)
        assert all(
            one["description"] == verbs[one["title"]].summary[:128] for one in listed["commands"]
        )


def test_a_verb_that_does_not_exist_is_not_offered() -> None:
    manifest = build_manifest(ADDRESS, APP, "1.4.2", [("claim", "Make a ticket yours")])
    for listed in manifest["bots"][0]["commandLists"]:
        assert [one["title"] for one in listed["commands"]] in (["claim"], [])


def test_message_extension_tab_and_permissions() -> None:
    manifest = build_manifest(ADDRESS, APP, "1.4.2", [])
    (extension,) = manifest["composeExtensions"]
    assert {one["id"] for one in extension["commands"]} == {
        "tickets",
        "articles",
        *(one.id for one in SHORTCUTS),
    }
    assert manifest["staticTabs"][0]["contentUrl"] == f"{ADDRESS}{tab.PATH}"
    assert manifest["validDomains"] == ["desk.example.org"]
    asked = manifest["authorization"]["permissions"]["resourceSpecific"]
    assert {"name": "ChannelMessage.Read.Group", "type": "Application"} in asked
    # Teams takes them from an app alone that names itself so.
    assert manifest["webApplicationInfo"] == {"id": APP, "resource": "https://RscBasedStoreApp"}
    assert manifest["bots"][0]["supportsFiles"] is True


@pytest.mark.parametrize("address", ["http://desk.example.org", "desk.example.org", "https://"])
def test_teams_calls_only_https(address: str) -> None:
    with pytest.raises(ValueError, match="https"):
        build_package(address, APP, "1.4.2", [])


def test_one_module_alone_knows_the_sdk() -> None:
    folder = Path(__file__).parents[3] / "adapters" / "teams"
    knows = re.compile(r"^\s*(?:from|import) (?:botbuilder|botframework|msrest)", re.MULTILINE)
    found = [one.name for one in folder.rglob("*.py") if knows.search(one.read_text("utf-8"))]
    assert found == ["connector.py"]
