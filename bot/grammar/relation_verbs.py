"""The verbs that put tickets together, up or aside."""

from bot.commands import parting, relating
from bot.forms import parting_forms, relation_forms
from bot.grammar.options import REASON
from bot.grammar.verbs import OptionSpec, Use, Verb
from core.access.permissions import Permission as P
from core.tickets.rules import PRIORITIES

INTO = OptionSpec("into", "the ticket in which it goes on; none undoes it")
MERGE_OPTIONS = (
    INTO,
    OptionSpec("split", "the message from which on it is a ticket of its own; none undoes it"),
    OptionSpec("customer", "to whom it is given; none undoes it"),
    OptionSpec("under", "new or a ticket that gathers others; none takes it out or dissolves it"),
    OptionSpec("with", "the tickets that are gathered: 1043,1044"),
    OptionSpec("subject", "of the new ticket, or for the new customer"),
)
RELATION_OPTIONS = (
    INTO,
    OptionSpec("related", "another ticket; -1043 takes the link away"),
    OptionSpec("follow", "be told what is said publicly", ("on", "off")),
    OptionSpec("lines", "say what happens in its threads again, after too much of it", ("on",)),
)
"""Options of ``set`` about other tickets and followers."""


def relation_verbs() -> tuple[Verb, ...]:
    """``escalate``, ``snooze`` and ``merge``."""
    return (
        Verb(
            "escalate",
            "Call for more: priority, somebody else or the escalation queue",
            'escalate TIK-1042 reason:"..." [to:@sam|TEAM|queue] [priority:high]',
            P.ESCALATE,
            relating.run_escalate,
            takes_ticket=True,
            needs_ticket=True,
            changes=True,
            options=(
                OptionSpec("reason", "why; needed"),
                OptionSpec("to", "@name, an address, a team, or queue"),
                OptionSpec("priority", "the new one", PRIORITIES),
                OptionSpec("how", "what happens", ("priority", "reassign", "queue")),
            ),
            form=relation_forms.escalate_form,
            check=relating.check_escalation,
            customers=Use("escalate TIK-1042 [why]", (OptionSpec("reason", "why; needed"),)),
            vocabularies=frozenset({"ticket", "support"}),
        ),
        Verb(
            "snooze",
            "Put a ticket aside until a moment or the customer's next word",
            "snooze TIK-1042 until:tomorrow 9:00",
            P.EDIT,
            relating.run_snooze,
            takes_ticket=True,
            needs_ticket=True,
            changes=True,
            options=(OptionSpec("until", "3h, tomorrow 9:00, monday; now wakes it"), REASON),
            form=relation_forms.snooze_form,
            check=relating.check_until,
        ),
        Verb(
            "merge",
            "Let a ticket go on in another, split it, hand it on, or gather many",
            "merge TIK-1043 into:TIK-1042",
            P.MERGE,
            parting.run_merge,
            takes_ticket=True,
            needs_ticket=True,
            changes=True,
            options=MERGE_OPTIONS,
            form=parting_forms.form_of_merge,
            check=parting.check_merge,
        ),
    )
