"""The channels as a reader sees them: their words, their posts, and where one writes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from adapters.web.addresses import DIRECT, SUPPORT, TRIAGE, Where
from adapters.web.composing import NONE, stream_composer, to_post_view
from adapters.web.reading import PostRow
from adapters.web.views import ChannelView, ComposerView, FormView, StreamView
from core.access.actor import Actor

CHANNELS = {
    TRIAGE: ("triage", "inbox", "A card for each ticket. Its thread is the staff's room."),
    SUPPORT: ("support", "thread", "Ask anything. Only you and our staff see it."),
    DIRECT: ("Deskhand and you", "person", "What Deskhand tells you, and what you ask of it."),
}
EMPTY = {
    TRIAGE: (
        "No tickets yet",
        "They appear here as soon as somebody writes. To open one yourself, type /ticket new.",
    ),
    SUPPORT: (
        "How can we help?",
        "Ask in your own words below. You get what our help centre knows at once, "
        "and a person when you want one.",
    ),
    DIRECT: (
        "Nothing here yet",
        "Deskhand writes here when something is for you alone. Type /help to see what it can do.",
    ),
}


@dataclass(frozen=True)
class Extras:
    """What a page shows beside its posts: a form, an edit, a refused text, a notice."""

    form: FormView | None = None
    edit: UUID | None = None
    text: str = ""
    error: str = ""
    nonce: str = ""
    composer: UUID | None = None
    notice: str = ""


def refilled(composer: ComposerView, extras: Extras) -> ComposerView:
    """The composer with a text that was refused there, to be sent again under its nonce."""
    if composer.thread != extras.composer:
        return composer
    nonce = extras.nonce or composer.nonce
    return replace(composer, text=extras.text, error=extras.error, nonce=nonce)


def to_channel_view(slug: str, current: bool, unread: bool) -> ChannelView:
    """A channel in the list of them."""
    title, icon, _ = CHANNELS[slug]
    return ChannelView(title, Where(slug).url, icon, slug, current, unread)


def to_stream_view(
    where: Where,
    rows: list[PostRow],
    more: bool,
    actor: Actor,
    extras: Extras,
    reacted: Mapping[UUID, frozenset[str]] = NONE,
) -> StreamView:
    """What stands in a channel outside threads; ``more``: there is something earlier."""
    title, _, topic = CHANNELS[where.slug]
    empty_title, empty_text = EMPTY[where.slug]
    latest = where.before is None
    return StreamView(
        title=title,
        topic=topic,
        empty_title=empty_title,
        empty_text=empty_text,
        posts=tuple(to_post_view(row, actor, where.slug, reacted) for row in rows),
        composer=refilled(stream_composer(where.slug), extras) if latest else None,
        earlier_url=Where(where.slug, before=rows[0].id).url if more else None,
        latest_url=None if latest else where.channel_url,
    )
