"""Chat platforms are found by entry points; each has settings of its own and is looked at."""

import os
from pathlib import Path

import pytest

from bot.bootstrap.chats import check_platforms
from bot.bootstrap.platforms import find_platforms
from bot.checks.checked import Checked
from core.settings import PREFIX, Settings, WrongSettings, load
from tests.plugins import install

OURS = ["slack", "teams", "discord"]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


async def _looked_at(settings: Settings) -> dict[str, Checked]:
    return {one.name: one for one in await check_platforms(settings)}


def _gull(how: str) -> str:
    return (
        "class Gull:\n"
        "    title, guide = 'Gull', 'Feed it.'\n"
        "    def read(self, settings):\n        return 1\n"
        "    def connect(self, desk, own):\n        return ()\n"
        f"    async def check(self, settings, own):\n        {how}\n"
        "PLATFORM = Gull()\n"
    )


def test_our_own_platforms_are_entry_points_too() -> None:
    found = find_platforms()
    assert [(one.slug, one.package, one.ours, one.trouble) for one in found] == [
        (slug, "deskhand", True, "") for slug in OURS
    ]


def test_another_package_adds_one_and_those_of_ours_stay(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(monkeypatch, tmp_path, "deskhand-parrot", "parrot", slug="parrot")
    found = {one.slug: one for one in find_platforms()}
    assert list(found) == [*OURS, "parrot"]
    assert (found["parrot"].package, found["parrot"].ours) == ("deskhand-parrot", False)


async def test_its_settings_are_its_own_from_the_environment_a_file_and_dotenv(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(monkeypatch, tmp_path, "deskhand-parrot", "parrot", slug="parrot")
    secret, dotenv = tmp_path / "token", tmp_path / ".env"
    secret.write_text("cracker\n", "utf-8")
    dotenv.write_text("DESKHAND_PARROT__GREETING=Ahoy\nDESKHAND_PORT=9000\n", "utf-8")
    monkeypatch.setenv("DESKHAND_PARROT__TOKEN_FILE", str(secret))
    settings = load(env_file=dotenv)
    assert settings.plugins == {"parrot": {"token": "cracker", "greeting": "Ahoy"}}
    assert settings.port == 9000
    assert "cracker" not in repr(settings)
    told = (await _looked_at(settings))["Parrot"]
    assert (told.state, told.text) == ("ok", "says Ahoy")


def test_what_is_nobodys_setting_is_refused_as_before(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("DESKHAND_PARROT__TOKEN=cracker\n", "utf-8")
    with pytest.raises(WrongSettings, match="DESKHAND_PARROT__TOKEN: there is no such setting"):
        load(env_file=dotenv)


async def test_without_settings_it_is_off_and_the_doctor_says_how_to_connect_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(monkeypatch, tmp_path, "deskhand-parrot", "parrot", slug="parrot")
    told = (await _looked_at(load(env_file=None)))["Parrot"]
    assert (told.state, told.text) == ("note", "not connected")
    assert told.mend == "Set DESKHAND_PARROT__TOKEN."


async def test_wrong_settings_are_told_by_their_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(monkeypatch, tmp_path, "deskhand-parrot", "parrot", slug="parrot")
    monkeypatch.setenv("DESKHAND_PARROT__GREETING", "Ahoy")
    told = (await _looked_at(load(env_file=None)))["Parrot"]
    assert (told.state, told.text) == ("wrong", "DESKHAND_PARROT__TOKEN: Field required")


@pytest.mark.parametrize(
    ("source", "slug", "name", "said"),
    [
        ("raise ImportError('no kit')", "gull", "Plug-in gull", "ImportError: no kit"),
        ("nothing = 1", "gull", "Plug-in gull", "cannot be loaded"),
        ("PLATFORM = object()", "gull", "Plug-in gull", "it has no title, guide, read"),
        ("PLATFORM = object()", "slack", "Plug-in slack", "'slack' is taken"),
        ("PLATFORM = object()", "web", "Plug-in web", "'web' is taken"),
        ("PLATFORM = object()", "Gull-1", "Plug-in Gull-1", "small letters and digits"),
        (_gull("raise OSError('it flew away')"), "gull", "Gull", "OSError: it flew away"),
    ],
)
async def test_the_doctor_tells_in_words_what_is_broken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: str, slug: str, name: str, said: str
) -> None:
    install(monkeypatch, tmp_path, "gulls", source, slug=slug)
    told = await _looked_at(load(env_file=None))
    assert told[name].state == "wrong"
    assert said in told[name].text
    assert "the desk runs without it" in told[name].mend.lower()
    assert {told[one].state for one in ("Slack", "Teams", "Discord")} == {"note"}
