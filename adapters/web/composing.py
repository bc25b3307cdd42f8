"""From stored posts to what a reader sees of them."""

import secrets
from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from adapters.web.addresses import DIRECT, SUPPORT, TRIAGE, Where
from adapters.web.reading import PostRow
from adapters.web.views import AuthorKind, AuthorView, ComposerView, PostView, ThreadView
from bot.cards import Card, Text
from core.access.actor import STAFF, Actor

TITLE_LENGTH = 72
SHARED = "You, our staff, and who reads along where you began this"
NONE: Mapping[UUID, frozenset[str]] = MappingProxyType({})


def new_nonce() -> str:
    """What makes one send or press of a page recognisable when it comes twice."""
    return secrets.token_urlsafe(12)


def ticket_of(root: PostRow | None) -> str | None:
    """The ticket whose card the root is, e.g. ``TIK-1042``."""
    return root.content.ref if root and isinstance(root.content, Card) else None


def to_author(row: PostRow, actor: Actor) -> AuthorView:
    """Under whose name a post stands."""
    if isinstance(row.content, Text) and row.content.author:
        said_by = row.content.author
        return AuthorView(said_by.name, said_by.role)
    if row.author_id is not None:
        kind: AuthorKind = "agent" if row.author_role in STAFF else "customer"
        return AuthorView(row.author_name or "Somebody", kind, row.author_id == actor.person_id)
    return AuthorView("Deskhand", "system")


def to_post_view(
    row: PostRow,
    actor: Actor,
    slug: str,
    reacted: Mapping[UUID, frozenset[str]] = NONE,
    *,
    root_is_ticket: bool = False,
) -> PostView:
    """A post as the actor sees it. In a ticket's staff thread what staff say are notes.
    ``reacted``: the ticket's messages among the posts, with the actor's own emoji on each."""
    said_here = row.author_id is not None and row.thread_id is not None
    marked = isinstance(row.content, Text) and row.content.internal
    private = row.viewer_id is not None and slug != DIRECT
    author, is_own = to_author(row, actor), row.author_id == actor.person_id
    # What somebody has just said comes to open pages before the core knows where it stands.
    in_ticket = row.thread_id is not None and (root_is_ticket or slug == SUPPORT)
    is_said = in_ticket and not is_own and author.kind in {"agent", "customer"}
    is_text = isinstance(row.content, Text) and not private
    return PostView(
        id=row.id,
        channel=slug,
        # What only one person sees heads no thread: an answer to it must stand beside it.
        thread=row.thread_id or (None if private else row.id),
        author=author,
        content=row.content,
        at=row.created_at,
        nonce=new_nonce(),
        is_root=row.thread_id is None,
        edited=row.edited_at is not None or (isinstance(row.content, Text) and row.content.edited),
        private=private,
        own=row.author_id is not None and is_own,
        note=marked or (root_is_ticket and said_here and slug == TRIAGE),
        reacted=reacted.get(row.id, frozenset() if is_said else None) if is_text else None,
        replies=row.replies,
        last_reply=row.last_reply,
        url=None if row.viewer_id or row.thread_id else Where(slug, row.id).url,
    )


def title_of(row: PostRow) -> str:
    """A thread's title: its ticket's, or the beginning of what was said."""
    if isinstance(row.content, Card):
        return " · ".join(filter(None, (row.content.ref, row.content.title)))
    line = next(iter(row.content.text.strip().splitlines()), "Thread")
    return line if len(line) <= TITLE_LENGTH else f"{line[: TITLE_LENGTH - 1].rstrip()}…"


def to_thread_view(
    root: PostRow,
    replies: list[PostRow],
    actor: Actor,
    slug: str,
    reacted: Mapping[UUID, frozenset[str]] = NONE,
    *,
    shared: bool = False,
) -> ThreadView:
    """A thread with its composer, which says who will read what is written; ``shared``: where
    its ticket began others do."""
    ticket = ticket_of(root)
    is_ticket = ticket is not None
    subtitle = {
        TRIAGE: "Staff only",
        SUPPORT: "You and our staff",
        DIRECT: "You and our staff" if not actor.is_staff else "You and Deskhand",
    }[slug]
    return ThreadView(
        title=title_of(root),
        subtitle=SHARED if shared else subtitle,
        root=to_post_view(root, actor, slug, reacted),
        posts=tuple(
            to_post_view(r, actor, slug, reacted, root_is_ticket=is_ticket) for r in replies
        ),
        composer=_thread_composer(actor, slug, root.id, ticket, shared=shared),
        internal=slug == TRIAGE,
    )


def _thread_composer(
    actor: Actor, slug: str, root_id: UUID, ticket: str | None, *, shared: bool
) -> ComposerView:
    note = slug == TRIAGE and ticket is not None
    if note:
        label, hint, button = "Note for staff", "Only staff will see this.", "Save note"
    elif slug == TRIAGE:
        label, hint, button = "Message to staff", "Only staff see this thread.", "Send"
    elif slug == SUPPORT or not actor.is_staff:
        hint = "Others read it too, where you began this." if shared else "Goes to our staff."
        label, button = "Message to support", "Send"
    else:
        label, hint, button = (
            "Message to Deskhand",
            "Only you see this. Type / for commands.",
            "Send",
        )
    return ComposerView(
        id="compose-thread",
        channel=slug,
        thread=root_id,
        label=label,
        hint=hint,
        button=button,
        nonce=new_nonce(),
        note=note,
        answers=ticket if note else None,
    )


def stream_composer(slug: str) -> ComposerView:
    """Where one writes into a channel itself."""
    label, hint = {
        TRIAGE: ("Message to staff", "Only staff see this. Type / for commands."),
        SUPPORT: ("Message to support", "We answer in a thread of its own. Only you see it."),
        DIRECT: ("Message to Deskhand", "Only you see this. Type / for commands."),
    }[slug]
    return ComposerView(
        id=f"compose-{slug}",
        channel=slug,
        thread=None,
        label=label,
        hint=hint,
        button="Send",
        nonce=new_nonce(),
    )
