"""A reply that waits a moment: held, taken back, or sent at once after all."""

from collections.abc import Sequence
from uuid import UUID

from bot.cards import Text
from bot.forms.forms import files_of_draft
from bot.grammar.command import Command
from bot.showing.held_cards import SEND_NOW, UNDO, too_late_card
from bot.talk import NOTHING, Answer, Talk
from core.conversation.places import CUSTOMER
from core.errors import Invalid
from core.ids import to_id
from core.tickets.held.held_sending import FILES, LAST, SENT, send_now, undo
from core.tickets.held.holding import hold_reply
from core.tickets.news import Seen, Typed
from core.tickets.reading.queries import ref_of
from core.tickets.reading.wording import ago


async def hold(
    talk: Talk, number: int, text: str, seen: Seen, files: Sequence[UUID]
) -> Answer | None:
    """Let a reply wait, with a word to its author. None: it is to be said at once, as where
    the customer sees it anyway."""
    if talk.place is not None and talk.place.role == CUSTOMER:
        return None
    held = await hold_reply(talk.uow, talk.actor, number, text, seen=seen, attachment_ids=files)
    return Answer(held=held.id) if held else None


def view_of(talk: Talk, command: Command) -> Seen:
    """What somebody who replies had before them: the card or form of which they say the revision,
    else what was to be read in the thread where they typed, or in any of the ticket's there."""
    if command.seen is not None or not talk.actor.is_staff:
        return command.seen
    incoming = talk.incoming
    inside = talk.place is not None and talk.number == talk.ticket(command)
    return Typed(
        incoming.spot.platform,
        incoming.spot.workspace,
        place_id=talk.place.id if talk.place and inside else None,
        at=incoming.said_at,
        just_now=talk.is_fresh,
    )


async def kept_files(talk: Talk, command: Command) -> list[UUID]:
    """The files of a text that was kept and is used now."""
    said = command.options.get(FILES, "").split() or await files_of_draft(talk, command)
    return [to_id(one, "that file") for one in said]


async def run_held(talk: Talk, command: Command) -> Answer:
    """``undo-send:`` takes a reply back, ``send-now:`` waits no longer for it."""
    name = UNDO if UNDO in command.options else SEND_NOW
    if command.text:
        raise Invalid(field=name, problem="it takes no text; reply in a message of its own")
    which = command.options[name] or LAST
    if name == SEND_NOW:
        return await _send_now(talk, which)
    held, done = await undo(talk.uow, talk.actor, which)
    if done or held.state != SENT:
        return Answer(held=held.id)
    passed = talk.uow.now - (held.ended_at or held.due_at)
    return Answer(private=too_late_card(held, ref_of(talk.uow, held.number), ago(passed)))


async def _send_now(talk: Talk, which: str) -> Answer:
    held, done = await send_now(talk.uow, talk.actor, which)
    ref = ref_of(talk.uow, held.number)
    if done:
        # Its line shows in the thread; of a refusal its author is told.
        return (
            talk.done(held.number, "Your reply is on its way:") if held.state == SENT else NOTHING
        )
    if held.state == SENT:
        return Answer(private=Text(text=f"Your reply on **{ref}** was sent already."))
    return Answer(held=held.id)
