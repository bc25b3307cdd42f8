"""What the fake Slack remembers, and how it says no."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from core.clock import Clock
from tests.fakes.far_end import Noticed
from tests.fakes.slack.rules import RULES
from tests.fakes.troubles import Troubles

Json = dict[str, Any]

_BROADCAST = re.compile(r"<!(?:channel|here|everyone)\b|<!subteam\^|<@[UW][A-Z0-9]+")
_NAKED = re.compile(r"@(?:channel|here|everyone)\b")


class Refusal(Exception):
    """Slack says no. ``rule`` names the row of the table."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.error = RULES[rule].error


@dataclass
class Channel:
    """A channel, a private channel or a direct message."""

    id: str
    kind: str = "channel"
    members: set[str] = field(default_factory=set)
    archived: bool = False
    shared: bool = False
    pending: bool = False
    connected: tuple[str, ...] = ()  # teams of other organisations
    host: str = ""
    messages: dict[str, Json] = field(default_factory=dict)

    def to_json(self) -> Json:
        """The conversation object."""
        return {
            "id": self.id,
            "is_channel": self.kind == "channel",
            "is_group": self.kind == "group",
            "is_im": self.kind == "im",
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "channel",
            "is_archived": self.archived,
            "is_shared": self.shared,
            "is_ext_shared": self.shared,
            "is_pending_ext_shared": self.pending,
            "connected_team_ids": list(self.connected),
            **({"conversation_host_id": self.host} if self.host else {}),
        }


class SlackState(Noticed, Troubles):
    """A workspace with its people, channels, messages, modals and secrets."""

    token = "xoxb-fake-1234"
    signing_secret = "8f742231b10e8888abcd99yyyzzz85a5"
    team = "T0TEAM"
    bot_user = "U0BOT"
    bot = "B0BOT"
    name = "Acme"
    enterprise: str | None = None

    def __init__(self, clock: Clock) -> None:
        Noticed.__init__(self)
        Troubles.__init__(self)
        self.clock = clock
        self.users: dict[str, Json] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, list[str]] = {}
        self.ephemerals: list[Json] = []
        self.views: dict[str, Json] = {}
        self.homes: dict[str, Json] = {}
        self.offered: dict[tuple[str, str], list[Json]] = {}
        self.triggers: dict[str, datetime | None] = {}
        self.hooks: dict[str, Json] = {}
        self.uploads: dict[str, Json] = {}
        self.contents: dict[str, bytes] = {}
        self.names: dict[str, str] = {}
        self.files_origin = ""
        self.scopes: set[str] | None = None
        self.strict_rates = False
        self.page_size = 1000  # Slack may give fewer at once than were asked for
        self.requests: list[tuple[str, Json]] = []
        self.broken: list[str] = []
        self.pings: list[str] = []
        self._count = 0
        self._posted: dict[str, datetime] = {}
        self.add_user(self.bot_user, "ticket", is_bot=True)

    def share(self, name: str, content: bytes, **more: Any) -> Json:
        """A file that a person has brought, to be put into their message's ``files``."""
        file_id = f"F0{self.next_number()}"
        self.contents[file_id] = content
        self.names[file_id] = name
        return self.file_of(file_id) | more

    def file_of(self, file_id: str, title: str | None = None) -> Json:
        """The file object."""
        upload = self.uploads.get(file_id)
        name = upload["name"] if upload else self.names[file_id]
        address = f"{self.files_origin}/files/{file_id}"
        return {
            "id": file_id,
            "name": name,
            "title": title or name,
            "size": len(self.contents[file_id]),
            "mode": "hosted",
            "url_private": address,
            "url_private_download": address,
        }

    def next_number(self) -> int:
        """A number that was never given before."""
        self._count += 1
        return self._count

    def next_stamp(self) -> str:
        """A fresh ``ts``."""
        seconds = int(self.clock.now().astimezone(UTC).timestamp())
        return f"{seconds}.{self.next_number():06d}"

    def add_user(self, user: str, name: str, **more: Any) -> Json:
        """A member of the workspace, with a confirmed address unless told otherwise."""
        base = {
            "id": user,
            "team_id": self.team,
            "name": name.lower(),
            "deleted": False,
            "is_bot": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "is_email_confirmed": True,
            "tz": "Europe/Madrid",
            "profile": {"real_name": name, "email": f"{name.lower()}@example.org"},
        }
        self.users[user] = base | more
        return self.users[user]

    def add_channel(self, channel: str, *members: str, kind: str = "channel") -> Channel:
        """A channel that our bot is in, with these members."""
        made = Channel(channel, kind, {self.bot_user, *members})
        self.channels[channel] = made
        return made

    def the_channel(self, channel: object) -> Channel:
        """The channel, or Slack's refusal."""
        found = self.channels.get(str(channel))
        if found is None:
            raise Refusal("channel.unknown")
        if found.kind != "channel" and self.bot_user not in found.members:
            raise Refusal("channel.hidden")  # what is private, Slack does not even admit to
        return found

    def writable(self, channel: object) -> Channel:
        """The channel that the bot may post in, or Slack's refusal."""
        found = self.the_channel(channel)
        if found.archived:
            raise Refusal("channel.archived")
        if self.bot_user not in found.members:
            raise Refusal("channel.not_in")
        return found

    def take_turn(self, channel: str) -> None:
        """One post a second in a channel, when rates are strict."""
        now = self.clock.now()
        last = self._posted.get(channel)
        if self.strict_rates and last is not None and (now - last).total_seconds() < 1:
            raise Refusal("rate.channel")
        self._posted[channel] = now

    def note_pings(self, payload: Json) -> None:
        """Remember whom a message would have disturbed."""
        blocks = payload.get("blocks") or []
        texts = [str(payload.get("text") or ""), *formatted_in(blocks)]
        for text in texts:
            self.pings += _BROADCAST.findall(text)
        if payload.get("parse", "none") != "none" or payload.get("link_names"):
            for text in texts:
                self.pings += _NAKED.findall(text)
        for text in formatted_in(blocks, only_loose=True):
            self.pings += _NAKED.findall(text)

    def new_trigger(self) -> str:
        """A trigger that lives three seconds."""
        trigger = f"{self.next_number()}.trigger"
        self.triggers[trigger] = self.clock.now()
        return trigger

    def take_trigger(self, trigger: object) -> None:
        """Use a trigger once, in time."""
        if trigger not in self.triggers:
            raise Refusal("trigger.unknown")
        issued = self.triggers[str(trigger)]
        if issued is None:
            raise Refusal("trigger.used")
        if (self.clock.now() - issued).total_seconds() > 3:
            raise Refusal("trigger.expired")
        self.triggers[str(trigger)] = None


def formatted_in(part: Any, *, only_loose: bool = False) -> list[str]:
    """The texts that Slack formats; ``only_loose``: those in which it looks for names itself."""
    if isinstance(part, dict):
        wanted = part.get("type") == "mrkdwn" and not (only_loose and part.get("verbatim"))
        own = [part["text"]] if wanted else []
        values = part.values()
        return own + [one for value in values for one in formatted_in(value, only_loose=only_loose)]
    if isinstance(part, list):
        return [one for value in part for one in formatted_in(value, only_loose=only_loose)]
    return []
