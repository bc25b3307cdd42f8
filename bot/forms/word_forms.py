"""The forms of verbs that need no more than some words: ``search``, ``kb`` and ``ask``."""

from bot.cards import FieldKind, Form, FormField
from bot.commands.articles import SHARE
from bot.forms.forms import begun_text, is_complete
from bot.grammar.command import Command
from bot.talk import Talk
from core.errors import Invalid


async def search_form(talk: Talk, command: Command) -> Form | None:
    """Asks what to look for, unless it was said, or like which ticket."""
    if is_complete(command) or "similar" in command.options:
        return None
    field = FormField(
        name="text",
        label="Words",
        hint="Also a number, or filters such as status:open",
        value=await begun_text(talk, command),
    )
    return Form(title="Search tickets", says=command.verb, submit="Search", fields=(field,))


async def kb_form(talk: Talk, command: Command) -> Form | None:
    """Asks which articles are looked for, unless it was said, or which one is shared."""
    if is_complete(command) or SHARE in command.options:
        return None
    field = FormField(name="text", label="Words", value=await begun_text(talk, command))
    return Form(title="Find articles", says=command.verb, submit="Search", fields=(field,))


async def ask_form(talk: Talk, command: Command) -> Form | None:
    """Asks for the question, unless it was said or a ticket stands for it."""
    if is_complete(command) or command.number is not None or talk.number is not None:
        return None
    field = FormField(
        name="text",
        label="Question",
        kind=FieldKind.LONG,
        value=await begun_text(talk, command),
    )
    return Form(title="Ask", says=command.verb, submit="Ask", fields=(field,))


async def check_words(talk: Talk, command: Command) -> None:
    """Refuse nothing at all."""
    if not command.text.strip():
        raise Invalid(field="text", problem="say what to look for")
