"""Refusals in chat: private; what happened, what to do, and nothing lost."""

from uuid import UUID

from pydantic import ValidationError

from bot.cards import Button, Card, Tone
from bot.forms import to_field_errors
from bot.grammar.command import Command
from bot.grammar.parse import UnknownTicketWord, UnknownVerb
from bot.grammar.verbs import Verb
from core.errors import HelpdeskError, Invalid
from core.tickets.rules import AlreadyClaimed, Stale

KEPT = "Your text is kept."
QUOTED = 1000


def error_card(
    error: Exception,
    command: Command | None,
    verb: Verb | None,
    *,
    prefix: str,
    draft: UUID | None,
    text: str,
) -> Card:
    """The card for a refusal. ``draft`` names the text that was kept, if there was one."""
    held = f"held:{draft}" if draft else ""
    kept = {"quote": text[:QUOTED], "footer": KEPT} if draft else {}
    if isinstance(error, UnknownVerb):
        return _unknown_verb(error, kept)
    if isinstance(error, Stale) and command:
        return _stale(error, command, verb, prefix, held, kept)
    if isinstance(error, AlreadyClaimed):
        return _claimed(error, prefix)
    if isinstance(error, ValidationError | Invalid):
        return _wrong_value(error, command, verb, held, kept)
    buttons = [Button(label="Help", says="help")]
    if draft and command:
        buttons.insert(0, _try_again(command, prefix, held))
    hint = _usage(verb) if isinstance(error, UnknownTicketWord) else ""
    return Card(
        title="Not done",
        body=f"{error}{hint}",
        tone=Tone.WARNING,
        buttons=tuple(buttons),
        **kept,  # type: ignore[arg-type]
    )


def _unknown_verb(error: UnknownVerb, kept: dict[str, str]) -> Card:
    meant = error.details.get("meant")
    buttons = [Button(label="Help", says="help")]
    body = str(error)
    if meant:
        body += f" Did you mean **{meant}**?"
        says = f"{meant} {error.details['rest']}".strip()
        if len(says) <= 1500:
            buttons.insert(0, Button(label="Run it", says=says, style="primary"))
    return Card(title="Not done", body=body, tone=Tone.WARNING, buttons=tuple(buttons), **kept)  # type: ignore[arg-type]


def _stale(
    error: Stale, command: Command, verb: Verb | None, prefix: str, held: str, kept: dict[str, str]
) -> Card:
    """Held with the news; the same act is offered again on the present state."""
    ref = f"{prefix}-{error.details['number']}"
    options = {k: v for k, v in command.options.items() if k not in {"held", "draft"}}
    fresh = Command(
        command.verb, None, None, "" if held else command.text, {} if held else options
    ).says()
    _, _, rest = fresh.partition(" ")
    says = " ".join(
        part for part in (command.verb, ref, f"r{error.details['revision']}", rest, held) if part
    )
    label = {"reply": "Send anyway", "claim": "Claim anyway"}.get(command.verb, "Do it anyway")
    return Card(
        title="Held: the ticket has changed",
        body=error.details["news"],
        tone=Tone.WARNING,
        buttons=(
            Button(label=label, says=says, style="primary"),
            Button(label="Show the ticket", says=f"show {ref}"),
        ),
        **kept,  # type: ignore[arg-type]
    )


def _claimed(error: AlreadyClaimed, prefix: str) -> Card:
    ref = f"{prefix}-{error.details['number']}"
    return Card(
        title="Somebody was faster",
        body=f"{error} The card is up to date now.",
        tone=Tone.WARNING,
        buttons=(
            Button(label="Take over", says=f"assign {ref} r{error.details['revision']} to:me"),
            Button(label="Show the ticket", says=f"show {ref}"),
        ),
    )


def _wrong_value(
    error: Exception, command: Command | None, verb: Verb | None, held: str, kept: dict[str, str]
) -> Card:
    problems = [f"**{name}**: {problem}" for name, problem in to_field_errors(error).items()]
    buttons = [Button(label="Help", says=f"help {verb.name}" if verb else "help")]
    if verb and verb.form and command:
        number = f" {command.number}" if command.number is not None else ""
        says = f"{verb.name}{number} {held.replace('held:', 'draft:')}".strip()
        buttons.insert(0, Button(label="Fill in a form", says=says, opens_form=True))
    body = "; ".join(problems) + _usage(verb)
    return Card(title="Not done", body=body, tone=Tone.WARNING, buttons=tuple(buttons), **kept)  # type: ignore[arg-type]


def _usage(verb: Verb | None) -> str:
    return f"\n\nSay it like this: `{verb.usage}`" if verb else ""


def _try_again(command: Command, prefix: str, held: str) -> Button:
    ref = f" {prefix}-{command.number}" if command.number is not None else ""
    return Button(label="Try again", says=f"{command.verb}{ref} {held}".strip())


def our_fault_card(reference: str, says: str) -> Card:
    """Something broke on our side: the reference finds it in the logs."""
    buttons = (Button(label="Try again", says=says),) if says else ()
    return Card(
        title="Something broke on our side",
        body=f"Nothing was changed (reference {reference}). Please try again.",
        tone=Tone.DANGER,
        buttons=buttons,
        quote=says[:QUOTED],
    )


def is_expected(error: Exception) -> bool:
    """Whether a refusal belongs to the conversation rather than to the logs."""
    return isinstance(error, HelpdeskError | ValidationError)
