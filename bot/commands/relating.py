"""``merge``, ``escalate``, ``snooze``, and what ``set`` says of other tickets and followers."""

from dataclasses import replace

from bot.cards import Button, Text
from bot.commands import fields
from bot.forms.forms import begun_text
from bot.forms.relation_forms import OUT_OF_IT, QUEUE, RAISE, REASSIGN
from bot.grammar.command import Command
from bot.grammar.parse import first_word, to_number
from bot.grammar.times import to_moment
from bot.receiving.bringing import bring_files, told_of_missing, with_told
from bot.showing.relation_cards import undo_button
from bot.talk import Answer, Talk
from core.conversation.audience import Audience
from core.errors import Invalid
from core.tickets.announcements.line_breaker import resume_lines
from core.tickets.collaboration.following import follow, unfollow
from core.tickets.escalating import Escalation, check_reason, escalate, raised
from core.tickets.models import Ticket
from core.tickets.reading.queries import find_ticket, ref_of
from core.tickets.reading.readers import is_read_along
from core.tickets.reading.views import view_ticket
from core.tickets.relations.linking import link, unlink
from core.tickets.relations.merging import merge, unmerge
from core.tickets.snoozing import check_snooze, snooze, wake

RELATIONS = ("related", "follow", "lines")
"""Options of ``set`` that are carried out here."""
_ON, _OFF = {"on", "yes", "me"}, {"off", "no", "none"}
NOW = "now"


async def merge_one(talk: Talk, command: Command) -> Answer:
    """Let one ticket go on in another; ``into:none`` undoes it."""
    number, said = talk.ticket(command), _into(command)
    ref = ref_of(talk.uow, number)
    if said.casefold() in OUT_OF_IT:
        await unmerge(talk.uow, talk.actor, number)
        return Answer(private=Text(text=f"**{ref}** goes on by itself again."))
    into = to_number(said)
    if into is None:
        raise Invalid(field="into", problem="say into which: `merge 1043 into:1042`")
    survivor = await merge(talk.uow, talk.actor, number, into, seen=command.seen)
    goes_on = ref_of(talk.uow, survivor.number)
    text = f"**{ref}** goes on in **{goes_on}** now. Both numbers and all places lead there."
    ticket = await find_ticket(talk.uow, Ticket.number == number)
    if ticket is not None and ticket.requester_id != survivor.requester_id:
        text += " They are two customers' tickets: neither of them reads what the other wrote."
    text += await _untold(talk, [one for one in (ticket, survivor) if one is not None])
    return Answer(private=Text(text=text, buttons=(undo_button(ref), _show(goes_on))))


def _into(command: Command) -> str:
    """The other ticket: ``into:1042``, ``into 1042`` or the number alone."""
    said = command.options.get("into") or command.text
    word, after = first_word(said)
    return after.strip() if word == "into" else said.strip()


async def _untold(talk: Talk, tickets: list[Ticket]) -> str:
    """Which of the two tickets is read by others, if the other one is not."""
    public = [one for one in tickets if await is_read_along(talk.uow, one.id)]
    private = [one for one in tickets if one not in public]
    if not public or not private:
        return ""
    shown, hidden = (ref_of(talk.uow, one.number) for one in (public[0], private[0]))
    return f" Others read along at **{shown}**: what is said on **{hidden}** is not told there."


def _show(ref: str) -> Button:
    return Button(label=f"Show {ref}", says=f"show {ref}")


async def check_merge_one(talk: Talk, command: Command) -> None:
    """Refuse what names no ticket, before it is accepted."""
    said = _into(command)
    if said.casefold() not in OUT_OF_IT and to_number(said) is None:
        raise Invalid(field="into", problem="say a ticket's number, for example 1042")


async def run_escalate(talk: Talk, command: Command) -> Answer:
    """Call for more; customers ask for another look."""
    number = talk.ticket(command)
    wanted = await to_escalation(talk, command)
    if talk.actor.is_staff:
        await escalate(talk.uow, talk.actor, number, wanted, seen=command.seen)
        return talk.done(number, "Escalated:")
    bundle = await bring_files(talk, number=number)
    await escalate(talk.uow, talk.actor, number, wanted, attachment_ids=bundle.ids)
    told = await told_of_missing(talk, bundle, number, Audience.PUBLIC)
    asked = Text(text=f"The team has been asked to look at **{ref_of(talk.uow, number)}** again.")
    return with_told(Answer(private=asked), told)


