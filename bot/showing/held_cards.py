"""How a reply that waits stands, in words for its author; and the nudge for a note."""

import math
from datetime import datetime
from uuid import UUID

from bot.cards import Button, Card, Fact, Text, Tone
from core.tickets.held import held_sending
from core.tickets.held.held_models import HeldReply

NOTE, UNDO, SEND_NOW = "note-id", "undo-send", "send-now"
"""Options of ``reply``: the id of one's own note; and of a reply that waits, or ``last``."""
SEND_ANYWAY = "send-anyway"
"""The option by which our own button sends a reply at once, though its customer wrote meanwhile."""
KEPT = "Your text is kept."
QUOTED = 1000
OUTDATED_TITLE = "Held: the ticket has changed"


def held_content(held: HeldReply, customer: str, ref: str, text: str, now: datetime) -> Text | Card:
    """What its author reads. ``text`` is what was kept of it, where it was not sent."""
    if held.state == held_sending.WAITING:
        return _waiting(held, customer, ref, now)
    if held.state == held_sending.SENT:
        return Text(text=f"📨 Sent to {customer} on **{ref}**.")
    if held.state == held_sending.OUTDATED:
        news, seen = held.problem, held.revision
        return outdated_card(ref, news, seen, draft=held.draft_id, note=held.note_id, text=text)
    undone = held.state == held_sending.UNDONE
    if held.note_id is not None:
        body = "It stays a note: the customer has not seen it."
    else:
        body = "Nothing was sent. Your text is kept."
    buttons: tuple[Button, ...] = ()
    if held.draft_id is not None:
        says = f"reply {ref} draft:{held.draft_id}"
        buttons = (Button(label="Edit and send", says=says, style="primary", opens_form=True),)
    return Card(
        title=f"Taken back on {ref}" if undone else f"Your reply on {ref} was not sent",
        body=body if undone else f"{held.problem} {body}",
        quote=text,
        buttons=buttons,
        tone=Tone.NEUTRAL if undone else Tone.WARNING,
    )


def _waiting(held: HeldReply, customer: str, ref: str, now: datetime) -> Text:
    left = max(1, math.ceil((held.due_at - now).total_seconds()))
    buttons = (
        Button(label="Undo", says=f"reply {ref} {UNDO}:{held.id}"),
        Button(label="Send now", says=f"reply {ref} {SEND_NOW}:{held.id}"),
    )
    return Text(text=f"Sending to {customer} in {left} s.", buttons=buttons)


def outdated_card(
    ref: str,
    news: str,
    revision: int | None,
    *,
    draft: UUID | None = None,
    note: UUID | None = None,
    text: str = "",
) -> Card:
    """A reply that knew nothing of what its customer wrote meanwhile, and what can be done.
    ``draft`` names the text that was kept, ``note`` the note to be sent."""
    what = f"{NOTE}:{note}" if note else f"held:{draft or ''}"
    send = f"reply {ref} r{revision} {what} {SEND_ANYWAY}:yes"
    buttons = [Button(label="Send anyway", says=send, style="primary")]
    if draft is not None:
        edit = f"reply {ref} draft:{draft}"
        buttons.append(Button(label="Edit and send", says=edit, opens_form=True))
    buttons.append(Button(label="Show the ticket", says=f"show {ref}"))
    return Card(
        title=OUTDATED_TITLE,
        body=f"{news} Send anyway?",
        tone=Tone.WARNING,
        buttons=tuple(buttons),
        quote=text[:QUOTED],
        footer=KEPT if draft and text else "",
    )


def too_late_card(held: HeldReply, ref: str, ago: str) -> Card:
    """It cannot be taken back: when it left, and what can be done."""
    return Card(
        title="Too late",
        body=f"Your reply on **{ref}** was sent {ago}: the customer has it. "
        "If something in it is wrong, say so in another reply.",
        facts=(Fact(name="Sent", moment=held.ended_at),),
        tone=Tone.WARNING,
    )


def nudge_text(note_id: UUID) -> Text:
    """To the author of a note, once."""
    return Text(
        text="Your note looks like an answer; the customer has not seen it.",
        buttons=(Button(label="Send to customer", says=f"reply {NOTE}:{note_id}"),),
    )
