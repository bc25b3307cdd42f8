"""Using a macro on a ticket: first shown, then done in one act."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.access.actor import STAFF, Actor, Role
from core.access.permissions import Permission, require
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.people.models import Person
from core.tickets.changing import change, take
from core.tickets.claiming import check_owner, refuse_done
from core.tickets.collaboration.mentions import call_in, find_called
from core.tickets.configuration.catalogue import Catalogue, catalogue
from core.tickets.configuration.tagging import put_tags
from core.tickets.events import (
    MACRO,
    TicketAssigned,
    TicketEvent,
    TicketPriorityChanged,
    TicketUpdated,
)
from core.tickets.held.held_sending import send_held_first
from core.tickets.macros.macro_text import Facts, fill_in
from core.tickets.macros.macros import ME, MacroActions, actions_in_words, get_macro
from core.tickets.messages import checked_text, say
from core.tickets.models import Macro, Ticket
from core.tickets.reading.queries import scope_of
from core.tickets.reading.views import TicketView, view_ticket
from core.tickets.relations.group import home_of
from core.tickets.resolving import end_gathered, to_move
from core.tickets.rules import DONE, Base


@dataclass(frozen=True)
class Preview:
    """What a macro would say and do on a ticket."""

    name: str
    ref: str
    revision: int
    text: str
    as_note: bool
    customer: str
    actions: MacroActions


@dataclass(frozen=True)
class Applied:
    """What a macro has done: the ticket, and what was said, if anything."""

    ticket: Ticket
    message: Message | None


async def preview_macro(uow: UnitOfWork, actor: Actor, name: str, number: int) -> Preview:
    """What the macro would say and do on that ticket; nothing is done."""
    require(actor, Permission.USE_MACROS)
    macro = await get_macro(uow, actor, name)
    view = await view_ticket(uow, actor, number)
    return Preview(
        name=macro.name,
        ref=view.ref,
        revision=view.revision,
        text=fill_in(macro.text, await _facts(uow, actor, view)),
        as_note=macro.as_note,
        customer=view.requester.name,
        actions=await actions_in_words(uow, macro),
    )


async def _facts(uow: UnitOfWork, actor: Actor, view: TicketView) -> Facts:
    requester = await uow.session.get(Person, view.requester.id)
    due = [c.due_at for c in view.clocks if c.due_at and not c.met_at]
    return Facts(
        customer=view.requester.name,
        agent=actor.name,
        number=view.ref,
        subject=view.subject,
        status=view.status,
        priority=view.priority,
        category=" > ".join(view.category),
        team=view.team.name if view.team else "",
        reply_due=min(due, default=None) if view.base not in DONE else None,
        timezone=requester.timezone if requester else None,
    )


async def apply_macro(
    uow: UnitOfWork,
    actor: Actor,
    name: str,
    number: int,
    *,
    text: str | None = None,
    seen: int | None = None,
) -> Applied:
    """Say what the macro says (or ``text`` instead) and do what it does, as one change.

    Every part needs the right that it would need by itself; without one of them
    nothing is done. Raises ``Stale`` when the ticket has changed since ``seen``.
    """
    macro = await get_macro(uow, actor, name)
    ticket = await take(uow, actor, number, Permission.USE_MACROS, seen)
    await send_held_first(uow, actor, ticket, seen)
    await _require_rights(uow, actor, ticket, macro, text)
    # What is filled in may be the customer's words: they call nobody in.
    own_words = macro.text if text is None else text
    if text is None:
        view = await view_ticket(uow, actor, ticket.number)
        text = fill_in(macro.text, await _facts(uow, actor, view))
    was = (await catalogue(uow)).base(ticket.status_id)
    await _change_at_once(uow, actor, ticket, macro, replies=bool(text.strip()))
    said = None
    if text.strip() and macro.as_note:
        said = await _note(uow, actor, ticket, checked_text(text), own_words)
    elif text.strip():
        home = await home_of(uow, actor, ticket, number)
        said = await say(uow, actor, home, checked_text(text), Audience.PUBLIC)
    # After the words: nothing is said to the customers of tickets that are over.
    await end_gathered(uow, actor, ticket, was)
    return Applied(ticket, said)


async def _note(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, body: str, own_words: str
) -> Message:
    """A note that calls in whom the macro, or who changed its text, names."""
    called = await find_called(uow, actor, ticket, own_words)
    message = await say(uow, actor, ticket, body, Audience.INTERNAL)
    await call_in(uow, actor, ticket, message, called)
    return message


async def _require_rights(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, macro: Macro, text: str | None
) -> None:
    scope = await scope_of(uow, ticket)
    if macro.text or text:
        require(actor, Permission.NOTE if macro.as_note else Permission.REPLY, scope)
    if macro.actions.get("assign"):
        require(actor, Permission.ASSIGN, scope)
    if macro.actions.keys() - {"assign"}:
        require(actor, Permission.EDIT, scope)


async def _change_at_once(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, macro: Macro, *, replies: bool
) -> None:
    """All that the macro changes, as one fact: that of the most telling of its parts."""
    words, actions = await catalogue(uow), macro.actions
    values: dict[str, Any] = {}
    event: type[TicketEvent] = TicketUpdated
    if actions.get("priority"):
        values["priority"], event = actions["priority"], TicketPriorityChanged
    if actions.get("category"):
        category = words.category_named(actions["category"])
        values["category_id"] = category.root_id
        values["subcategory_id"] = category.id if category.id != category.root_id else None
    if actions.get("assign"):
        if not actions.get("status"):
            await refuse_done(uow, ticket)
        values |= await _owner(uow, actor, ticket, words, actions["assign"])
        event = TicketAssigned
    event, moved = await _status(uow, actor, ticket, words, macro, event, replies)
    more: dict[str, tuple[Any, Any]] = {MACRO: (None, macro.name)}
    if actions.get("add_tags") or actions.get("remove_tags"):
        before, after = await put_tags(
            uow, ticket, actions.get("add_tags", []), actions.get("remove_tags", [])
        )
        more |= {"tags": (before, after)} if before != after else {}
    await change(uow, actor, ticket, event, more=more, **values, **moved)


async def _status(
    uow: UnitOfWork,
    actor: Actor,
    ticket: Ticket,
    words: Catalogue,
    macro: Macro,
    event: type[TicketEvent],
    replies: bool,
) -> tuple[type[TicketEvent], dict[str, Any]]:
    """Where the ticket moves: as the macro says, or out of New as with any first answer."""
    said = macro.actions.get("status")
    if said:
        status = words.status_named(said)
        if status.id == ticket.status_id:
            return event, {}
        return await to_move(uow, actor, ticket, status)
    begins = macro.actions.get("assign") or (replies and not macro.as_note)
    if begins and words.base(ticket.status_id) is Base.NEW:
        return event, {"status_id": words.first_status(Base.OPEN).id}
    return event, {}


async def _owner(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, words: Catalogue, said: str
) -> dict[str, Any]:
    if said == ME:
        return {"assignee_id": actor.person_id}
    team = words.teams.get(UUID(said))
    if team is not None:
        return {"team_id": team.id, "assignee_id": None}
    person = await uow.session.get(Person, UUID(said))
    if person is None or person.status != "active" or Role(person.role) not in STAFF:
        raise Invalid(field="assign", problem="the one whom this macro names is no longer here")
    await check_owner(uow, ticket, person, "assign")
    return {"assignee_id": person.id}
