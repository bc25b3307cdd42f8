"""``set these:``: the tickets of a list, changed at once."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import Button, Card, FieldKind, Finder, Form, FormField, Option, Row, Tone
from bot.commands import fields, relating
from bot.commands.fields import to_edit
from bot.forms import relation_forms
from bot.forms.forms import category_options, people_and_teams, priority_options
from bot.forms.suggesting import OWNERS, TAGS
from bot.grammar.command import Command
from bot.grammar.parse import to_number
from bot.talk import Answer, Talk
from core.access.permissions import Permission, require
from core.conversation.drafts import keep_draft, kept_draft
from core.errors import Invalid
from core.tickets.bulk import (
    MOST,
    BulkEdit,
    Outcome,
    Picked,
    edit_many,
    to_kept,
    to_picked,
)
from core.tickets.configuration.catalogue import catalogue
from core.tickets.reading.queries import ref_of
from core.tickets.rules import Base

THESE, INTO = "these", "into"
NAMED, TOLD = 8, 20


async def edit_button(talk: Talk, picked: Sequence[Picked], total: int) -> tuple[Button, ...]:
    """Offers to edit what a list has shown, as it is now; staff only."""
    if not picked:
        return ()
    kept = await keep_draft(talk.uow, talk.actor, {THESE: to_kept(picked)})
    label = f"Edit these {len(picked)}…" if total <= MOST else f"Edit the first {MOST}…"
    return (Button(label=label, says=f"set {THESE}:{kept}", opens_form=True),)


async def tickets_of(talk: Talk, kept: str) -> list[Picked]:
    """The tickets that were listed, each at the revision that it had then."""
    return to_picked((await kept_draft(talk.uow, talk.actor, kept)).get(THESE, ""))


async def run_bulk(talk: Talk, command: Command) -> Answer:
    """Change each of the tickets that has not changed since it was listed."""
    picked = await tickets_of(talk, command.options[THESE])
    wanted = await to_bulk_edit(talk, command)
    outcome = await edit_many(talk.uow, talk.actor, picked, wanted)
    return Answer(private=await _result(talk, outcome, wanted.into))


async def to_bulk_edit(talk: Talk, command: Command) -> BulkEdit:
    """What is to be changed. Raises :class:`Invalid` naming the field."""
    options = {name: value for name, value in command.options.items() if name != THESE}
    said, to = options.pop(INTO, ""), options.pop("to", "")
    if said:
        return _merging(said, to=to, **options)
    if not any(value for name, value in options.items() if name != "reason"):
        if not to:
            raise Invalid(field="status", problem="choose at least one thing to change")
        return BulkEdit(to=to, reason=options.get("reason", ""))
    wanted = await to_edit(talk, replace(command, options=options))
    given = wanted.model_dump(exclude_unset=True)
    if wanted.status:
        (await catalogue(talk.uow)).status_named(wanted.status)
    return BulkEdit.model_validate(given | ({"to": to} if to else {}))


def _merging(said: str, *, reason: str = "", **others: str) -> BulkEdit:
    into = to_number(said)
    if into is None:
        raise Invalid(field=INTO, problem="say a ticket's number, for example 1042")
    if any(others.values()):
        raise Invalid(field=INTO, problem="merging stands alone; leave the rest empty")
    return BulkEdit(into=into, reason=reason)


async def _result(talk: Talk, outcome: Outcome, into: int | None) -> Card:
    what = "changed" if into is None else f"merged into {ref_of(talk.uow, into)}"
    done, failed = len(outcome.done), outcome.failed
    rows = tuple(Row(title=failure.ref, detail=failure.why) for failure in failed[:TOLD])
    buttons: tuple[Button, ...] = ()
    if failed:
        kept = await keep_draft(
            talk.uow, talk.actor, {THESE: to_kept([Picked(one.number, 0) for one in failed])}
        )
        label = f"Show the {len(failed)} that failed"
        buttons = (Button(label=label, says=f"list {THESE}:{kept}", style="primary"),)
    more = len(failed) - len(rows)
    return Card(
        title=f"{done} of {done + len(failed)} tickets {what}",
        body="Those below were left as they are." if failed else "",
        rows=rows,
        buttons=buttons,
        footer=f"and {more} more that failed" if more > 0 else "",
        tone=Tone.WARNING if failed else Tone.GOOD,
    )


async def bulk_form(talk: Talk, command: Command) -> Form | None:
    """Asks what to change on all of them."""
    if command.options.keys() - {THESE}:
        return None
    require(talk.actor, Permission.EDIT)
    picked = await tickets_of(talk, command.options[THESE])
    words = await catalogue(talk.uow)
    statuses = [s for s in words.statuses.values() if not s.hidden and s.base is not Base.NEW]
    refs = ", ".join(ref_of(talk.uow, one.number) for one in picked[:NAMED])
    more = f" and {len(picked) - NAMED} more" if len(picked) > NAMED else ""
    asked = (
        _choice("status", "Status", tuple(Option(label=s.name, says=s.name) for s in statuses)),
        _choice("priority", "Priority", priority_options()),
        _choice("to", "Owner or team", await people_and_teams(talk), OWNERS),
        _choice("category", "Category", category_options(words)),
        FormField(
            name="tags", label="Tags", hint="Add vip, remove -spam", required=False, finder=TAGS
        ),
        FormField(
            name=INTO,
            label="Or merge them into",
            hint="The number of the ticket in which they go on, and nothing else",
            required=False,
            max_length=20,
        ),
    )
    return Form(
        title=f"Edit {len(picked)} tickets" if len(picked) > 1 else "Edit 1 ticket",
        says=f"set {THESE}:{command.options[THESE]}",
        submit="Change",
        fields=asked,
        intro=f"{refs}{more}. What you leave empty stays as it is. "
        "A ticket that has changed since you listed it is left alone.",
    )


def _choice(
    name: str, label: str, options: tuple[Option, ...], finder: Finder | None = None
) -> FormField:
    return FormField(
        name=name,
        label=label,
        kind=FieldKind.SELECT,
        required=False,
        options=options,
        finder=finder,
    )


async def check_bulk(talk: Talk, command: Command) -> None:
    """Refuse what could not be changed on any of them."""
    await to_bulk_edit(talk, command)


async def run_set(talk: Talk, command: Command) -> Answer:
    """Change the tickets of a list, or one ticket."""
    if THESE in command.options:
        return await run_bulk(talk, command)
    one = relating.merge_one if command.options.get(INTO) else relating.set_one
    return await one(talk, command)


async def set_form(talk: Talk, command: Command) -> Form | None:
    """The form for many tickets, or for one."""
    if THESE in command.options:
        return await bulk_form(talk, command)
    return None if command.options.get(INTO) else await relation_forms.set_form(talk, command)


async def check_set(talk: Talk, command: Command) -> None:
    """Refuse values that could not be kept, on many tickets or on one."""
    if THESE in command.options:
        await check_bulk(talk, command)
    elif command.options.get(INTO):
        await relating.check_merge_one(talk, command)
    else:
        await fields.check_change(talk, command)