async def to_escalation(talk: Talk, command: Command) -> Escalation:
    """The escalation that is meant. Raises :class:`Invalid` naming the field."""
    options = command.options
    how, to = options.get("how", ""), options.get("to", "")
    priority = options.get("priority") or None
    reason = options.get("reason") or await begun_text(talk, command)
    check_reason(reason)
    if how == REASSIGN and not to:
        raise Invalid(field="to", problem="say to whom")
    if how in {RAISE, QUEUE}:
        to = ""
    if how in {REASSIGN, QUEUE}:
        priority = None
    queue = how == QUEUE or to.casefold() == "queue"
    if how == RAISE and priority is None:
        now = (await view_ticket(talk.uow, talk.actor, talk.ticket(command))).priority
        priority = raised(now)
        if priority is None:
            raise Invalid(field="priority", problem="it is critical already")
    return Escalation(
        reason=reason, priority=priority, to=None if queue else to or None, queue=queue
    )


async def check_escalation(talk: Talk, command: Command) -> None:
    """Refuse an escalation without a reason, or to nobody."""
    await to_escalation(talk, command)


async def run_snooze(talk: Talk, command: Command) -> Answer:
    """Put the ticket aside; ``until:now`` brings it back."""
    number, said = talk.ticket(command), _until(command)
    if said.casefold() == NOW:
        await wake(talk.uow, talk.actor, number, seen=command.seen)
        return talk.done(number, "Back:")
    until = to_moment(said, talk.uow.now, talk.actor.timezone, "until")
    reason = command.options.get("reason", "")
    await snooze(talk.uow, talk.actor, number, until, reason=reason, seen=command.seen)
    return talk.done(number, "Snoozed; its targets go on counting:")


def _until(command: Command) -> str:
    """``until:tomorrow 9:00``, ``until 3h`` or the time alone."""
    word, after = first_word(command.text)
    text = after if word == "until" else command.text.strip()
    said = " ".join(part for part in (command.options.get("until", ""), text) if part)
    if not said:
        raise Invalid(field="until", problem="say until when: `snooze 1042 until:3h`")
    return said


async def check_until(talk: Talk, command: Command) -> None:
    """Refuse what is no time to come."""
    said = _until(command)
    if said.casefold() != NOW:
        check_snooze(to_moment(said, talk.uow.now, talk.actor.timezone, "until"), talk.uow.now)


async def _resume(talk: Talk, number: int) -> str:
    ref = ref_of(talk.uow, number)
    if await resume_lines(talk.uow, talk.actor, number):
        return f"What happens to **{ref}** is said in its threads again."
    return f"What happens to **{ref}** is said in its threads; nothing was held back."


async def set_one(talk: Talk, command: Command) -> Answer:
    """Change fields, link other tickets, follow or stop following."""
    said = {name: command.options[name] for name in RELATIONS if command.options.get(name)}
    if not said:
        return await fields.change_fields(talk, command)
    number, told = talk.ticket(command), []
    if "related" in said:
        told.append(await _relate(talk, number, said["related"]))
    if "follow" in said:
        told.append(await _follow(talk, number, said["follow"]))
    if "lines" in said:
        told.append(await _resume(talk, number))
    rest = {name: value for name, value in command.options.items() if name not in RELATIONS}
    if rest:
        # What was linked or followed has raised the revision: it is no news to whoever did it.
        await fields.change_fields(talk, replace(command, options=rest, seen=None))
    return Answer(private=Text(text=" ".join(told)))


async def _relate(talk: Talk, number: int, said: str) -> str:
    """``1043`` links, ``-1043`` takes the link away."""
    other = to_number(said.lstrip("+-"))
    if other is None:
        raise Invalid(field="related", problem="say a ticket's number, for example 1043 or -1043")
    ref, other_ref = ref_of(talk.uow, number), ref_of(talk.uow, other)
    if said.startswith("-"):
        await unlink(talk.uow, talk.actor, number, other)
        return f"**{ref}** and **{other_ref}** are no longer linked."
    await link(talk.uow, talk.actor, number, other)
    return f"**{ref}** and **{other_ref}** are linked."


async def _follow(talk: Talk, number: int, said: str) -> str:
    ref = ref_of(talk.uow, number)
    if said.casefold() in _ON:
        await follow(talk.uow, talk.actor, number)
        return f"You follow **{ref}**: you are told what is said publicly, and of its end."
    if said.casefold() in _OFF:
        await unfollow(talk.uow, talk.actor, number)
        return f"You no longer follow **{ref}**."
    raise Invalid(field="follow", problem="say on or off")
