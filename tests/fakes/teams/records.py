"""What there is in the fake Teams: people, teams, conversations, messages."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.fakes.teams.cards import ADAPTIVE, texts_in
from tests.fakes.teams.rules import RULES

Json = dict[str, Any]


class Refusal(Exception):
    """Teams says no. ``rule`` names the row of the table."""

    def __init__(self, rule: str, retry_after: int | None = None) -> None:
        super().__init__(rule)
        self.rule = rule
        self.row = RULES[rule]
        self.retry_after = retry_after


@dataclass
class User:
    """A person of the tenant. ``installed``: has the app; ``blocked``: has silenced it."""

    id: str
    name: str
    aad: str
    email: str
    role: str = "user"
    tenant: str = ""
    time_zone: str = "Europe/Madrid"
    installed: bool = True
    blocked: bool = False

    def to_account(self) -> Json:
        """Who sent an activity."""
        return {"id": self.id, "name": self.name, "aadObjectId": self.aad}

    def to_member(self) -> Json:
        """The person in a roster."""
        first, _, last = self.name.partition(" ")
        return {
            "id": self.id,
            "name": self.name,
            "objectId": self.aad,
            "aadObjectId": self.aad,
            "givenName": first,
            "surname": last,
            "email": self.email,
            "userPrincipalName": self.email,
            "tenantId": self.tenant,
            "userRole": self.role,
        }


@dataclass
class Message:
    """A message. ``root`` is the thread it stands in, None for a root and in chats;
    ``only_for`` the one person who sees a targeted one; ``views`` cards of single people."""

    id: str
    sender: str
    conversation: str
    activity: Json
    at: datetime
    root: str | None = None
    only_for: str | None = None
    edited: bool = False
    deleted: bool = False
    reactions: list[tuple[str, str]] = field(default_factory=list)
    views: dict[str, Json] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its plain words."""
        return str(self.activity.get("text") or "")

    @property
    def cards(self) -> list[Json]:
        """The Adaptive Cards that it carries."""
        found = self.activity.get("attachments") or ()
        return [one["content"] for one in found if one.get("contentType") == ADAPTIVE]

    def card_for(self, user: str) -> Json | None:
        """The card as this person sees it."""
        return self.views.get(user) or next(iter(self.cards), None)

    def words_for(self, user: str) -> str:
        """All words that this person reads in it."""
        card = self.card_for(user)
        said = [self.text, *(texts_in(card) if card else ())]
        return "\n".join(one for one in said if one)


@dataclass
class Conversation:
    """A channel of a team, a group chat, or the personal chat of one person with the bot."""

    id: str
    kind: str = "channel"
    name: str = ""
    team: str | None = None
    private: bool = False
    bot_in: bool = True
    members: set[str] = field(default_factory=set)
    messages: dict[str, Message] = field(default_factory=dict)
    typing: list[str | None] = field(default_factory=list)


@dataclass
class Team:
    """A team. Its id is that of its General channel; ``installed``: has the app."""

    id: str
    name: str
    aad_group: str
    members: set[str] = field(default_factory=set)
    installed: bool = True
