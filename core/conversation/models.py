"""Tables of the conversation: channels, places, messages, and what stands where."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Owned


class Channel(Owned, Base):
    """A channel we serve: ``triage`` (staff; cards appear there) or ``support`` (customers).

    Of a support channel, ``mode`` says whether its tickets stay where all read them
    (``public``) or go on in private at once, and ``posts`` whether what is posted there are
    ``questions``, which may become one, or ``tickets``.
    """

    __tablename__ = "channels"

    platform: Mapped[str]
    workspace: Mapped[str]
    channel: Mapped[str]
    role: Mapped[str]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    mode: Mapped[str] = mapped_column(default="public", server_default="public")
    posts: Mapped[str] = mapped_column(default="questions", server_default="questions")

    __table_args__ = (UniqueConstraint("organisation_id", "platform", "workspace", "channel"),)


class WorkspaceSettings(Owned, Base):
    """What an administrator has set for one connected workspace.

    ``reactions`` maps a meaning to the emoji that have it (see
    :mod:`core.conversation.workspaces`), ``alert_bots`` a bot's id to its contact.
    """

    __tablename__ = "workspace_settings"

    platform: Mapped[str]
    workspace: Mapped[str]
    reactions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    alert_bots: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (UniqueConstraint("organisation_id", "platform", "workspace"),)


class Place(Owned, Base):
    """One conversation on one platform. ``thread`` is empty until its root was posted.

    ``shared``: others than the ticket's customer and staff may read there. ``left_at`` is
    since when the ticket goes on elsewhere, in the place whose ``instead_of`` this one is;
    that one's ``channel`` is empty until it was opened.
    """

    __tablename__ = "places"

    platform: Mapped[str]
    workspace: Mapped[str]
    channel: Mapped[str]
    thread: Mapped[str | None]
    role: Mapped[str]
    audience: Mapped[str]
    ticket_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("tickets.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    shared: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    left_at: Mapped[datetime | None]
    instead_of: Mapped[UUID | None] = mapped_column(ForeignKey("places.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]

    __table_args__ = (
        Index(
            "uq_places_spot",
            "organisation_id",
            "platform",
            "workspace",
            "channel",
            "thread",
            "role",
            text("coalesce(person_id::text, '')"),
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("thread IS NOT NULL OR role = 'ephemeral'"),
        ),
        Index(
            "uq_places_mirror",
            "organisation_id",
            "ticket_id",
            "platform",
            "workspace",
            "channel",
            unique=True,
            postgresql_where=text("role = 'mirror'"),
        ),
    )


class Message(Owned, Base):
    """Something said on a ticket: a reply, a note, a line of the system's, or a community post.

    ``split_into_id`` is the ticket on which it stands now, if it was split off;
    ``copy_of_id`` the one message that was said to many customers, each by a copy.
    """

    __tablename__ = "messages"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    kind: Mapped[str]
    audience: Mapped[str]
    body: Mapped[str]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    author_role: Mapped[str]
    surface: Mapped[str]
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("places.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    attributes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    split_into_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("tickets.id", ondelete="SET NULL")
    )
    copy_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"))

    __table_args__ = (
        Index("ix_messages_ticket", "ticket_id", "id"),
        Index(
            "ix_messages_split_into_id",
            "split_into_id",
            postgresql_where=text("split_into_id IS NOT NULL"),
        ),
        Index(
            "uq_messages_copy",
            "copy_of_id",
            "ticket_id",
            unique=True,
            postgresql_where=text("copy_of_id IS NOT NULL"),
        ),
    )

    @property
    def home_id(self) -> UUID:
        """The ticket on which it stands."""
        return self.split_into_id or self.ticket_id


class MessageRef(Owned, Base):
    """Where a core message, or a ticket's card, stands on a platform. Unique both ways.

    ``stood_at`` is since when, by that platform's own clock, where it tells that: it is only
    ever compared with what the same platform says of another message.
    """

    __tablename__ = "message_refs"

    place_id: Mapped[UUID] = mapped_column(ForeignKey("places.id", ondelete="CASCADE"))
    kind: Mapped[str]
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    external_id: Mapped[str]
    stood_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("place_id", "external_id", "kind"),
        Index(
            "uq_message_refs_thing",
            "place_id",
            "kind",
            "message_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_message_refs_message", "message_id"),
    )


class Amendment(Owned, Base):
    """The latest that we have heard of a change or removal of what stands on a platform.

    Platforms may tell of it before they tell of the message, and of two changes in any order.
    ``text`` is kept only until the message is there.
    """

    __tablename__ = "amendments"

    platform: Mapped[str]
    workspace: Mapped[str]
    channel: Mapped[str]
    external_id: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("organisation_id", "platform", "workspace", "channel", "external_id"),
        Index("ix_amendments_at", "at"),
    )


class Draft(Owned, Base):
    """Something a person wrote that could not be carried out: kept, so nothing is lost."""

    __tablename__ = "drafts"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    values: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
