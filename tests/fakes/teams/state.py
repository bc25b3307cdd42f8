"""What the fake Teams remembers."""

import re
from datetime import UTC
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from core.clock import Clock
from tests.fakes.copying import copied
from tests.fakes.far_end import Noticed
from tests.fakes.teams.records import Conversation, Json, Message, Refusal, Team, User
from tests.fakes.teams.rules import RULES
from tests.fakes.troubles import Troubles

_ROOT = re.compile(r";messageid=(\d+)\Z")


class TeamsState(Noticed, Troubles):
    """A tenant with its people, teams, channels, chats and files."""

    tenant = "5f0c8f14-7a0e-4b6f-9a35-3c1d2f7b9e10"
    app_id = "9b1f4c2e-61d3-4f0a-8f2d-7a5c3e9d1b42"
    app_password = "app-password-7d1c"
    bot_name = "Ticket"

    def __init__(self, clock: Clock) -> None:
        Noticed.__init__(self)
        Troubles.__init__(self)
        self.clock = clock
        self.users: dict[str, User] = {}
        self.teams: dict[str, Team] = {}
        self.conversations: dict[str, Conversation] = {}
        self.hears_all = True  # the team's owner consented to ChannelMessage.Read.Group
        self.disabled = False
        self.strict_order = False
        self.page_size = 200
        self.requests: list[tuple[str, Json]] = []
        self.broken: list[str] = []
        self.pings: list[str] = []
        self.aliases: dict[str, str] = {}  # ids that repeated deliveries gave a message
        self._count = 0
        self._last_id = 0

    @property
    def bot(self) -> str:
        """The bot's account."""
        return f"28:{self.app_id}"

    def add_user(self, key: str, name: str, **more: Any) -> User:
        """Somebody of the tenant; their account is ``29:key``."""
        base: Json = {
            "id": f"29:{key}",
            "aad": str(uuid5(NAMESPACE_URL, key)),
            "email": f"{name.split()[0].lower()}@example.org",
            "tenant": self.tenant,
        }
        made = User(name=name, **(base | more))
        self.users[made.id] = made
        return made

    def add_team(self, key: str, name: str, *members: str) -> Team:
        """A team in which the app is installed, with its General channel."""
        made = Team(f"19:{key}@thread.tacv2", name, str(uuid5(NAMESPACE_URL, key)), set(members))
        self.teams[made.id] = made
        self.conversations[made.id] = Conversation(made.id, name="", team=made.id)
        return made

    def add_channel(self, key: str, team: Team, *members: str, **more: Any) -> Conversation:
        """A channel. Members are the team's, but for those named of a private one."""
        where = f"19:{key}@thread.tacv2"
        made = Conversation(where, name=key, team=team.id, members=set(members), **more)
        self.conversations[where] = made
        return made

    def add_chat(self, key: str, *members: str) -> Conversation:
        """A group chat with the app in it."""
        made = Conversation(f"19:{key}@thread.v2", "groupChat", key, members=set(members))
        self.conversations[made.id] = made
        return made

    def add_pair(self, key: str, one: str, other: str) -> Conversation:
        """A chat of two people: personal, as Teams says, but without the app."""
        where = f"19:{key}@unq.gbl.spaces"
        made = Conversation(where, "personal", members={one, other}, bot_in=False)
        self.conversations[where] = made
        return made

    def personal(self, user: str) -> Conversation:
        """The personal chat of this person with the bot."""
        where = f"a:1{user.removeprefix('29:')}"
        made = Conversation(where, "personal", members={user})
        return self.conversations.setdefault(where, made)

    def members_of(self, place: Conversation) -> set[str]:
        """Who is there: everybody of the team unless the channel is private."""
        if place.team is not None and not place.private:
            return self.teams[place.team].members
        return place.members

    def bot_is_in(self, place: Conversation) -> bool:
        """Whether the app is there. It never is in private channels."""
        team = self.teams.get(place.team or "")
        return place.bot_in and not place.private and (team is None or team.installed)

    def messages(self, conversation: str, thread: str | None = None) -> list[Message]:
        """What stands in a conversation, or in one of its threads without the root."""
        found = [one for one in self.conversations[conversation].messages.values()]
        return [one for one in found if thread is None or one.root == thread]

    def seen_by(self, user: str, conversation: str | None = None) -> list[Message]:
        """What a person can read, oldest first; targeted messages for a day."""
        places = [self.conversations[conversation]] if conversation else self.conversations.values()
        found = [
            one
            for place in places
            if user in self.members_of(place)
            for one in place.messages.values()
            if not one.deleted and one.only_for in (None, user) and not self.is_over(one)
        ]
        return sorted(found, key=lambda one: int(one.id))

    def is_over(self, message: Message) -> bool:
        """Whether a targeted message has gone by itself."""
        age = (self.clock.now() - message.at).total_seconds()
        return message.only_for is not None and age > (RULES["targeted.expired"].limit or 0)

    def next_number(self) -> int:
        """A number that was never given before."""
        self._count += 1
        return self._count

    def next_id(self) -> str:
        """A fresh id of a message: milliseconds, each its own."""
        now = int(self.clock.now().astimezone(UTC).timestamp() * 1000)
        self._last_id = max(self._last_id + 1, now)
        return str(self._last_id)

    def place_of(self, conversation: str) -> tuple[Conversation, str | None]:
        """The conversation and the thread that an id names, or Teams' refusal."""
        found = _ROOT.search(conversation)
        place = self.conversations.get(_ROOT.sub("", conversation))
        if place is None:
            raise Refusal("conversation.unknown")
        return place, found[1] if found else None

    def keep(self, message: Message) -> Message:
        """Put a message where it belongs."""
        message.activity = copied(message.activity)
        self.conversations[message.conversation].messages[message.id] = message
        return message
