"""Messages and events in the words in which they appear in a thread."""

from datetime import datetime
from uuid import UUID

from bot.cards import Author, Button, Card, File, Text
from bot.showing.parting_cards import (
    customers_part,
    parted_in_words,
    undo_move_button,
    undo_split_button,
)
from bot.showing.relation_cards import undo_button
from bot.showing.survey_cards import closing_card
from core.access.actor import Role
from core.conversation.audience import Audience
from core.conversation.file_models import Attachment
from core.conversation.files_names import line_of_names
from core.conversation.models import Message
from core.database.unit_of_work import UnitOfWork
from core.events.models import EventRow
from core.people.models import Person
from core.tickets.announcements.marks import Mark
from core.tickets.collaboration.nudging import TicketNudged
from core.tickets.ending_events import TicketClosingSoon, TicketFollowedUp
from core.tickets.events import MessageEdited, TicketEscalated, TicketJoined
from core.tickets.files.attaching import files_of
from core.tickets.messages import COMMUNITY
from core.tickets.reading.views import TicketView
from core.tickets.reading.wording import in_words
from core.tickets.relations.relation_events import TicketMoved, TicketSplit

BESIDE = "💬 community post"
"""Stands by what somebody said who is neither the customer nor staff."""


async def message_text(uow: UnitOfWork, message: Message, mark: Mark | None) -> Text:
    """A message under its author's name, with its delivery mark."""
    author = await uow.session.get(Person, message.author_id) if message.author_id else None
    beside = message.author_role == COMMUNITY
    role = "customer" if beside or message.author_role == Role.CUSTOMER.value else "agent"
    shown = BESIDE if beside else mark.shown if mark else None
    buttons: tuple[Button, ...] = ()
    if mark is not None and (mark.stuck or mark.failing):
        label = "Send again" if mark.stuck else "Retry"
        buttons = (Button(label=label, says=f"reply again:{message.id}"),)
    named = (await files_of(uow, [message.id])).get(message.id, ())
    files = tuple(to_file(attachment) for attachment in named)
    only_files = bool(files) and message.body == line_of_names([file.name for file in files])
    return Text(
        text="" if only_files else message.body,
        files=files,
        author=Author(
            name=author.name if author else "Deskhand",
            role="system" if author is None else role,  # type: ignore[arg-type]
            avatar_url=author.avatar_url if author else None,
        ),
        mark=shown,
        internal=message.audience == Audience.INTERNAL.value,
        edited=message.edited_at is not None,
        buttons=buttons,
    )


async def changed_elsewhere(uow: UnitOfWork, message_id: UUID | None) -> Text | None:
    """What is told where somebody's own words stand and cannot be changed by us. A note's words
    are not said again: who reads there may be others by now."""
    message = await uow.session.get(Message, message_id)
    if message is None:
        return None
    author = await uow.session.get(Person, message.author_id) if message.author_id else None
    name = author.name if author else "Its author"
    if message.deleted_at is not None:
        return Text(text=f"**{name}** took a message back that still stands here.")
    if message.audience == Audience.INTERNAL.value:
        return Text(text=f"**{name}** changed a note that stands here; it reads differently now.")
    return Text(
        text=f"**{name}** changed a message that stands here. It says now:\n\n{message.body}"
    )


async def event_content(
    uow: UnitOfWork, event: EventRow, name: str, view: TicketView, *, staff: bool
) -> Text | Card:
    """What a thread is told of an event: mostly one line."""
    if event.type == TicketClosingSoon.type:
        return closing_card(view, datetime.fromisoformat(event.data["closes_at"]))
    if event.type == TicketFollowedUp.type:
        before = f"{uow.ticket_prefix}-{event.data['number']}"
        told = f"This follows **{before}**, which ended too long ago to be opened again."
        return Text(text=told if staff else followed_up(before, view.ref))
    return Text(
        text=await event_line(uow, event, name, view, staff=staff),
        buttons=_undoing(event, view) if staff else (),
    )


def _undoing(event: EventRow, view: TicketView) -> tuple[Button, ...]:
    if event.type == TicketJoined.type:
        return (undo_button(event.data["changes"]["merged"][1]),)
    if event.type == TicketSplit.type:
        return (undo_split_button(event.data["changes"]["split"][1]),)
    if event.type == TicketMoved.type and not event.data["undoes"]:
        return (undo_move_button(view.ref),)
    return ()


