"""Addresses of the web chat: three kinds of channel, and who may stand in which."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit
from uuid import UUID

from bot.incoming import Spot
from core.access.actor import Actor

PLATFORM = "web"
SUPPORT, TRIAGE, DIRECT = "support", "triage", "direct"
ARTICLES_URL = "/chat/articles"
OWN_URLS = (f"{ARTICLES_URL}/", "/chat/tickets/")
"""What our own links lead to."""


def direct_channel(person_id: UUID) -> str:
    """The channel between Deskhand and one person."""
    return f"{DIRECT}:{person_id}"


def person_of(channel: str) -> UUID | None:
    """Whose direct channel that is, if it is one."""
    kind, _, person = channel.partition(":")
    return to_uuid(person) if kind == DIRECT else None


def to_uuid(text: str | None) -> UUID | None:
    """The id that the text spells, if it spells one."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def to_local(url: str) -> str:
    """An address of ours without its host: the reader may know it by another name."""
    parts = urlsplit(url)
    ours = parts.scheme in {"http", "https"} and f"{parts.path}/".startswith(OWN_URLS)
    return urlunsplit(("", "", *parts[2:])) if ours else url


def channels_of(actor: Actor) -> tuple[str, ...]:
    """The slugs of the channels that the actor has, the main one first."""
    return (TRIAGE if actor.is_staff else SUPPORT, DIRECT)


@dataclass(frozen=True)
class Where:
    """What a reader looks at: a channel by its slug, perhaps a thread, perhaps further back.

    The channel is shown ``before`` a post, the thread ``until`` one of its replies.
    """

    slug: str
    thread: UUID | None = None
    before: UUID | None = None
    until: UUID | None = None

    @property
    def url(self) -> str:
        """The address of this view."""
        return self.url_with()

    def url_with(self, **more: UUID | None) -> str:
        """The address of this view with further words in its query."""
        path = f"/chat/{self.slug}" + (f"/{self.thread}" if self.thread else "")
        said = {"before": self.before, "until": self.until, **more}
        query = urlencode({name: post for name, post in said.items() if post})
        return f"{path}?{query}" if query else path

    @property
    def channel_url(self) -> str:
        """The address of the channel without the thread."""
        return f"/chat/{self.slug}"

    def channel(self, actor: Actor) -> str:
        """The channel's address as posts are stored under it."""
        if self.slug == DIRECT and actor.person_id:
            return direct_channel(actor.person_id)
        return self.slug

    def spot(self, actor: Actor) -> Spot:
        """The same as the bot speaks of it."""
        return Spot(
            platform=PLATFORM,
            workspace=str(actor.organisation_id),
            channel=self.channel(actor),
            thread=str(self.thread) if self.thread else None,
        )


def to_where(url: str, actor: Actor) -> Where:
    """The view at that address; what is not the actor's becomes their main channel."""
    parts = urlsplit(url)
    steps = parts.path.removeprefix("/chat").strip("/").split("/")
    slugs = channels_of(actor)
    if steps[0] not in slugs:
        return Where(slugs[0])
    thread = to_uuid(steps[1]) if len(steps) > 1 else None
    query = parse_qs(parts.query)
    before, until = (to_uuid(query.get(name, [""])[0]) for name in ("before", "until"))
    return Where(steps[0], thread, before, until if thread else None)
