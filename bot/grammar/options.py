"""The options of the verbs that have many; ``..._OWN`` are those that customers have."""

from bot.commands.articles import SHARE, TO
from bot.commands.digesting import VIEWS
from bot.commands.fields import SET_OPTIONS
from bot.commands.list_filters import FILTERS, OFFERED, SLA_STATES, TIMES
from bot.commands.list_forms import ASK, FILTER, ORDERS, STATE, WHOSE
from bot.commands.macros import ACTS as MACRO_ACTS
from bot.commands.posting import HERE as POST_HERE
from bot.commands.posting import POST
from bot.grammar.verbs import OptionSpec
from bot.sending.boards import BOARD, HERE, OFF
from bot.shortcuts import FROM_MESSAGE, PRIVATELY
from bot.showing.digests import ANSWERED
from core.tickets.opening import SOURCES
from core.tickets.rules import PRIORITIES

REASON = OptionSpec("reason", "why, for the history")
THESE = OptionSpec("these", "the tickets that were listed; a list's button says it")
FILLED = OptionSpec("field", "a custom field: KEY=VALUE")
RATINGS = (OptionSpec("rating", "how the support was, if the ticket is yours", tuple("12345")),)
_SETTING = {
    "subject": "the new subject, in quotation marks",
    "status": "any of the statuses, for example pending",
    "priority": ", ".join(PRIORITIES),
    "category": "its name, or none",
    "tags": "+vip,-spam",
    "due": "2h, mon 9am, 2026-01-31 or none",
    "field": "a custom field: KEY=VALUE, or KEY=none",
    "reason": REASON.hint,
}
SET = tuple(OptionSpec(name, _SETTING[name]) for name in SET_OPTIONS)

NEW_OWN = (
    OptionSpec("subject", "in one line"),
    OptionSpec("description", "all that helps"),
    OptionSpec("priority", "how urgent", PRIORITIES),
    OptionSpec("category", "what it is about"),
    OptionSpec("tags", "+vip"),
    FILLED,
    OptionSpec("ask", "from a question asked before"),
    OptionSpec(PRIVATELY, "where only you and our staff can read", ("yes",)),
)
NEW = (
    *NEW_OWN,
    OptionSpec("customer", "for somebody else: email or name"),
    OptionSpec("team", "whose queue"),
    OptionSpec("source", "how they reached you, if not here", SOURCES),
    OptionSpec(FROM_MESSAGE, "the message that it is about; a shortcut says it"),
)

_PAGE = OptionSpec("page", "where to go on")
_NARROW = (
    *(OptionSpec(name, f"only with this {name}") for name in FILTERS),
    OptionSpec("field", "only with this in a custom field: KEY=VALUE"),
)
_TIMES = tuple(OptionSpec(name, f"{name} lately: 24h, 7d") for name in TIMES)
LIST = (
    OptionSpec("view", "which", (*OFFERED, "recent", "snoozed", "escalated")),
    OptionSpec("sort", "in which order", tuple(ORDERS)),
    OptionSpec("sla", "only with targets like this", tuple(name for name, _ in SLA_STATES)),
    OptionSpec("age", "only opened at least so long ago: 24h, 7d"),
    OptionSpec(FILTER, "choose filters in a form", (ASK,)),
    OptionSpec(WHOSE, "only of this owner or team"),
    OptionSpec(STATE, "only with such targets, or of such an age"),
    OptionSpec(BOARD, "keep a board in this triage channel, or not", (HERE, OFF)),
    THESE,
    _PAGE,
    *_NARROW,
    *_TIMES,
)
LIST_OWN = (
    OptionSpec("view", "which", ("mine", "all")),
    _PAGE,
    *(option for option in _NARROW if option.name not in {"assignee", "team"}),
)

_SHOW_PAGE = OptionSpec("page", "where to go on")
SHOW = (
    OptionSpec("view", "instead of the card", ("history", "messages", "customer")),
    _SHOW_PAGE,
    OptionSpec(POST, "post the card for all who read here", (POST_HERE,)),
)
SHOW_OWN = (OptionSpec("view", "instead of the card", ("messages",)), _SHOW_PAGE)
MACRO = (
    OptionSpec("name", "which macro"),
    OptionSpec("do", "at once, after an edit, or not at all", MACRO_ACTS),
)

KB = (
    OptionSpec(SHARE, "this article with the ticket's customer, or those who read here"),
    OptionSpec(TO, "the ticket whose customer gets it, if not this thread's"),
)
DIGEST = (
    OptionSpec("team", "only this team"),
    OptionSpec("view", "the numbers now, or the latest ratings", VIEWS),
    OptionSpec(ANSWERED, "only ratings of that time: 7d, or from..until"),
    _PAGE,
    OptionSpec("nudge", "asks the owner of this ticket to look at it"),
)
