"""Settings: read once from the environment, frozen, and absent means off.

Every name has the prefix ``DESKHAND_``; groups are joined by ``__``
(``DESKHAND_SLACK__BOT_TOKEN``). Any name may end in ``_FILE`` instead, to read
the value from that file.
"""

import difflib
import os
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self, get_args

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.sources import DotEnvSettingsSource, EnvSettingsSource

from core.errors import HelpdeskError
from core.plugins import PLATFORMS, plugins_of
from core.settings_chats import PREFIX, DiscordSettings, Group, SlackSettings, TeamsSettings


class WrongSettings(HelpdeskError):
    """The environment cannot be used as it stands; the text says what to mend."""

    code = "settings.wrong"
    text = "These settings need mending: {problems}"


class FilesSettings(Group):
    """Where files are kept, and how large one may be. All but ``largest_mb`` is for S3."""

    url: str | None = None
    largest_mb: int = Field(default=25, ge=1, le=1000)
    endpoint: str | None = None
    region: str | None = None
    access_key: str | None = None
    secret_key: SecretStr | None = None


class LlmSettings(Group):
    """A language model behind an endpoint; absent means that none is used."""

    model: str
    api_key: SecretStr | None = None
    base_url: str | None = None
    timeout: float = Field(default=20.0, gt=0, le=120)
    """Seconds after which the assistant goes on without it."""


class EmbeddingsSettings(Group):
    """What finds texts by their meaning: ``local``, ``none``, or a model behind an endpoint."""

    model: str = "local"
    api_key: SecretStr | None = None
    base_url: str | None = None


class Settings(BaseSettings):
    """Everything an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_file_encoding="utf-8",
        frozen=True,
        extra="forbid",
    )

    database_url: SecretStr | None = None
    database_direct_url: SecretStr | None = None
    data_dir: Path = Field(default_factory=lambda: default_data_dir())
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str | None = None
    secret_key: SecretStr | None = None
    log_level: str = "INFO"
    slack: SlackSettings | None = None
    teams: TeamsSettings | None = None
    discord: DiscordSettings | None = None
    files: FilesSettings | None = None
    llm: LlmSettings | None = None
    embeddings: EmbeddingsSettings | None = None
    plugins: dict[str, dict[str, str]] = Field(default_factory=dict, repr=False)
    """What is set for the plug-ins of other packages, by their names, as text."""

    @model_validator(mode="after")
    def _own_database_needs_own_key(self) -> Self:
        if self.database_url is not None and self.secret_key is None:
            raise ValueError("with DATABASE_URL set, SECRET_KEY must be set too")
        return self

    @model_validator(mode="after")
    def _an_open_door_is_for_this_machine_alone(self) -> Self:
        if self.teams and self.teams.allow_unauthenticated and not is_loopback(self.host):
            raise ValueError(
                f"with {PREFIX}TEAMS__ALLOW_UNAUTHENTICATED anybody who reaches the port may speak"
                f" as anybody: it is for trying things out with {PREFIX}HOST=127.0.0.1 alone"
            )
        return self

    @property
    def address(self) -> str:
        """Where people reach us: ``PUBLIC_URL``, else the bound host and port."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Explicit values first, then the environment, then ``.env``, of which only what
        has our prefix is ours: other programs may keep theirs in it."""
        if isinstance(env_settings, EnvSettingsSource):
            # A group would refuse these as names that it does not know; `load` reads them.
            env_settings.env_vars = {
                name: value
                for name, value in env_settings.env_vars.items()
                if not name.endswith("_file")
            }
        if isinstance(dotenv_settings, EnvSettingsSource):
            dotenv_settings.env_vars = {
                name: value
                for name, value in dotenv_settings.env_vars.items()
                if name.upper().startswith(PREFIX) and not _is_a_plugins(name)
            }
        return init_settings, env_settings, dotenv_settings


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def default_data_dir() -> Path:
    """Where the embedded Postgres and our files live unless told otherwise.

    The database server never runs as root, so as root the place is one that its
    own user may reach.
    """
    if os.geteuid() == 0:
        return Path("/var/lib/deskhand")
    return Path.home() / ".local" / "share" / "deskhand"


class _FileValues(EnvSettingsSource):
    """Reads ``NAME_FILE`` variables: the value is what stands in the file."""

    def __init__(self, settings_cls: type[BaseSettings], environment: Mapping[str, str]) -> None:
        super().__init__(settings_cls)
        self.env_vars = {
            name.removesuffix("_FILE").lower(): Path(path).read_text("utf-8").strip()
            for name, path in environment.items()
            if name.startswith(PREFIX) and name.endswith("_FILE")
        }


def load(env_file: Path | None = Path(".env"), **explicit: Any) -> Settings:
    """The settings of this process. Raises :class:`WrongSettings` naming each mistake."""
    try:
        from_files = _FileValues(Settings, os.environ)()
        known = {k: v for k, v in from_files.items() if k in Settings.model_fields}
        plugins = {"plugins": _for_plugins(env_file)}
        return Settings(_env_file=env_file, **{**known, **plugins, **explicit})
    except OSError as error:
        raise WrongSettings(problems=f"a _FILE cannot be read: {error}") from error
    except ValidationError as error:
        problems = "; ".join(map(_problem, error.errors()))
        raise WrongSettings(problems=problems) from error


def _group_of(name: str) -> str:
    """The plug-in that a name would be of; nothing if it is a setting of ours, or of nobody's."""
    group, parted, _ = name.upper().removeprefix(PREFIX).lower().partition("__")
    ours = not name.upper().startswith(PREFIX) or group in Settings.model_fields
    return group if parted and not ours else ""


def _is_a_plugins(name: str) -> bool:
    """Whether a name is a setting of a plug-in that is installed."""
    group = _group_of(name)
    return bool(group) and group in {one.name for one in plugins_of(PLATFORMS)}


def _for_plugins(env_file: Path | None) -> dict[str, dict[str, str]]:
    """What is set for each plug-in, in the environment or else in the file."""
    written = DotEnvSettingsSource(Settings, env_file=env_file).env_vars
    found: dict[str, dict[str, str]] = {}
    for name, value in {**written, **os.environ}.items():
        if value is None or not _is_a_plugins(name):
            continue
        inner = name.lower().partition("__")[2]
        if inner.endswith("_file"):
            inner, value = inner.removesuffix("_file"), Path(value).read_text("utf-8").strip()
        found.setdefault(_group_of(name), {})[inner] = value
    return found


def setting_names() -> Iterator[str]:
    """Every name that can be set, as one writes it."""
    for name, field in Settings.model_fields.items():
        if name == "plugins":
            continue  # each has names of its own
        kinds = [kind for kind in get_args(field.annotation) if isinstance(kind, type)]
        groups = [kind for kind in kinds if issubclass(kind, Group)]
        if not groups:
            yield f"{PREFIX}{name}".upper()
        for group in groups:
            yield from (f"{PREFIX}{name}__{inner}".upper() for inner in group.model_fields)


def _problem(error: ErrorDetails) -> str:
    if not error["loc"]:
        return error["msg"]
    # A name that no field has comes with the prefix that it was found with.
    name = "__".join(map(str, error["loc"])).upper().removeprefix(PREFIX)
    if error["type"] != "extra_forbidden":
        return f"{PREFIX}{name}: {error['msg']}"
    known = [one.removeprefix(PREFIX) for one in setting_names()]
    near = difflib.get_close_matches(name, known, n=1)
    meant = f", did you mean {PREFIX}{near[0]}?" if near else ""
    return f"{PREFIX}{name}: there is no such setting{meant}"
