"""Every verb that exists, in the order in which help shows them."""

from functools import partial

from bot import forms
from bot.commands import answering, asking, ending, fields, finding, helping, opening, owning
from bot.grammar.verbs import OptionSpec, Registry, Verb
from core.access.permissions import Permission as P
from core.tickets.rules import PRIORITIES

BOTH = frozenset({"ticket", "support"})
REASON = OptionSpec("reason", "why, for the history")
SETTING = {
    "subject": "the new subject, in quotation marks",
    "status": "any of the statuses, for example pending",
    "priority": ", ".join(PRIORITIES),
    "category": "its name, or none",
    "tags": "+vip,-spam",
    "due": "2h, mon 9am, 2026-01-31 or none",
    "reason": REASON.hint,
}
act = partial(Verb, takes_ticket=True, needs_ticket=True, changes=True)
"""A verb that changes one ticket."""


def build_registry() -> Registry:
    """The registry; the one source of parser, completion, help, rights and manifests."""
    return Registry((*_opening(), *_looking(), *_owning(), *_speaking(), *_changing(), *_knowing()))


def _opening() -> tuple[Verb, ...]:
    return (
        Verb(
            "new",
            "Open a ticket",
            "new [what is wrong]",
            P.OPEN,
            opening.run_new,
            changes=True,
            options=(
                OptionSpec("subject", "in one line"),
                OptionSpec("description", "all that helps"),
                OptionSpec("priority", "how urgent", PRIORITIES),
                OptionSpec("category", "what it is about"),
                OptionSpec("tags", "+vip"),
                OptionSpec("customer", "for somebody else: email or name"),
                OptionSpec("team", "whose queue"),
                OptionSpec("ask", "from a question asked before"),
            ),
            form=opening.new_form,
            check=opening.check_new,
            vocabularies=BOTH,
        ),
    )


def _looking() -> tuple[Verb, ...]:
    narrow = tuple(OptionSpec(name, f"only with this {name}") for name in finding.LIST_FILTERS)
    return (
        Verb(
            "list",
            "List tickets",
            "list [mine|unassigned|all]",
            P.READ,
            finding.run_list,
            options=(
                OptionSpec("view", "which", ("mine", "unassigned", "all")),
                OptionSpec("page", "where to go on"),
                *narrow,
            ),
            vocabularies=BOTH,
        ),
        Verb(
            "show",
            "Show a ticket",
            "show TIK-1042",
            P.READ,
            finding.run_show,
            takes_ticket=True,
            needs_ticket=True,
            options=(OptionSpec("view", "instead of the card", ("history",)),),
            vocabularies=BOTH,
        ),
        Verb(
            "search",
            "Find tickets by words, numbers and filters",
            "search WORDS [status:open priority:high ...]",
            P.SEARCH,
            finding.run_search,
        ),
        Verb(
            "sla",
            "Show a ticket's targets; `why` explains what counted",
            "sla TIK-1042 [why]",
            P.HISTORY,
            finding.run_sla,
            takes_ticket=True,
            needs_ticket=True,
        ),
    )


def _owning() -> tuple[Verb, ...]:
    return (
        act("claim", "Make a ticket yours", "claim TIK-1042", P.CLAIM, owning.run_claim),
        act(
            "release",
            "Give a ticket back to the queue",
            "release TIK-1042 [reason]",
            P.CLAIM,
            owning.run_release,
            options=(REASON,),
        ),
        act(
            "assign",
            "Give a ticket to a person or a team",
            "assign TIK-1042 to:@sam",
            P.ASSIGN,
            owning.run_assign,
            options=(OptionSpec("to", "me, @name, an address or a team"), REASON),
            form=forms.assign_form,
        ),
    )


def _speaking() -> tuple[Verb, ...]:
    return (
        act(
            "reply",
            "Answer on a ticket; the other side sees it",
            "reply TIK-1042 TEXT",
            P.REPLY,
            answering.run_reply,
            form=forms.reply_form,
            check=forms.check_text,
            vocabularies=BOTH,
        ),
        act(
            "note",
            "Write something that only staff see",
            "note TIK-1042 TEXT",
            P.NOTE,
            answering.run_note,
            form=forms.note_form,
            check=forms.check_text,
        ),
    )


def _changing() -> tuple[Verb, ...]:
    return (
        act(
            "set",
            "Change subject, category, tags, due date and more",
            "set TIK-1042 tags:+vip,-spam due:mon",
            P.EDIT,
            fields.run_set,
            options=tuple(OptionSpec(name, SETTING[name]) for name in fields.SET_OPTIONS),
            form=fields.set_form,
            check=fields.check_set,
        ),
        act(
            "status",
            "Change the status",
            "status TIK-1042 pending",
            P.EDIT,
            fields.run_status,
            options=(REASON,),
            form=forms.status_form,
        ),
        act(
            "priority",
            "Change the priority",
            "priority TIK-1042 high",
            P.EDIT,
            fields.run_priority,
            options=(REASON,),
            form=forms.priority_form,
        ),
        act(
            "resolve",
            "Say that it is solved",
            "resolve TIK-1042 [closing message]",
            P.CLOSE,
            ending.run_resolve,
            form=forms.resolve_form,
            vocabularies=BOTH,
        ),
        act(
            "reopen",
            "Say that it is not solved after all",
            "reopen TIK-1042 [why]",
            P.REOPEN,
            ending.run_reopen,
            vocabularies=BOTH,
        ),
    )


def _knowing() -> tuple[Verb, ...]:
    return (
        Verb(
            "ask",
            "Ask the knowledge base; the answer names its sources",
            "ask QUESTION",
            P.ASK,
            asking.run_ask,
            takes_ticket=True,
            vocabularies=BOTH,
        ),
        Verb(
            "kb",
            "Find articles",
            "kb WORDS",
            P.READ_ARTICLES,
            asking.run_kb,
            vocabularies=BOTH,
        ),
        Verb(
            "help",
            "Show what you can say",
            "help [verb]",
            P.READ,
            helping.run_help,
            vocabularies=BOTH,
        ),
    )
