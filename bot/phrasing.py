"""Messages and events in the words in which they appear in a thread."""

from uuid import UUID

from bot.cards import Author, Button, Text
from core.access.actor import Role
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.database.unit_of_work import UnitOfWork
from core.events.models import EventRow
from core.people.models import Person
from core.tickets.marks import Mark
from core.tickets.views import TicketView
from core.tickets.wording import in_words


async def message_text(uow: UnitOfWork, message: Message, mark: Mark | None) -> Text:
    """A message under its author's name, with its delivery mark."""
    author = await uow.session.get(Person, message.author_id) if message.author_id else None
    role = "customer" if message.author_role == Role.CUSTOMER.value else "agent"
    buttons: tuple[Button, ...] = ()
    if mark is not None and mark.stuck:
        buttons = (Button(label="Send again", says=f"reply again:{message.id}"),)
    return Text(
        text=message.body,
        author=Author(
            name=author.name if author else "Deskhand",
            role="system" if author is None else role,  # type: ignore[arg-type]
            avatar_url=author.avatar_url if author else None,
        ),
        mark=mark.shown if mark else None,
        internal=message.audience == Audience.INTERNAL.value,
        edited=message.edited_at is not None,
        buttons=buttons,
    )


async def event_line(
    uow: UnitOfWork, event: EventRow, name: str, view: TicketView, *, staff: bool
) -> str:
    """One line for a thread. Customers are not told reasons or colleagues' doings."""
    if not staff:
        return {
            "TicketClaimed": f"{name} is looking at this now.",
            "TicketResolved": f"{name} marked this as solved. Write here if it is not.",
        }.get(event.type, "This is open again.")
    changes = event.data.get("changes", {})
    if event.type == "TicketAssigned":
        to = view.assignee.name if view.assignee else (view.team.name if view.team else "nobody")
        what = f"assigned this to **{to}**"
    else:
        what = in_words(event.type)
    moved = " and opened it" if event.type == "TicketClaimed" and "status_id" in changes else ""
    reason = await reason_of(uow, event)
    return f"**{name}** {what}{moved}. {reason}".strip()


async def reason_of(uow: UnitOfWork, event: EventRow) -> str:
    """Why it was done, as it was said; empty if nothing was."""
    if not event.data.get("reason_id"):
        return ""
    message = await uow.session.get(Message, UUID(event.data["reason_id"]))
    return f"“{message.body}”" if message and message.body else ""
