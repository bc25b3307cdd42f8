"""Settings: from the environment, from files, refused by name."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from core.settings import PREFIX, Settings, WrongSettings, default_data_dir, load


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


def test_without_anything_said_all_has_a_value() -> None:
    settings = load(env_file=None)
    assert (settings.host, settings.port, settings.slack) == ("127.0.0.1", 8080, None)
    assert settings.address == "http://127.0.0.1:8080"
    assert settings.data_dir == default_data_dir()


def test_groups_files_and_explicit_values(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("a very secret key\n", "utf-8")
    monkeypatch.setenv("DESKHAND_SECRET_KEY_FILE", str(secret))
    monkeypatch.setenv("DESKHAND_DATABASE_URL", "postgresql://db.example/desk")
    monkeypatch.setenv("DESKHAND_SLACK__BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("DESKHAND_SLACK__SIGNING_SECRET_FILE", str(secret))
    monkeypatch.setenv("DESKHAND_SLACK__TRIAGE_CHANNEL", "C1")
    monkeypatch.setenv("DESKHAND_PUBLIC_URL", "https://desk.example/")
    settings = load(env_file=None, port=9000)
    assert settings.secret_key is not None
    assert settings.secret_key.get_secret_value() == "a very secret key"
    assert settings.slack is not None
    assert settings.slack.signing_secret == settings.secret_key
    assert (settings.slack.triage_channel, settings.port) == ("C1", 9000)
    assert settings.address == "https://desk.example"
    assert "xoxb-1" not in repr(settings)
    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "many", "DESKHAND_PORT"),
        ("PORT", "70000", "DESKHAND_PORT"),
        ("SLACK__BOT_TOKEN", "xoxb-1", "DESKHAND_SLACK__SIGNING_SECRET"),
        ("SLACK__TRIAGE_CHANNEL", "#support", "ids like C0123ABCD"),
        ("DATABASE_URL", "postgresql://db.example/desk", "SECRET_KEY must be set too"),
        ("SECRET_KEY_FILE", "/nowhere/at/all", "_FILE cannot be read"),
    ],
)
def test_each_mistake_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(WrongSettings, match=said):
        load(env_file=None)


def test_a_dotenv_file_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("DESKHAND_PORT=1234\nDESKHAND_HOST=0.0.0.0\n", "utf-8")
    monkeypatch.setenv("DESKHAND_HOST", "127.0.0.2")
    settings = load(env_file=dotenv)
    assert (settings.port, settings.host) == (1234, "127.0.0.2")
    assert isinstance(settings, Settings)


def test_what_others_keep_in_a_dotenv_file_is_none_of_our_business(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("FOO=1\nPORT=eighty\nSLACK__BOT_TOKEN=x\nDESKHAND_PORT=1234\n", "utf-8")
    settings = load(env_file=dotenv)
    assert (settings.port, settings.slack) == (1234, None)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("DESKHAND_FOO", ""),
        ("DESKHAND_PROT", ", did you mean DESKHAND_PORT?"),
        ("deskhand_public_uri", ", did you mean DESKHAND_PUBLIC_URL?"),
        ("DESKHAND_SLACK__BOT_TOKE", ", did you mean DESKHAND_SLACK__BOT_TOKEN?"),
    ],
)
def test_an_unknown_name_in_a_dotenv_file_is_refused_by_its_name(
    tmp_path: Path, name: str, meant: str
) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"{name}=x\n", "utf-8")
    with pytest.raises(WrongSettings) as caught:
        load(env_file=dotenv)
    problems = caught.value.details["problems"].split("; ")
    assert f"{name.upper()}: there is no such setting{meant}" in problems
