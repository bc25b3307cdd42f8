"""What answers questions: the extractive answerer now, a language model one day."""

from dataclasses import dataclass
from typing import Protocol

from core.access.actor import Actor
from core.database.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Citation:
    """Where an answer comes from, with the words themselves."""

    slug: str
    title: str
    heading: str
    text: str


@dataclass(frozen=True)
class Found:
    """The best passages for a question; none means that we do not know."""

    citations: tuple[Citation, ...]


class Assistant(Protocol):
    """Finds what can be answered from what the asker may read."""

    async def find(self, uow: UnitOfWork, actor: Actor, question: str) -> Found:
        """The passages that answer the question, best first, or none at all."""
