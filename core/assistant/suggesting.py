"""What an agent could answer: a draft from the knowledge base, never sent by itself."""

from dataclasses import dataclass, replace

from core.access.actor import Actor, Role
from core.access.permissions import Permission
from core.assistant.drafting import Drafting
from core.assistant.ports import Assistant, Found
from core.assistant.sentences import is_question, sentences_of
from core.conversation.audience import Audience
from core.database.unit_of_work import UnitOfWork
from core.tickets.messages import COMMUNITY
from core.tickets.reading.history import MessageView, list_messages
from core.tickets.reading.queries import get_ticket
from core.tickets.reading.views import TicketView, view_ticket

TRIES = 4
"""Ways to put the customer's question to the knowledge base, at most."""

RECENT = 8
LONGEST = 700


@dataclass(frozen=True)
class Suggestion:
    """A reply that could be sent: ``text`` is empty if the knowledge base holds none.

    ``question`` is what it answers, in the customer's words.
    """

    question: str
    text: str
    found: Found


async def suggest(uow: UnitOfWork, actor: Actor, number: int, assistant: Assistant) -> Suggestion:
    """A draft with its sources, from articles that the customer may read too. For staff."""
    ticket = await get_ticket(uow, actor, number, Permission.ASSIST)
    messages = [m for m in await list_messages(uow, actor, number) if m.kind != COMMUNITY]
    public = [m for m in messages if m.audience == Audience.PUBLIC.value]
    # What staff alone read must not be sent; what customers read, whoever helps them may.
    reader = replace(actor, role=Role.CUSTOMER, scopes=None)
    questions = _questions(ticket.subject, public)
    for question in questions:
        found = await assistant.find(uow, reader, question, sure=True)
        if found.citations:
            break
    else:
        return Suggestion(questions[0], "", Found(()))
    if assistant.model is not None:
        facts = _facts(await view_ticket(uow, actor, number))
        asked = (("conversation", _conversation(messages)), ("facts", facts))
        found = uow.outside(Drafting(assistant.model, "suggest", asked, found))
        if not found.citations:
            return Suggestion(question, "", found)
    return Suggestion(question, found.text or _passage(found), found)


def _questions(subject: str, public: list[MessageView]) -> list[str]:
    """The newest question first: what the customer asks now, then what they came with."""
    said = [m for m in public if m.author_role == "customer"]
    asked = [s for m in said[-1:] for s in sentences_of(m.body) if is_question(s)]
    first = [s for m in said[:1] for s in sentences_of(m.body)][:1]
    return list(dict.fromkeys([*asked[::-1][:2], subject, *first]))[:TRIES]


def _conversation(messages: list[MessageView]) -> str:
    """The last messages, notes marked as what they are."""
    marks = {Audience.PUBLIC.value: ""}
    return "\n\n".join(
        f"{m.author_role}{marks.get(m.audience, ' (private note)')}: {m.body}"
        for m in messages[-RECENT:]
    )


def _facts(ticket: TicketView) -> str:
    """What the model must know to speak to the point."""
    facts = {
        "Subject": ticket.subject,
        "Product or category": " > ".join(ticket.category),
        "Language": ticket.language,
        "Customer": ticket.requester.name,
        "Came in by": ticket.source,
        "Status": ticket.status,
        "Priority": ticket.priority,
        "Tags": ", ".join(ticket.tags),
    }
    return "\n".join(f"{name}: {value}" for name, value in facts.items() if value)


def _passage(found: Found) -> str:
    text = found.citations[0].text.strip()
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rsplit(". ", 1)[0] + "."
