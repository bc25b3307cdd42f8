"""Custom fields on forms and in commands: ``field:device=ABC``, said once for all verbs."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bot.cards import FieldKind as Input
from bot.cards import Form, FormField, Option
from bot.forms.forms import FIELD, MOST_OPTIONS
from bot.forms.suggesting import STAFF as STAFF_FINDER
from bot.grammar.command import Command
from bot.talk import Talk
from core.access.actor import STAFF
from core.access.permissions import Permission
from core.errors import Invalid
from core.people.models import Person
from core.tickets.configuration.catalogue import catalogue
from core.tickets.configuration.field_rules import LONGEST, FieldKind, FieldWord
from core.tickets.configuration.fields import missing_for_resolving
from core.tickets.reading.queries import get_ticket

_NONE = frozenset({"", "none", "-"})
_INPUTS = {FieldKind.DATE: Input.DATE, FieldKind.TEXT: Input.LINE, FieldKind.NUMBER: Input.LINE}
_YES_NO = (Option(label="Yes", says="yes"), Option(label="No", says="no"))


def fields_in(options: Mapping[str, str]) -> dict[str, str | None]:
    """The custom fields among a command's options; None takes a value away.

    Raises :class:`Invalid` for a ``field:`` that names none.
    """
    if "field" in options:
        raise Invalid(field="field", problem="say which and what: `field:KEY=VALUE`")
    return {
        name.removeprefix(FIELD): None if value.casefold() in _NONE else value
        for name, value in options.items()
        if name.startswith(FIELD)
    }


async def fields_of(talk: Talk, category_id: UUID | None) -> tuple[FieldWord, ...]:
    """The fields that the asker knows of, of tickets in that category."""
    return (await catalogue(talk.uow)).fields_of(category_id, staff=talk.actor.is_staff)


async def is_form_needed(talk: Talk) -> bool:
    """Whether who asks must fill something in before there can be a ticket of it."""
    fields = () if talk.actor.is_staff else await fields_of(talk, None)
    return any(field.required_for_customers for field in fields)


async def field_inputs(
    talk: Talk, fields: Iterable[FieldWord], values: Mapping[str, Any], *, required: bool = False
) -> tuple[FormField, ...]:
    """An input for each of these fields; ``required``: all of them must be filled in."""
    return tuple([await _input(talk, f, values.get(f.key), required) for f in fields])


async def _input(talk: Talk, field: FieldWord, value: Any, required: bool) -> FormField:
    options: tuple[Option, ...] = tuple(Option(label=c, says=c) for c in field.choices)
    if field.kind is FieldKind.CHECKBOX:
        options = _YES_NO
        value = {True: "yes", False: "no"}.get(value, value)
    elif field.kind is FieldKind.USER:
        options = await _people(talk, value)
    must = required or (field.required_for_customers and not talk.actor.is_staff)
    return FormField(
        name=f"{FIELD}{field.key}",
        label=field.label,
        kind=Input.SELECT if options else _INPUTS.get(field.kind, Input.LINE),
        required=must,
        value="" if value is None else str(value),
        hint=field.hint,
        max_length=LONGEST,
        options=options,
        finder=STAFF_FINDER if field.kind is FieldKind.USER and talk.actor.is_staff else None,
    )


async def _people(talk: Talk, chosen: Any) -> tuple[Option, ...]:
    active = Person.role.in_([role.value for role in STAFF]) & (Person.status == "active")
    found = await talk.uow.session.execute(
        select(Person.id, Person.name)
        .where(active | (Person.id == UUID(chosen)) if chosen else active)
        .order_by(Person.name)
        .limit(MOST_OPTIONS)
    )
    return tuple(Option(label=name[:75], says=str(person_id)) for person_id, name in found)


async def with_missing_fields(talk: Talk, command: Command, form: Form) -> Form:
    """The form with what must be filled in before the ticket is resolved."""
    ticket = await get_ticket(talk.uow, talk.actor, talk.ticket(command), Permission.RESOLVE)
    missing = missing_for_resolving(await catalogue(talk.uow), ticket)
    asked = await field_inputs(talk, missing, {}, required=True)
    return form.model_copy(update={"fields": (*form.fields, *asked)})


async def asks_for_more(talk: Talk, command: Command, category_id: UUID | None) -> bool:
    """Whether the category that was chosen has fields that the form did not show."""
    fields = await fields_of(talk, category_id)
    return any(f"{FIELD}{field.key}" not in command.options for field in fields)


def with_more(form: Form, category: str) -> Form:
    """The form with a word on why it comes again."""
    return form.model_copy(update={"intro": f"{category} tickets need a little more."})
