"""Every verb that exists, in the order in which help shows them."""

from bot.commands import (
    articles,
    assisting,
    digesting,
    finding,
    from_message,
    helping,
    list_forms,
    opening,
    owning,
)
from bot.forms import forms, word_forms
from bot.grammar.acting_verbs import BOTH, act, changing_verbs, speaking_verbs
from bot.grammar.desk_verbs import DESK, desk_verbs
from bot.grammar.options import (
    DIGEST,
    KB,
    LIST,
    LIST_OWN,
    NEW,
    NEW_OWN,
    REASON,
    SHOW,
    SHOW_OWN,
)
from bot.grammar.relation_verbs import relation_verbs
from bot.grammar.verbs import OptionSpec, Registry, Use, Verb, alone
from core.access.permissions import Permission as P


def build_registry() -> Registry:
    """The registry; the one source of parser, completion, help, rights and manifests."""
    return Registry(
        (
            *_opening(),
            *_looking(),
            *_owning(),
            *speaking_verbs(),
            *changing_verbs(),
            *_knowing(),
            *desk_verbs(),
        )
    )


def _opening() -> tuple[Verb, ...]:
    return (
        Verb(
            "new",
            "Open a ticket",
            "new [what is wrong]",
            P.OPEN,
            from_message.run_new,
            changes=True,
            options=NEW,
            customers=Use("new [what is wrong]", NEW_OWN),
            form=from_message.new_form,
            check=from_message.check_new,
            grow=opening.grow_new,
            vocabularies=BOTH,
        ),
    )


def _looking() -> tuple[Verb, ...]:
    return (
        Verb(
            "list",
            "List tickets",
            "list [mine|unassigned|breaching|all]",
            P.READ,
            finding.run_list,
            form=list_forms.list_form,
            options=LIST,
            customers=Use("list [mine|all]", LIST_OWN),
            ends=lambda said, _: said in {"mine", "all"},
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
            options=SHOW,
            customers=Use("show TIK-1042", SHOW_OWN),
            ends=alone,
            vocabularies=BOTH,
        ),
        Verb(
            "search",
            "Find tickets by words, numbers and filters, or those like another",
            "search WORDS [status:open ...] or similar:1042",
            P.SEARCH,
            finding.run_search,
            options=(OptionSpec("similar", "the ticket that they are like"),),
            form=word_forms.search_form,
            check=word_forms.check_words,
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
            check=owning.check_assign,
        ),
        *relation_verbs(),
    )


def _knowing() -> tuple[Verb, ...]:
    return (
        Verb(
            "ask",
            "Ask the knowledge base, or what to answer in a ticket",
            "ask [TIK-1042] [QUESTION]",
            P.ASK,
            assisting.run_ask,
            takes_ticket=True,
            customers=Use("ask QUESTION"),
            form=word_forms.ask_form,
            check=word_forms.check_words,
            vocabularies=BOTH,
        ),
        Verb(
            "summary",
            "Sum up a ticket: open question, tried, promised, next",
            "summary TIK-1042",
            P.ASSIST,
            assisting.run_summary,
            takes_ticket=True,
            needs_ticket=True,
        ),
        Verb(
            "kb",
            "Find articles; `share:` says one to the ticket's customer",
            "kb WORDS [share:ARTICLE to:1042]",
            P.READ_ARTICLES,
            articles.run_kb,
            changes=True,
            options=KB,
            customers=Use("kb WORDS"),
            form=word_forms.kb_form,
            check=word_forms.check_words,
            vocabularies=BOTH,
        ),
        Verb(
            "digest",
            "How the desk or a team stands, and what changed since yesterday",
            "digest [team:NAME]",
            P.READ_REPORTS,
            digesting.run_digest,
            options=DIGEST,
        ),
        Verb(
            "help",
            "Show what you can say",
            "help [verb]",
            P.READ,
            helping.run_help,
            ends=lambda said, verbs: said.strip("/ ") in verbs,
            vocabularies=BOTH | DESK,
        ),
    )
