"""What a page of the web chat shows, as plain values: templates read these and nothing else."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Literal
from uuid import UUID

from adapters.web.shelf import ArticleView, ShelfView
from bot.cards import Card, File, Form, Text
from core.conversation.files import LARGEST

SHORT_LINE = 160
AuthorKind = Literal["customer", "agent", "assistant", "system"]
CHOICES = {"👍": "Thumbs up", "❤️": "Heart", "🎉": "Celebration", "😄": "Smile", "🙏": "Thank you"}
"""What one may put on a message with a press, and how that is said aloud."""


@dataclass(frozen=True)
class AuthorView:
    """Who a post is by. ``you`` when the reader wrote it."""

    name: str
    kind: AuthorKind
    you: bool = False

    @property
    def initials(self) -> str:
        """At most two letters for the avatar."""
        parts = [part for part in self.name.split() if part[:1].isalnum()]
        letters = (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")) if parts else "?"
        return letters.upper()


@dataclass(frozen=True)
class PostView:
    """One post as its reader sees it.

    ``thread`` is the root it answers to (itself for a root, none for a private one).
    ``note`` marks what
    customers never see; ``private`` what only this reader sees; ``own`` what the
    reader may edit or delete. ``reacted`` are the reader's own emoji on it; none where they
    cannot react.
    """

    id: UUID
    channel: str
    thread: UUID | None
    author: AuthorView
    content: Text | Card
    at: datetime
    nonce: str
    is_root: bool = True
    edited: bool = False
    private: bool = False
    own: bool = False
    note: bool = False
    reacted: frozenset[str] | None = None
    replies: int = 0
    last_reply: datetime | None = None
    url: str | None = None

    @property
    def choices(self) -> tuple[tuple[str, str, bool], ...]:
        """The emoji on offer, each with its name and whether the reader put it there; their
        own from elsewhere among them, so that they can be taken away."""
        own = self.reacted or frozenset()
        offered = {**CHOICES, **{emoji: emoji for emoji in sorted(own) if emoji not in CHOICES}}
        return tuple((emoji, name, emoji in own) for emoji, name in offered.items())

    @property
    def is_line(self) -> bool:
        """Whether it is a short word of Deskhand's own, for which one line is enough."""
        said = self.content
        if not isinstance(said, Text) or self.private or self.author.kind != "system":
            return False
        return (
            not said.buttons
            and not said.files
            and "\n" not in said.text
            and len(said.text) <= SHORT_LINE
        )

    @property
    def is_bare(self) -> bool:
        """Whether the card speaks for itself, without a name and face beside it."""
        said = self.content
        return isinstance(said, Card) and bool(said.ref) and self.is_root and not self.private

    @property
    def order(self) -> str:
        """Where it stands among others: compared as text, the earlier is the smaller."""
        return f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f} {self.id}"


@dataclass(frozen=True)
class ChannelView:
    """A line of the rail."""

    title: str
    url: str
    icon: str
    slug: str
    current: bool = False
    unread: bool = False


@dataclass(frozen=True)
class QuickAct:
    """A command offered in the rail."""

    label: str
    says: str
    icon: str = "search"


@dataclass(frozen=True)
class ComposerView:
    """Where one writes. ``answers`` is the ticket to whose customer one may write instead."""

    id: str
    channel: str
    thread: UUID | None
    label: str
    hint: str
    button: str
    nonce: str
    note: bool = False
    answers: str | None = None
    text: str = ""
    error: str = ""
    completes: bool = True


@dataclass(frozen=True)
class StreamView:
    """The middle: a channel's root posts, oldest first."""

    title: str
    topic: str
    empty_title: str
    empty_text: str
    posts: tuple[PostView, ...]
    composer: ComposerView | None
    earlier_url: str | None = None
    latest_url: str | None = None


@dataclass(frozen=True)
class ThreadView:
    """The right panel: a root post and what was said under it."""

    title: str
    subtitle: str
    root: PostView
    posts: tuple[PostView, ...]
    composer: ComposerView | None
    internal: bool
    earlier_url: str | None = None
    latest_url: str | None = None


@dataclass(frozen=True)
class FormView:
    """A form to fill in, standing in for the press that opened it. ``files`` came along."""

    form: Form
    channel: str
    thread: UUID | None
    stamp: UUID | None
    nonce: str
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class EditView:
    """An own message being changed."""

    post: PostView
    text: str


@dataclass(frozen=True)
class PersonaView:
    """Somebody whom a visitor of the demo may be."""

    id: UUID
    name: str
    role: str
    line: str
    current: bool = False

    @property
    def initials(self) -> str:
        """At most two letters for the avatar."""
        return AuthorView(self.name, "agent").initials


@dataclass(frozen=True)
class PageView:
    """A whole page, for one reader at one moment."""

    reader_name: str
    reader_role: str
    is_staff: bool
    now: datetime
    zone: tzinfo
    zone_name: str
    csrf: str
    url: str
    back_url: str
    pane: Literal["rail", "stream", "thread"]
    channels: tuple[ChannelView, ...]
    stream: StreamView | None = None
    thread: ThreadView | None = None
    article: ArticleView | None = None
    shelf: ShelfView | None = None
    form: FormView | None = None
    edit: EditView | None = None
    notice: str = ""
    quick: tuple[QuickAct, ...] = ()
    personas: tuple[PersonaView, ...] = ()
    theme: str = "system"
    demo: bool = False
    organisation: str = ""
    nonce: str = ""
    words: str = "ticket"
    largest_file: int = LARGEST
    channel: str = ""
    thread_id: UUID | None = None
    channel_url: str = "/chat"

    @property
    def initials(self) -> str:
        """The reader's, for the avatar."""
        return AuthorView(self.reader_name, "agent").initials

    @property
    def reads(self) -> bool:
        """Whether this is a page of the handbook rather than of the conversation."""
        return self.article is not None or self.shelf is not None

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        parts = [self.thread.title] if self.thread else []
        if self.article:
            parts += [self.article.title]
        parts += [self.stream.title if self.stream else "Handbook" if self.reads else "Channels"]
        return " · ".join([*parts, "Deskhand"])
