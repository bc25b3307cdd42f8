"""What a test may do on any platform, and what it sees there."""

from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from core.conversation.workspaces import SIGNS
from tests.contract.world import World

Room = Literal["triage", "support", "direct"]


@dataclass(frozen=True)
class Post:
    """Something that stands in a room, as one person sees it.

    ``text`` holds all words but those of its buttons; ``acts`` are the labels of
    buttons and lines of menus; ``private``: nobody else sees it.
    """

    id: str
    room: Room
    thread: str | None
    text: str
    acts: tuple[str, ...]
    private: bool = False
    raw: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class OpenForm:
    """A form that somebody has before them, with the mistakes that it names."""

    title: str
    values: dict[str, str]
    errors: dict[str, str]
    raw: Any = field(default=None, compare=False, repr=False)


def to_sign(emoji: str) -> str:
    """An emoji itself by the name that it has in Slack."""
    named = {name: sign for sign, name in SIGNS.items()} | {"+1": "👍", "tada": "🎉"}
    return named[emoji]


class Driver(Protocol):
    """One platform under test. ``who`` is a key of ``world.PEOPLE``."""

    slug: str
    world: World

    async def slash(
        self, who: str, text: str, room: Room = "triage", words: str = ""
    ) -> OpenForm | None:
        """Type ``/ticket text`` (customers: ``/support text``); ``words`` names another."""

    async def mention(
        self, who: str, text: str, room: Room = "triage", thread: str | None = None
    ) -> None:
        """Say ``@Ticket text``."""

    async def say(self, who: str, text: str, room: Room, thread: str | None = None) -> str:
        """Say something; the id of the post, which is the thread that it begins."""

    async def edit(self, who: str, id: str, text: str, room: Room) -> None:
        """Change one's own message, which :meth:`say` gave this id."""

    async def delete(self, who: str, id: str, room: Room) -> None:
        """Take one's own message back."""

    async def press(self, who: str, post: Post, label: str) -> OpenForm | None:
        """Press a button or choose a line of a menu; the form that it opened, if any."""

    async def fill(self, who: str, form: OpenForm, **values: str) -> OpenForm | None:
        """Submit a form; the form again with its mistakes, None when it was taken."""

    async def room(self, who: str, room: Room) -> list[Post]:
        """What stands in a room outside threads, private answers included, oldest first."""

    async def thread(self, who: str, room: Room, thread: str) -> list[Post]:
        """What stands in a thread without its root, private answers included."""

    async def private(self, who: str) -> list[Post]:
        """All that only this person sees, in the order in which it came."""

    async def goes_down(self) -> None:
        """From now on nothing can be posted there."""

    async def comes_back(self) -> None:
        """It works again."""


async def card(
    door: Driver, who: str, ref: str, *words: str, room: Room = "triage", without: str = ""
) -> Post:
    """The ticket's card in a room, once it shows all the words, and not ``without`` if given."""

    def fits(text: str) -> bool:
        return all(word in text for word in words) and not (without and without in text)

    async def shown() -> Post | None:
        for post in await door.room(who, room):
            if ref in post.text and not post.private and fits(post.text):
                return post
        return None

    return await door.world.until(shown, f"{who} sees {ref} with {words} in {room}")


async def heard(
    door: Driver, who: str, room: Room, thread: str, *words: str, private: bool = False
) -> Post:
    """A post in a thread that has all the words."""

    async def shown() -> Post | None:
        for post in await door.thread(who, room, thread):
            if post.private == private and all(word in post.text for word in words):
                return post
        return None

    return await door.world.until(shown, f"{who} hears {words} in {room}")


async def told(door: Driver, who: str, *words: str) -> Post:
    """The latest private answer that has all the words."""

    async def shown() -> Post | None:
        for post in reversed(await door.private(who)):
            if all(word in post.text for word in words):
                return post
        return None

    return await door.world.until(shown, f"{who} is told {words}")
