"""What stands in a ticket, in four points that each lead to the message that says it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core.access.actor import Actor
from core.access.permissions import Permission
from core.assistant.condensing import Condensing
from core.assistant.ports import Assistant
from core.assistant.sentences import (
    is_promised,
    is_question,
    is_tried,
    sentences_of,
    shortened,
)
from core.conversation.audience import Audience
from core.database.unit_of_work import UnitOfWork
from core.tickets.messages import COMMUNITY
from core.tickets.reading.history import MessageView, list_messages
from core.tickets.reading.queries import get_ticket
from core.tickets.reading.views import view_ticket

MOST = 3
"""Points of one kind; the newest are the ones that still matter."""


@dataclass(frozen=True)
class Point:
    """One thing that a message says."""

    text: str
    message_id: UUID
    author: str
    at: datetime


@dataclass(frozen=True)
class Summary:
    """``owes`` is who has the next word: ``us``, ``customer`` or ``nobody``; ``next`` is the
    message that they owe an answer to. ``model`` wrote it, else it quotes; ``trouble`` says
    why a model that is set has not written."""

    number: int
    question: Point | None
    tried: tuple[Point, ...]
    promised: tuple[Point, ...]
    next: Point | None
    owes: str
    model: str = ""
    trouble: str = ""


async def summarise(uow: UnitOfWork, actor: Actor, number: int, assistant: Assistant) -> Summary:
    """What is open, was tried, was promised, and who owes what next. For staff."""
    await get_ticket(uow, actor, number, Permission.ASSIST)
    messages = [m for m in await list_messages(uow, actor, number) if m.kind != COMMUNITY]
    ticket = await view_ticket(uow, actor, number)
    extracted = extract(number, messages, ticket.waiting_on)
    if assistant.model is None or not messages:
        return extracted
    said = tuple((m.author_role, m.audience, m.body) for m in messages)
    condensed = uow.outside(Condensing(assistant.model, said))
    if isinstance(condensed, str):
        return replace(extracted, trouble=condensed)

    def point(line: tuple[str, int]) -> Point:
        return _point(line[0], messages[line[1]])

    return replace(
        extracted,
        question=point(condensed.question) if condensed.question else extracted.question,
        tried=tuple(map(point, condensed.tried)),
        promised=tuple(map(point, condensed.promised)),
        next=point(condensed.next) if condensed.next else extracted.next,
        model=assistant.model.name,
    )


def extract(number: int, messages: Sequence[MessageView], waiting_on: str) -> Summary:
    """The summary in the words of the messages themselves."""
    customers = [m for m in messages if m.author_role == "customer"]
    staff = [m for m in messages if m.author_role != "customer"]
    public = [m for m in messages if m.audience == Audience.PUBLIC.value]
    asked = _lines(customers, is_question)
    return Summary(
        number=number,
        question=asked[-1] if asked else _first_words(customers or public),
        tried=_lines(messages, is_tried)[-MOST:],
        promised=_lines([m for m in staff if m in public], is_promised)[-MOST:],
        next=_next(public, waiting_on),
        owes=waiting_on,
    )


def _next(public: Sequence[MessageView], waiting_on: str) -> Point | None:
    """What the one who owes the next word has to answer: the last thing the others said."""
    theirs = {"us": True, "customer": False}.get(waiting_on)
    said = [m for m in public if (m.author_role == "customer") is theirs]
    asked = _lines(said[-1:], is_question)
    return asked[-1] if asked else _first_words(said[-1:])


def _lines(messages: Sequence[MessageView], wanted: Callable[[str], bool]) -> tuple[Point, ...]:
    return tuple(_point(s, m) for m in messages for s in sentences_of(m.body) if wanted(s))


def _first_words(messages: Sequence[MessageView]) -> Point | None:
    for message in messages:
        for sentence in sentences_of(message.body):
            return _point(sentence, message)
    return None


def _point(text: str, message: MessageView) -> Point:
    return Point(shortened(text), message.id, message.author, message.created_at)
