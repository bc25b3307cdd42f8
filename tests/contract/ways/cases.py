"""What is said with each verb, however it is said."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """A verb at work: ``says`` follows the verb and its ticket; the same is given by
    pressing ``label`` on the card, and by filling ``values`` into the form.

    ``before`` is said first, so that there is something to act on. ``answers`` are words
    of the private answer. ``{other}`` stands for another ticket's name.
    """

    verb: str
    says: str = ""
    label: str = ""
    values: dict[str, str] = field(default_factory=dict)
    who: str = "sam"
    before: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    takes_ticket: bool = True
    is_asked_for: bool = True
    """Whether the verb alone opens the form; else only its button does."""
    overdue: bool = False
    """Whether the targets have been missed before."""


def _looks(verb: str, says: str, *answers: str, who: str = "sam", by_form: bool = False) -> Case:
    values = {"text": says} if by_form else {}
    return Case(verb, says, values=values, who=who, answers=answers, takes_ticket=False)


STAFF = (
    Case(
        "new",
        "The lamp is broken customer:ana@example.org priority:high",
        values={
            "subject": "The lamp is broken",
            "description": "The lamp is broken",
            "customer": "ana@example.org",
            "priority": "high",
        },
        takes_ticket=False,
    ),
    _looks("list", "all", "All tickets", "{ref}"),
    Case("show", label="", answers=("{ref}", "Ana via")),
    Case("show", "view:history", "History", answers=("History of", "opened this")),
    _looks("search", "blue printer", "Tickets with “blue printer”", "{ref}", by_form=True),
    Case("sla", "why", "Targets", answers=("Targets of", "First response")),
    Case("claim", label="Claim"),
    Case("release", label="Release", before=("claim {ref}",)),
    Case(
        "assign",
        "to:mia@example.org reason:printers",
        "Assign…",
        {"to": "mia@example.org", "reason": "printers"},
    ),
    Case("reply", "is it better now", "Reply", {"text": "is it better now"}),
    Case("note", "toner is low", "Note…", {"text": "toner is low"}),
    Case("set", "tags:+vip", "Details…", {"tags": "+vip"}),
    Case("status", "in progress", "Status…", {"text": "In progress"}),
    Case("priority", "high", "Priority…", {"text": "high"}),
    Case(
        "escalate",
        "reason:smoke priority:critical",
        "Escalate…",
        {"reason": "smoke", "how": "priority", "priority": "critical"},
    ),
    Case("snooze", "until:3h", "Snooze…", {"until": "3h"}),
    Case("merge", "into:{other}", "Merge into…", {"into": "{other}"}),
    Case("resolve", "new toner", "Resolve", {"text": "new toner"}, is_asked_for=False),
    Case("reopen", label="Reopen", before=("resolve {ref} new toner",)),
    Case("macro", "hello", answers=("hello",)),
    _looks("ask", "how do I claim a ticket?", "From the knowledge base", "laim", by_form=True),
    Case("summary", label="Sum up", answers=("The blue printer hums",)),
    _looks("kb", "claim", "Articles with “claim”", by_form=True),
    Case("kb", "share:ask-the-assistant to:{ref}", takes_ticket=False),
    _looks("digest", "", "Digest", who="kim"),
    _looks("help", "", "What you can say", "claim TIK-1042"),
)
CUSTOMERS = (
    Case("new", "My door squeaks", who="ana", takes_ticket=False),
    _looks("list", "", "{ref}", who="ana"),
    Case("show", who="ana", answers=("{ref}",)),
    Case("reply", "it still hums", who="ana"),
    Case("resolve", who="ana"),
    Case("reopen", "it is back", who="ana", before=("resolve {ref} new toner",)),
    Case("escalate", "nobody answers", who="ana", overdue=True),
    Case("private", who="ana", answers=("Only its customer and staff read", "{ref}")),
    Case("web", who="ana", answers=("no address on the web",)),
    _looks("link", "", "Your code:", who="ana"),
    _looks("ask", "how do I reopen my ticket?", "eopen", who="ana"),
    _looks("kb", "reopen", "Articles with “reopen”", who="ana"),
    _looks("help", "", "What you can say", who="ana"),
)
