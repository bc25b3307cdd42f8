"""What goes on from the words typed so far: a ticket's number, options and their choices."""

import re

from bot.grammar.verbs import Verb
from bot.ports import Completion
from core.access.actor import Actor
from core.database.unit_of_work import UnitOfWork
from core.tickets.reading.queries import ref_of
from core.tickets.reading.recent import SHOWN, recent_names
from core.tickets.reading.suggesting import own_names

SUBJECT = 60
_BEGUN = re.compile(r"(?:#|[A-Za-z]{2,8}-?)?\d*\Z")


def options_of(verb: Verb, typed: str, rest: str) -> list[Completion]:
    """The verb's options, or the choices of the one that is being typed."""
    last = "" if rest[-1:].isspace() else (rest.split() or [""])[-1]
    before = typed[: len(typed) - len(last)]
    name, colon, value = last.partition(":")
    if colon:
        return [
            Completion(f"{before}{name}:{choice} ", choice, option.hint)
            for option in verb.options
            if option.name == name
            for choice in option.choices
            if choice.startswith(value)
        ]
    return [
        Completion(f"{before}{option.name}:", f"{option.name}:", option.hint)
        for option in verb.options
        if option.name.startswith(name.casefold())
    ]


def wants_ticket(verb: Verb, rest: str) -> bool:
    """Whether a ticket's number may come here."""
    return verb.takes_ticket and _BEGUN.match(rest.lstrip()) is not None


async def recent_tickets(uow: UnitOfWork, actor: Actor, verb: Verb, rest: str) -> list[Completion]:
    """The tickets that one was at last, the latest first, as far as they fit what is typed;
    a customer's are their own."""
    begun = rest.strip().lstrip("#").casefold()
    names = await (recent_names if actor.is_staff else own_names)(uow, actor)
    found = [(ref_of(uow, number), str(number), subject) for number, subject in names]
    fitting = [
        Completion(f"{verb.name} {ref} ", ref, subject[:SUBJECT])
        for ref, number, subject in found
        if ref.casefold().startswith(begun) or number.startswith(begun)
    ]
    return fitting[:SHOWN]
