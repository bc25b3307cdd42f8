"""The settings of the chat platforms; a group that is absent means that the platform is off."""

import re
from typing import Self

from pydantic import SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "DESKHAND_"
SLACK_CHANNEL = re.compile(r"[CGD][A-Z0-9]+")
"""What the ids of Slack's channels look like; names do not, they have no capitals."""
_SLACK = f"{PREFIX}SLACK__"
_TEAMS = f"{PREFIX}TEAMS__"


class Group(BaseSettings):
    """A frozen group of settings that refuses unknown names."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what it is given: a variable that happens to be called ``REGION`` is not ours."""
        return (init_settings,)


class SlackSettings(Group):
    """Slack: one workspace by its bot token, any number of them by an app that is installed
    there (``client_id``), over HTTP or over sockets (``app_token``)."""

    bot_token: SecretStr | None = None
    signing_secret: SecretStr | None = None
    triage_channel: str | None = None
    client_id: str | None = None
    client_secret: SecretStr | None = None
    app_token: SecretStr | None = None
    api_url: str = "https://slack.com/api/"

    @field_validator("triage_channel")
    @classmethod
    def _is_an_id(cls, value: str | None) -> str | None:
        if value and not SLACK_CHANNEL.fullmatch(value):
            raise ValueError(
                "Slack's channels have ids like C0123ABCD: the last line of a"
                " channel's details shows it"
            )
        return value

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.bot_token is None and self.client_id is None:
            raise ValueError(f"{_SLACK}BOT_TOKEN is missing, or {_SLACK}CLIENT_ID and its secret")
        if (self.client_id is None) != (self.client_secret is None):
            raise ValueError(f"{_SLACK}CLIENT_ID and {_SLACK}CLIENT_SECRET go together")
        if self.signing_secret is None and self.app_token is None:
            raise ValueError(f"{_SLACK}SIGNING_SECRET is missing, or {_SLACK}APP_TOKEN for sockets")
        if self.bot_token is not None and not self.triage_channel:
            raise ValueError(f"{_SLACK}TRIAGE_CHANNEL is missing")
        return self


class TeamsSettings(Group):
    """Microsoft Teams: one tenant, by a bot that is registered with Azure.

    The end points and ``scope``, what the bot's tokens are for, are set only for a sovereign
    cloud, or by tests: ``https://api.botframework.us/.default`` for the US government,
    ``https://api.botframework.azure.cn/.default`` for China. ``targeted``: private answers
    stand in the channel itself, for one person, instead of in their personal chat.
    """

    app_id: str
    app_password: SecretStr | None = None
    tenant_id: str
    triage_channel: str
    support_channel: str | None = None
    targeted: bool = False
    openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    login_url: str | None = None
    scope: str = "https://api.botframework.com/.default"
    allow_unauthenticated: bool = False

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.app_password is None and not self.allow_unauthenticated:
            raise ValueError(f"{_TEAMS}APP_PASSWORD is missing")
        return self

    @property
    def token_url(self) -> str:
        """Where the bot gets its tokens."""
        own = f"https://login.microsoftonline.com/{self.tenant_id}/oauth2/v2.0/token"
        return self.login_url or own


class DiscordSettings(Group):
    """Discord: one server (``guild_id``) with a channel for staff, whom ``staff_role`` names.

    Without ``message_content`` the bot reads only what is addressed to it: direct messages,
    mentions, commands, buttons and forms.
    """

    token: SecretStr
    guild_id: str
    triage_channel: str
    staff_role: str
    support_channel: str | None = None
    message_content: bool = True
    api_url: str = "https://discord.com/api/v10"
    gateway_url: str = "wss://gateway.discord.gg/"

    @field_validator("guild_id", "triage_channel", "staff_role", "support_channel")
    @classmethod
    def _is_an_id(cls, value: str | None) -> str | None:
        if value is not None and not (value.isascii() and value.isdigit()):
            raise ValueError("Discord's ids are numbers: switch Developer Mode on and copy the id")
        return value