def followed_up(before: str, ref: str) -> str:
    """To a customer whose words came long after the end of a ticket."""
    return (
        f"**{before}** ended too long ago to be opened again, so your words went to a new "
        f"ticket, **{ref}**. The two are linked, and the conversation goes on there."
    )


def to_file(attachment: Attachment) -> File:
    """A file as it is said."""
    same = "name media_type size width height"
    values = {field: getattr(attachment, field) for field in same.split()}
    return File(id=str(attachment.id), problem=attachment.problem or "", **values)


async def event_line(
    uow: UnitOfWork, event: EventRow, name: str, view: TicketView, *, staff: bool
) -> str:
    """One line for a thread. Customers are not told reasons or colleagues' doings."""
    if not staff:
        return _customers_line(event, name, view)
    changes = event.data.get("changes", {})
    if event.type == "TicketAssigned":
        to = view.assignee.name if view.assignee else (view.team.name if view.team else "nobody")
        what = f"assigned this to **{to}**"
    elif event.type == MessageEdited.type:
        what = "edited a message after you answered: read it again"
    elif event.type == TicketEscalated.type:
        what = escalated_in_words(event, view)
    else:
        what = _joined_in_words(event, view) or parted_in_words(event, view)
        what = what or in_words(event.type)
    moved = " and opened it" if event.type == "TicketClaimed" and "status_id" in changes else ""
    reason = await reason_of(uow, event)
    return f"**{name}** {what}{moved}. {reason}".strip()


def notice_line(event: EventRow, name: str, view: TicketView, viewer: str | None) -> str:
    """What somebody is told directly: that they have the ticket, lost it, or should look."""
    if event.type == TicketNudged.type:
        return f"{name} asks you to have a look at {view.ref} when you can."
    _, after = event.data["changes"].get("assignee_id", (None, None))
    if viewer == after:
        return f"{name} assigned {view.ref} to you."
    to = f" and gave it to {view.assignee.name}" if view.assignee else ""
    return f"{name} took {view.ref} from you{to}."


def _customers_line(event: EventRow, name: str, view: TicketView) -> str:
    """Neutral words: nothing of colleagues, reasons or other customers."""
    parted = customers_part(event, view)
    if parted:
        return parted
    look = "A specialist is now looking at this."
    if event.type == TicketEscalated.type and event.data["by"] == "customer":
        look = "The team has been asked to take another look at this."
    return {
        "TicketClaimed": f"{name} is looking at this now.",
        "TicketResolved": f"{name} marked this as solved. Write here if it is not.",
        "TicketEscalated": look,
        "TicketMerged": f"This goes on as **{view.merged_into}**, together with another report "
        f"of the same. Go on writing here; **{view.ref}** leads there too.",
        "TicketUnmerged": f"This goes on by itself again, as **{view.ref}**.",
        "TicketJoined": f"Another report of the same was put together with this. "
        f"It goes on here, as **{view.ref}**.",
        "TicketParted": f"This goes on here, as **{view.ref}**; the other report by itself.",
    }.get(event.type, "This is open again.")


def escalated_in_words(event: EventRow, view: TicketView) -> str:
    """What an escalation did, to follow a name."""
    if event.data["by"] == "customer":
        return "asks for another look"
    changes, done = event.data["changes"], []
    if "priority" in changes:
        done.append(f"raised it to {changes['priority'][1]}")
    if "assignee_id" in changes or "team_id" in changes:
        to = view.assignee.name if view.assignee else (view.team.name if view.team else "")
        done += [f"gave it to {to}"] if to else []
    return "escalated this" + (f" and {' and '.join(done)}" if done else "")


def _joined_in_words(event: EventRow, view: TicketView) -> str:
    """Which ticket was put together with which, to follow a name."""
    before, after = event.data.get("changes", {}).get("merged", (None, None))
    return {
        "TicketMerged": f"merged this into **{view.merged_into}**: it goes on there",
        "TicketUnmerged": "took this out of the merge: it goes on here",
        "TicketJoined": f"merged **{after}** into this",
        "TicketParted": f"took **{before}** out of this again",
    }.get(event.type, "")


async def reason_of(uow: UnitOfWork, event: EventRow) -> str:
    """Why it was done, as it was said; empty if nothing was."""
    if not event.data.get("reason_id"):
        return ""
    message = await uow.session.get(Message, UUID(event.data["reason_id"]))
    return f"“{message.body}”" if message and message.body else ""
