"""What a chat platform must be able to do. Each adapter implements this once."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable
from uuid import UUID

from bot.cards import Card, Form, Home, Option, Text
from bot.incoming import Brought, Incoming, Spot
from core.conversation.audience import Audience


@dataclass(frozen=True)
class Profile:
    """What a platform vouches for about one of its users.

    ``email`` is given only when the platform has verified it. ``guest`` marks
    outsiders (guests, users of a connected organisation): they never become
    agents. ``staff`` says that the user is in the triage channel. ``person_id``
    is set where the platform knows the person already (web chat). ``direct`` is
    the channel that reaches this user alone. ``welcome``: a customer wherever they speak.
    """

    name: str
    direct: str
    email: str | None = None
    guest: bool = False
    staff: bool = False
    timezone: str | None = None
    avatar_url: str | None = None
    person_id: UUID | None = None
    welcome: bool = False


@dataclass(frozen=True)
class PrivateAnswer:
    """Where an answer for one person's eyes goes.

    ``token`` (response_url, interaction token) is used while it lasts; after
    that the platform falls back to a direct message.
    """

    viewer: str
    token: str | None = None
    token_until: datetime | None = None


class SendError(Exception):
    """A send did not succeed. Subclasses say what that means for the delivery."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TryLater(SendError):
    """Nothing was delivered; try again, after ``retry_after`` seconds if given.

    ``everywhere`` says that the whole workspace must wait (rate limit).
    """

    def __init__(
        self, reason: str, *, retry_after: float | None = None, everywhere: bool = False
    ) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.everywhere = everywhere


class Refused(SendError):
    """The platform will never accept this: the delivery is dead until a person redrives it."""


class NotOurs(Refused):
    """The message is somebody's own: on its platform only they can change or remove it."""


class OutcomeUnknown(SendError):
    """The request left but no answer came: it may or may not be there."""


class Gone(SendError):
    """The message to be changed no longer exists."""


class ChatPlatform(Protocol):
    """A connected platform. Raises only :class:`SendError` from its sending methods."""

    slug: str

    async def profile(self, workspace: str, user: str) -> Profile | None:
        """Who the user is; None when the platform does not know or does not answer.

        Raises :class:`Refused` where it lets us know, and reach, only who has agreed to that.
        """

    async def audience_of(self, spot: Spot) -> Audience:
        """Who can see that place now. Asked at send time; fails closed: PUBLIC when in doubt,
        :class:`TryLater` while it cannot be asked."""

    async def post(self, spot: Spot, content: Text | Card, *, delivery: UUID) -> str:
        """Put a message there and return the platform's id for it."""

    async def update(self, spot: Spot, ref: str, content: Text | Card) -> None:
        """Replace the message ``ref``."""

    async def remove(self, spot: Spot, ref: str) -> None:
        """Delete the message ``ref``; one that is gone already counts as deleted."""

    async def answer(
        self, spot: Spot, to: PrivateAnswer, content: Text | Card, *, delivery: UUID
    ) -> str:
        """Say something that only ``to.viewer`` sees."""

    def address(self, spot: Spot, ref: str) -> str | None:
        """Where a person who may read there opens the message ``ref``; None if unknown."""

    async def find(self, spot: Spot, delivery: UUID) -> str | None:
        """The platform's id of what that delivery posted; None if it is surely not there.

        Raises :class:`OutcomeUnknown` when the platform cannot tell.
        """


@dataclass(frozen=True)
class SentFile:
    """A file on its way to a platform; ``content`` may be read once. ``key`` is where it is
    kept, for a platform that fetches it later."""

    name: str
    media_type: str
    size: int
    content: AsyncIterator[bytes]
    key: str = ""


@runtime_checkable
class CarriesFiles(Protocol):
    """A platform that keeps files itself: they are fetched from there and brought there.

    Raises only :class:`SendError`.
    """

    def fetch_file(self, brought: Brought) -> AsyncIterator[bytes]:
        """The content of a file that somebody shared there."""

    async def put_file(self, spot: Spot, file: SentFile, *, delivery: UUID) -> str:
        """Share a file there and return the platform's id for it."""

    async def find_file(self, spot: Spot, name: str, size: int, delivery: UUID) -> str | None:
        """The id of a file that we shared there since that delivery; None if there is none."""

    async def remove_file(self, spot: Spot, ref: str) -> None:
        """Take a file away; one that is gone already counts as taken."""


@runtime_checkable
class ListsFiles(Protocol):
    """A platform that shows our files in its posts by their ids, in those that people wrote too.

    Raises only :class:`SendError`.
    """

    async def unlist_files(self, spot: Spot, files: tuple[UUID, ...]) -> None:
        """No post there shows these files any longer."""


@dataclass(frozen=True)
class Written:
    """A message as it stands on a platform. ``author`` is its user there; a bot's message has
    ``bot`` instead. ``thread`` is the thread that it stands in or begins."""

    text: str
    thread: str
    author: str = ""
    bot: str = ""
    name: str = ""
    ours: bool = False
    files: tuple[Brought, ...] = ()


@runtime_checkable
class ReadsMessages(Protocol):
    """A platform that shows us what stands there, and on which people react with emoji."""

    async def read_message(self, spot: Spot, stamp: str) -> Written | None:
        """That message of a channel; None if there is none. Raises only :class:`SendError`."""


@runtime_checkable
class ListsReaders(Protocol):
    """A platform that says who reads a channel. Raises only :class:`SendError`."""

    async def readers_of(self, spot: Spot) -> frozenset[str]:
        """The accounts of all who read there now, our own and other bots' among them."""


@runtime_checkable
class ShowsHome(Protocol):
    """A platform on which everybody has a page of their own."""

    async def show_home(self, spot: Spot, user: str, home: Home) -> None:
        """The user's home shows this from now on. Raises only :class:`SendError`."""


@dataclass(frozen=True)
class Completion:
    """One suggestion while typing: what to insert, and what it means."""

    insert: str
    label: str
    hint: str = ""


class Desk(Protocol):
    """What an adapter may ask of us (implemented by ``bot.receiving.router.Router``)."""

    async def ask(self, incoming: Incoming) -> Form | None:
        """The asked lane, quick: a form to open, or the submitted form with its errors to show
        in place; None means that the thing is to be told."""

    async def tell(self, incoming: Incoming) -> None:
        """The told lane. When this returns, the receipt is committed: acknowledge now."""

    async def complete(self, incoming: Incoming) -> list[Completion]:
        """Suggestions for the text typed so far."""

    async def suggest(self, incoming: Incoming, source: str) -> list[Option]:
        """The asked lane: choices for a field of a form, by what is typed in it so far.
        Nothing where the asker may not look, or is not known."""

    async def keep(self, incoming: Incoming) -> str | None:
        """Keep what the sender filled in so far (``values``); its name, None for nobody's."""

    async def kept(self, incoming: Incoming, name: str) -> dict[str, str]:
        """It again; nothing if it is no longer kept, or not the sender's."""

    async def preview(
        self, incoming: Incoming, urls: Sequence[str], *, most: int
    ) -> dict[str, Card]:
        """The asked lane: a small card for each of these links that leads to us and that
        all who read there may see. Only the first ``most`` links are looked at."""
