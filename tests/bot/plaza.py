"""A community's chat in memory: posts with tags, pins, private threads and an archive.

It can do what the ports of places ask for, and refuses what such chats refuse: nothing is
said in a locked thread, a thread keeps so many pins, and without leave there are no private
threads. What is said in a thread that was put away brings it back.
"""

import itertools
from dataclasses import dataclass, field
from uuid import UUID

from bot.cards import Card, Text
from bot.incoming import Spot
from bot.ports import Gone, PrivateAnswer, Profile, Refused
from bot.ports_places import PlaceState
from core.conversation.audience import Audience

FORUM, LOBBY = "forum", "lobby"
MOST_PINS = 2


@dataclass
class Thread:
    """A post with what was said below it. ``members`` is None where everybody reads."""

    posts: dict[str, Text | Card] = field(default_factory=dict)
    pins: list[str] = field(default_factory=list)
    members: set[str] | None = None
    title: str = ""
    state: PlaceState | None = None
    states: int = 0
    locked: bool = False
    archived: bool = False


class Plaza:
    """Implements ``bot.ports.ChatPlatform`` and the ports of places."""

    slug = "plaza"

    def __init__(self) -> None:
        self.threads: dict[str, Thread] = {}
        self.whispers: list[tuple[str, Text | Card]] = []
        self.may_open_private = True
        self._numbers = itertools.count(1)
        self._opened: dict[UUID, Spot] = {}

    async def profile(self, workspace: str, user: str) -> Profile | None:
        """Nobody's address is known in such a chat."""
        return Profile(name=user.title(), direct=f"dm-{user}", guest=True)

    async def audience_of(self, spot: Spot) -> Audience:
        """Everybody reads, as far as we may rely on it."""
        return Audience.PUBLIC

    def thread(self, name: str) -> Thread:
        """The thread of that name, which may be one that begins."""
        return self.threads.setdefault(name, Thread())

    async def post(self, spot: Spot, content: Text | Card, *, delivery: UUID) -> str:
        """Say something in a thread, or directly."""
        thread = self.thread(spot.thread or spot.channel)
        if thread.locked:
            raise Refused("This thread is locked.")
        thread.archived = False
        ref = f"p{next(self._numbers)}"
        thread.posts[ref] = content
        return ref

    async def update(self, spot: Spot, ref: str, content: Text | Card) -> None:
        """Change what we said."""
        for thread in self.threads.values():
            if ref in thread.posts:
                if thread.locked:
                    raise Refused("This thread is locked.")
                thread.posts[ref] = content
                return
        raise Gone("There is no such message.")

    async def remove(self, spot: Spot, ref: str) -> None:
        """Take it back."""
        for thread in self.threads.values():
            thread.posts.pop(ref, None)

    async def answer(
        self, spot: Spot, to: PrivateAnswer, content: Text | Card, *, delivery: UUID
    ) -> str:
        """Whisper."""
        self.whispers.append((to.viewer, content))
        return f"w{next(self._numbers)}"

    def address(self, spot: Spot, ref: str) -> str | None:
        """Nothing here has an address."""
        return None

    async def find(self, spot: Spot, delivery: UUID) -> str | None:
        """Nothing is ever in doubt."""
        return None

    async def pin(self, spot: Spot, ref: str) -> None:
        """Pin it while there is room."""
        thread = self.thread(spot.thread or spot.channel)
        assert ref in thread.posts
        if ref not in thread.pins and len(thread.pins) < MOST_PINS:
            thread.pins.append(ref)

    def thread_address(self, spot: Spot) -> str | None:
        """Nor has a thread."""
        return None

    async def has_room(self, beside: Spot) -> bool:
        """While we may."""
        return self.may_open_private

    async def open_private_thread(
        self, beside: Spot, title: str, account: str, *, delivery: UUID
    ) -> Spot:
        """A thread in the lobby for that account alone."""
        if not self.may_open_private:
            raise Refused("We may not open private threads here.")
        if delivery not in self._opened:
            name = f"private-{next(self._numbers)}"
            self.threads[name] = Thread(members={account}, title=title)
            opened = beside.model_copy(update={"channel": LOBBY, "thread": name})
            self._opened[delivery] = opened
        return self._opened[delivery]

    async def shut(self, spot: Spot) -> None:
        """Nobody writes there any more."""
        thread = self.thread(spot.thread or spot.channel)
        thread.locked = thread.archived = True

    async def show_state(self, spot: Spot, state: PlaceState) -> None:
        """Tags, and the archive."""
        thread = self.thread(spot.thread or spot.channel)
        thread.state, thread.archived = state, state.put_away
        thread.states += 1

    def private_threads(self) -> dict[str, Thread]:
        """Those that not everybody reads."""
        return {name: one for name, one in self.threads.items() if one.members is not None}


def words(content: Text | Card) -> str:
    """All that a message says, without its buttons."""
    if isinstance(content, Text):
        return f"{content.author.name if content.author else ''}: {content.text}"
    return f"{content.ref or ''} {content.title} {content.body} {content.footer}"
