"""`deskhand manifest teams`: Teams takes a package for an update by its version alone."""

import json
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.bot.cli.shell import ROOT, Shell


@pytest.fixture
def desk() -> Shell:
    """A desk that Teams can reach."""
    return Shell(PUBLIC_URL="https://desk.acme.example")


def _version_in(package: Path) -> str:
    with zipfile.ZipFile(package) as packed:
        return str(json.loads(packed.read("manifest.json"))["version"])


async def test_the_package_has_the_version_of_the_desk_or_the_one_that_is_said(
    desk: Shell, tmp_path: Path
) -> None:
    package = tmp_path / "teams.zip"
    asked = ("manifest", "teams", str(package), "--app-id", "an-app", "--json")
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert (await desk(*asked)).value["version"] == ours == _version_in(package)
    assert (await desk(*asked, "--version", "1.4.2")).value["version"] == "1.4.2"
    assert _version_in(package) == "1.4.2"


@pytest.mark.parametrize("version", ["", "1.4", "1.4.2.1", "v1.4.2", "1.04.2", "1.4.2-rc1"])
async def test_what_is_no_version_is_refused_and_nothing_written(
    desk: Shell, tmp_path: Path, version: str
) -> None:
    package = tmp_path / "teams.zip"
    ended = await desk(
        "manifest", "teams", str(package), "--app-id", "an-app", "--version", version
    )
    assert (ended.code, "three numbers" in ended.errors) == (1, True)
    assert not package.exists()
