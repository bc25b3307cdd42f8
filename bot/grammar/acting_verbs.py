"""Verbs that say something on a ticket or change it."""

from functools import partial

from bot.commands import (
    answering,
    bulk,
    ending,
    entering,
    fields,
    macros,
    making_private,
    misplaced,
    rating,
)
from bot.forms import forms
from bot.grammar.options import FILLED, MACRO, RATINGS, REASON, SET, THESE
from bot.grammar.relation_verbs import RELATION_OPTIONS
from bot.grammar.verbs import OptionSpec, Use, Verb, alone
from bot.showing.held_cards import NOTE, SEND_NOW, UNDO
from core.access.permissions import Permission as P

BOTH = frozenset({"ticket", "support"})
act = partial(Verb, takes_ticket=True, needs_ticket=True, changes=True)
"""A verb that changes one ticket."""


def speaking_verbs() -> tuple[Verb, ...]:
    """Saying something: ``reply``, ``note``, ``macro``."""
    return (
        act(
            "reply",
            "Answer on a ticket; the other side sees it",
            "reply TIK-1042 TEXT",
            P.REPLY,
            answering.run_reply,
            options=(
                OptionSpec(NOTE, "your own note, sent as it is: its id"),
                OptionSpec(UNDO, "takes back what is about to be sent: last"),
                OptionSpec(SEND_NOW, "does not wait any longer: last"),
            ),
            customers=Use("reply TIK-1042 TEXT"),
            ends=alone,
            form=forms.reply_form,
            check=forms.check_text,
            vocabularies=BOTH,
        ),
        act(
            "note",
            "Write something that only staff see",
            "note TIK-1042 TEXT",
            P.NOTE,
            misplaced.run_note,
            options=(OptionSpec("about", "the customer instead of the ticket", ("customer",)),),
            form=misplaced.note_form,
            check=misplaced.check_note,
        ),
        act(
            "macro",
            "Send a ready answer and do what goes with it, after a look at it",
            "macro TIK-1042 [NAME]",
            P.USE_MACROS,
            macros.run_macro,
            options=MACRO,
            form=macros.macro_form,
            check=macros.check_macro,
        ),
    )


def changing_verbs() -> tuple[Verb, ...]:
    """Changing something, from ``set`` to ``reopen``."""
    return (
        act(
            "set",
            "Change subject, category, tags, due date and more",
            "set TIK-1042 tags:+vip,-spam due:mon",
            P.EDIT,
            bulk.run_set,
            options=(*SET, *RELATION_OPTIONS, THESE),
            form=bulk.set_form,
            check=bulk.check_set,
            grow=fields.grow_set,
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
            options=(*RATINGS, FILLED),
            form=rating.ending_form,
            check=rating.check_ending,
            customers=Use("resolve TIK-1042 [rating:5]", RATINGS),
            ends=alone,
            vocabularies=BOTH,
        ),
        _private(),
        _web(),
        act(
            "reopen",
            "Say that it is not solved after all",
            "reopen TIK-1042 [why]",
            P.REOPEN,
            ending.run_reopen,
            vocabularies=BOTH,
        ),
    )


def _private() -> Verb:
    return act(
        "private",
        "Go on where only the customer and staff read",
        "private TIK-1042",
        P.MAKE_PRIVATE,
        making_private.run_private,
        ends=alone,
        # All words of /ticket are taken; staff say it as a word of the desk.
        vocabularies=frozenset({"support", "desk"}),
    )


def _web() -> Verb:
    return Verb(
        "web",
        "Go on with your ticket on the web",
        "web TIK-1042",
        P.READ,
        entering.run_web,
        takes_ticket=True,
        needs_ticket=True,
        vocabularies=frozenset({"support"}),
    )
