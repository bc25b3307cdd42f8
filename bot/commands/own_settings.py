"""``/desk settings``: what members of staff set for themselves, by a form or in one line."""

import re
from datetime import time

from bot.cards import Fact, FieldKind, Form, FormField, Option, Text
from bot.forms.suggesting import ZONES
from bot.grammar.command import Command
from bot.showing.card_parts import form_offer
from bot.talk import Answer, Talk
from core.access.actor import Actor
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.people.organisation import QuietHours, known_zone, organisation_settings
from core.people.preferences import (
    AS_ALL,
    NEVER,
    OwnSettings,
    change_own_settings,
    own_settings,
)

ZONE, QUIET, HOURS = "zone", "quiet", "hours"
_OWN = "own"
_FROM_TO = re.compile(r"(\d{1,2})[:.](\d\d)\s*(?:-|to)\s*(\d{1,2})[:.](\d\d)\Z")


async def settings_form(talk: Talk, command: Command) -> Form | None:
    """Asks for all of them, unless some were said."""
    if command.options:
        return None
    own = await own_settings(talk.uow, talk.actor)
    hours = own.quiet_hours
    is_own = isinstance(hours, QuietHours)
    choices = (
        Option(label=f"As for everybody: {await _desks_hours(talk.uow)}", says=AS_ALL),
        Option(label="Never: alert me at any time", says=NEVER),
        Option(label="Hours of my own", says=_OWN),
    )
    zone = own.timezone or ""
    return Form(
        title="My settings",
        says=command.verb,
        submit="Save",
        fields=(
            FormField(
                name=ZONE,
                label="Time zone",
                required=False,
                value=zone,
                options=(Option(label=zone, says=zone),) if zone else (),
                hint="For example Europe/Madrid; empty: UTC",
                max_length=64,
                finder=ZONES,
            ),
            FormField(
                name=QUIET,
                label="Quiet hours",
                kind=FieldKind.SELECT,
                value=_OWN if is_own else str(hours),
                options=choices,
                hint="Critical tickets are told at any time",
            ),
            FormField(
                name=HOURS,
                label="Hours of my own",
                required=False,
                value=_in_words(hours) if is_own else "",
                hint="From and to in your time zone, for example 20:00-08:00",
                max_length=20,
            ),
        ),
    )


async def check_settings(talk: Talk, command: Command) -> None:
    """Refuse what cannot be set."""
    await _wanted(talk, command)


async def run_settings(talk: Talk, command: Command) -> Answer:
    """Set what was said, and tell what holds now."""
    if command.options:
        await change_own_settings(talk.uow, talk.actor, await _wanted(talk, command))
    facts = await facts_of_settings(talk.uow, talk.actor)
    told = "\n".join(f"- {fact.name}: **{fact.value}**" for fact in facts)
    buttons = (form_offer(command.verb),)
    return Answer(private=Text(text=f"Your settings:\n{told}", buttons=buttons))


async def facts_of_settings(uow: UnitOfWork, actor: Actor) -> tuple[Fact, ...]:
    """What holds for a member of staff, and where it comes from."""
    own = await own_settings(uow, actor)
    if own.quiet_hours == AS_ALL:
        quiet = f"{await _desks_hours(uow)}, as for everybody"
    else:
        quiet = _in_words(own.quiet_hours)
    return (
        Fact(name="Your time zone", value=own.timezone or "UTC"),
        Fact(name="Quiet hours", value=quiet),
    )


async def _wanted(talk: Talk, command: Command) -> OwnSettings:
    own, said = await own_settings(talk.uow, talk.actor), command.options
    changes: dict[str, object] = {}
    if ZONE in said:
        changes["timezone"] = _to_zone(said[ZONE])
    if QUIET in said:
        changes["quiet_hours"] = _to_quiet(said[QUIET], said.get(HOURS, ""))
    return own.model_copy(update=changes)


def _to_zone(said: str) -> str | None:
    try:
        return known_zone(said.strip()) if said.strip() else None
    except ValueError as error:
        raise Invalid(field=ZONE, problem=str(error)) from error


def _to_quiet(said: str, hours: str) -> QuietHours | str:
    word = said.strip().casefold()
    if word in {AS_ALL, NEVER}:
        return word
    name, written = (HOURS, hours.strip()) if word == _OWN else (QUIET, word)
    found = _FROM_TO.match(written)
    try:
        if found is None:
            raise ValueError
        begins, ends = (time(int(found[n]), int(found[n + 1])) for n in (1, 3))
    except ValueError:
        problem = "say from and to, for example 20:00-08:00"
        if name == QUIET:
            problem += f", or {NEVER}, or {AS_ALL}"
        raise Invalid(field=name, problem=problem) from None
    return QuietHours(begins=begins, ends=ends)


def _in_words(hours: object) -> str:
    if not isinstance(hours, QuietHours):
        return "never"
    return f"{hours.begins:%H:%M}-{hours.ends:%H:%M}"


async def _desks_hours(uow: UnitOfWork) -> str:
    settings = await organisation_settings(uow)
    quiet = settings.quiet_hours
    return f"{_in_words(quiet)}, {settings.timezone}" if quiet else "none"
