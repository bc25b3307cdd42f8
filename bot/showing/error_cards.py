"""Refusals in chat: private; what happened, what to do, and nothing lost."""

from dataclasses import replace
from uuid import UUID

from pydantic import ValidationError

from bot.cards import Button, Card, Tone
from bot.forms.forms import to_field_errors
from bot.grammar.command import Command
from bot.grammar.parse import UnknownVerb
from bot.grammar.verbs import Verb
from bot.showing.card_parts import form_offer
from bot.showing.held_cards import KEPT, OUTDATED_TITLE, QUOTED, outdated_card
from bot.showing.link_cards import link_button
from core.access.actor import Role
from core.access.permissions import GRANTS
from core.errors import Denied, ErrorKind, HelpdeskError, Invalid
from core.people.identities import NotLinked
from core.tickets.rules import AlreadyClaimed, Stale

SHORT, LONG = 60, 1500
"""What the buttons of every platform can hold, and those of some: what is longer is kept,
and the button says where."""


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
    kept = {"quote": text[:QUOTED], "footer": KEPT if draft else ""} if text else {}
    if isinstance(error, UnknownVerb):
        return _unknown_verb(error, command, held, kept)
    if isinstance(error, Stale) and command:
        if command.verb == "reply":
            return _stale_reply(error, prefix, draft, text)
        return _stale(error, command, verb, prefix, held, kept)
    if isinstance(error, AlreadyClaimed):
        return _claimed(error, prefix)
    if isinstance(error, ValidationError | Invalid):
        return _wrong_value(error, command, verb, prefix, draft, kept)
    if isinstance(error, Denied):
        return _denied(error, command, prefix, kept)
    buttons = [Button(label="Help", says="help")]
    if isinstance(error, NotLinked):
        buttons.insert(0, link_button())
    if draft and text and command:
        buttons.insert(0, _try_again(command, prefix, held))
    return Card(
        title="Not done",
        body=str(error),
        tone=Tone.WARNING,
        buttons=tuple(buttons),
        **kept,  # type: ignore[arg-type]
    )


def _unknown_verb(
    error: UnknownVerb, meant: Command | None, held: str, kept: dict[str, str]
) -> Card:
    """With the command that was meant, if one is near: all its words or what was kept of them."""
    buttons = [Button(label="Help", says="help")]
    body = str(error)
    if meant:
        body += f" Did you mean **{meant.verb}**?"
        says = meant.says()
        if len(says) > SHORT and held:
            says = f"{replace(meant, text='', options={}).says()} {held}"
        if len(says) <= LONG:
            buttons.insert(0, Button(label="Run it", says=says, style="primary"))
    return Card(title="Not done", body=body, tone=Tone.WARNING, buttons=tuple(buttons), **kept)  # type: ignore[arg-type]


def _stale(
    error: Stale,
    command: Command,
    verb: Verb | None,
    prefix: str,
    held: str,
    kept: dict[str, str],
) -> Card:
    """Held with the news; the same act is offered again on the present state."""
    ref = f"{prefix}-{error.details['number']}"
    if verb and verb.form and not held:
        held = "held:"  # the form was left empty: it is not to be asked for again
    rest = (command.verb, ref, f"r{error.details['revision']}", held)
    says = " ".join(part for part in rest if part)
    label = "Claim anyway" if command.verb == "claim" else "Do it anyway"
    return Card(
        title=OUTDATED_TITLE,
        body=error.details["news"],
        tone=Tone.WARNING,
        buttons=(
            Button(label=label, says=says, style="primary"),
            Button(label="Show the ticket", says=f"show {ref}"),
        ),
        **kept,  # type: ignore[arg-type]
    )


def _stale_reply(error: Stale, prefix: str, draft: UUID | None, text: str) -> Card:
    ref, news = f"{prefix}-{error.details['number']}", error.details["news"]
    return outdated_card(ref, news, error.details["revision"], draft=draft, text=text)


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
    error: Exception,
    command: Command | None,
    verb: Verb | None,
    prefix: str,
    draft: UUID | None,
    kept: dict[str, str],
) -> Card:
    problems = [f"**{name}**: {problem}" for name, problem in to_field_errors(error).items()]
    buttons = [Button(label="Help", says=f"help {verb.name}" if verb else "help")]
    if verb and verb.form and command:
        number = f" {prefix}-{command.number}" if command.number is not None else ""
        says = f"{verb.name}{number}" + (f" draft:{draft}" if draft else "")
        buttons.insert(0, form_offer(says))
    body = "; ".join(problems) + _usage(verb)
    return Card(title="Not done", body=body, tone=Tone.WARNING, buttons=tuple(buttons), **kept)  # type: ignore[arg-type]


def _denied(error: Denied, command: Command | None, prefix: str, kept: dict[str, str]) -> Card:
    """Who may, instead; a customer can ask for it where staff will read it."""
    who = _who_may(error.details["act"])
    body = f"Only {who} may {error.details['act']}." if who else str(error)
    buttons = [Button(label="Help", says="help")]
    if command and command.number is not None and who == "staff":
        says = f"reply {prefix}-{command.number}"
        buttons.insert(0, Button(label="Ask staff", says=says, opens_form=True))
    return Card(title="Not done", body=body, tone=Tone.WARNING, buttons=tuple(buttons), **kept)  # type: ignore[arg-type]


def _who_may(act: str) -> str:
    """The least of those who have the right, in a word."""
    words = {Role.AGENT: "staff", Role.MANAGER: "managers", Role.ADMIN: "administrators"}
    for role, word in words.items():
        if any(permission.value == act for permission in GRANTS[role]):
            return word
    return ""


def _usage(verb: Verb | None) -> str:
    return f"\n\nSay it like this: `{verb.usage}`" if verb else ""


def _try_again(command: Command, prefix: str, held: str) -> Button:
    ref = f" {prefix}-{command.number}" if command.number is not None else ""
    return Button(label="Try again", says=f"{command.verb}{ref} {held}".strip())


def our_fault_card(reference: str, says: str, text: str) -> Card:
    """Something broke on our side: the reference finds it in the logs."""
    buttons = (Button(label="Try again", says=says),) if says else ()
    return Card(
        title="Something broke on our side",
        body=f"Nothing was changed (reference {reference}). Please try again.",
        tone=Tone.DANGER,
        buttons=buttons,
        quote=text[:QUOTED],
        footer=KEPT if text else "",
    )


def is_expected(error: Exception) -> bool:
    """Whether a refusal belongs to the conversation rather than to the logs."""
    return isinstance(error, HelpdeskError | ValidationError)


def is_final(error: Exception) -> bool:
    """Whether trying again later would not help: the person hears of it at once."""
    if isinstance(error, HelpdeskError):
        return error.kind is not ErrorKind.UNAVAILABLE
    return is_expected(error)
