"""``macro``: ready answers, shown first and sent then."""

from bot.cards import Button, Card, Fact, FieldKind, Form, FormField, Option, Row, Text
from bot.forms.forms import MOST_OPTIONS, says_again, title_of
from bot.forms.suggesting import MACROS
from bot.grammar.command import Command
from bot.grammar.parse import first_word
from bot.receiving.bringing import with_told
from bot.showing.relation_cards import untold_text
from bot.talk import Answer, Talk
from core.access.permissions import Permission
from core.errors import Invalid, NotFound
from core.tickets.macros.applying import Preview, apply_macro, preview_macro
from core.tickets.macros.macros import MacroActions, get_macro, list_macros
from core.tickets.messages import checked_text
from core.tickets.models import Macro
from core.tickets.reading.queries import get_ticket, ref_of

SEND, EDIT, CANCEL = "send", "edit", "cancel"
ACTS = (SEND, EDIT, CANCEL)
NAME = "name"
LISTED = 40


def name_of(command: Command) -> str:
    """Which macro: ``name:refund``, or the first word."""
    return command.options.get(NAME) or first_word(command.text)[0]


async def run_macro(talk: Talk, command: Command) -> Answer:
    """Show what a macro would do, or do it; without a name, which there are."""
    name, act = name_of(command), command.options.get("do", "")
    if act == CANCEL:
        return Answer(private=Text(text="Nothing was sent and nothing was changed."))
    if not name:
        return Answer(private=await _all(talk, command))
    number = talk.ticket(command)
    # With the name in its own place, the text is what was written in the form.
    text = command.text if command.options.get(NAME) and command.text else None
    if act != SEND and not (act == EDIT and text):
        preview = await preview_macro(talk.uow, talk.actor, name, number)
        return Answer(private=preview_card(preview))
    applied = await apply_macro(talk.uow, talk.actor, name, number, text=text, seen=command.seen)
    untold = untold_text(applied.message) if applied.message else None
    return with_told(talk.done(number, f"Used {name.lower()} on"), untold)


async def _all(talk: Talk, command: Command) -> Card:
    macros = await list_macros(talk.uow, talk.actor)
    number = command.number if command.number is not None else talk.number
    ref = ref_of(talk.uow, number) if number is not None else ""
    if not macros:
        body = "There are no macros yet. A manager can write some with the REST API."
        return Card(title="Macros", body=body)
    body = "" if ref else "Say `macro TIK-1042 NAME`, or open More on a ticket's card."
    rows = tuple(
        Row(
            title=macro.name,
            detail=macro.description,
            buttons=(Button(label="Preview", says=f"macro {ref} name:{macro.name}"),)
            if ref
            else (),
        )
        for macro in macros[:LISTED]
    )
    more = len(macros) - LISTED
    title = f"Macros for {ref}" if ref else "Macros"
    return Card(title=title, body=body, rows=rows, footer=f"and {more} more" if more > 0 else "")


def preview_card(preview: Preview) -> Card:
    """What would be said and done, with the ways on."""
    to = "Note for staff" if preview.as_note else f"To {preview.customer}"
    facts = [Fact(name="Goes as", value=to)] if preview.text else []
    facts += [Fact(name=name, value=value) for name, value in in_words(preview.actions)]
    says = f"macro {preview.ref} r{preview.revision} name:{preview.name}"
    buttons = [Button(label="Send", says=f"{says} do:{SEND}", style="primary")]
    if preview.text:
        buttons.append(Button(label="Edit first", says=f"{says} do:{EDIT}", opens_form=True))
    buttons.append(Button(label="Cancel", says=f"macro {preview.ref} do:{CANCEL}"))
    return Card(
        title=f"Macro {preview.name} on {preview.ref}",
        body="Nothing has been sent yet.",
        facts=tuple(facts),
        quote=preview.text,
        buttons=tuple(buttons),
    )


def in_words(actions: MacroActions) -> list[tuple[str, str]]:
    """What a macro does besides, as names and values."""
    tags = [*(f"+{tag}" for tag in actions.add_tags), *(f"-{tag}" for tag in actions.remove_tags)]
    found = (
        ("Status", actions.status),
        ("Priority", actions.priority.capitalize() if actions.priority else None),
        ("Category", actions.category),
        ("Tags", ", ".join(tags)),
        ("Owner", actions.assign),
    )
    return [(name, value) for name, value in found if value]


async def macro_form(talk: Talk, command: Command) -> Form | None:
    """Which macro, when [Macro…] was pressed; its text, when it is to be edited first."""
    number_known = command.number is not None or talk.number is not None
    if not number_known or command.options.get("do") in {SEND, CANCEL}:
        return None
    name = name_of(command)
    if command.options.get("do") == EDIT and name:
        return await _text_form(talk, command, name)
    if name or talk.incoming.kind == "command":
        return None  # named macros are shown, and typed words are answered with a list
    await get_ticket(talk.uow, talk.actor, talk.ticket(command), Permission.USE_MACROS)
    macros = await list_macros(talk.uow, talk.actor)
    return _choice(talk, command, macros) if macros else None


def _choice(talk: Talk, command: Command, macros: list[Macro]) -> Form:
    options = tuple(
        Option(label=" · ".join(filter(None, (m.name, m.description)))[:75], says=m.name)
        for m in macros[:MOST_OPTIONS]
    )
    field = FormField(
        name=NAME, label="Macro", kind=FieldKind.SELECT, options=options, finder=MACROS
    )
    return Form(
        title=title_of(talk, command, "Macro for"),
        says=says_again(talk, command),
        submit="Preview",
        fields=(field,),
        intro="You see what it will do before anything is sent.",
    )


async def _text_form(talk: Talk, command: Command, name: str) -> Form:
    preview = await preview_macro(talk.uow, talk.actor, name, talk.ticket(command))
    does = "; ".join(f"{what}: {value}" for what, value in in_words(preview.actions))
    whom = "Only staff will see this." if preview.as_note else f"{preview.customer} will see this."
    field = FormField(name="text", label="Text", kind=FieldKind.LONG, value=preview.text)
    return Form(
        title=title_of(talk, command, "Macro for"),
        says=f"{says_again(talk, command)} name:{preview.name} do:{EDIT}",
        submit="Save note" if preview.as_note else "Send",
        fields=(field,),
        intro=f"{whom} {does}".strip(),
    )


async def check_macro(talk: Talk, command: Command) -> None:
    """Refuse a macro that is not there, and an empty text where one was asked for."""
    name = name_of(command)
    if not name:
        raise Invalid(field=NAME, problem="choose a macro")
    try:
        await get_macro(talk.uow, talk.actor, name)
    except NotFound as unknown:
        raise Invalid(field=NAME, problem=str(unknown)) from unknown
    if "text" in talk.incoming.values:
        checked_text(command.text)
