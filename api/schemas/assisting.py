"""Suggestions and summaries as REST shows them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from api.schemas.common import ID, MOMENT, Out, example
from api.schemas.knowledge import Citation

_POINT = {
    "text": "Why was I charged twice?",
    "message_id": ID,
    "author": "Ana",
    "at": MOMENT,
}


class Suggestion(Out):
    """A reply that could be sent. `model` wrote it, else it quotes; `trouble` says why a
    model that is set did not help."""

    model_config = example(
        question="How do I reset my password?",
        text="Choose **Forgot password** ...",
        citations=[
            {
                "slug": "reset-your-password",
                "title": "Reset your password",
                "heading": "Ask for a link",
                "text": "Choose **Forgot password** ...",
            }
        ],
        model="",
        trouble="",
    )

    question: str
    text: str
    citations: tuple[Citation, ...]
    model: str
    trouble: str


class Point(Out):
    """One thing that a message says."""

    model_config = example(**_POINT)

    text: str
    message_id: UUID
    author: str
    at: datetime


class Summary(Out):
    """What stands in a ticket. `owes` is who has the next word."""

    model_config = example(
        number=1042,
        question=_POINT,
        tried=[],
        promised=[],
        next=_POINT,
        owes="us",
        model="",
        trouble="",
    )

    number: int
    question: Point | None
    tried: tuple[Point, ...]
    promised: tuple[Point, ...]
    next: Point | None
    owes: Literal["us", "customer", "nobody"]
    model: str
    trouble: str
