"""What answers questions, and the language model that may help."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from pydantic import BaseModel

from core.access.actor import Actor
from core.database.unit_of_work import UnitOfWork
from core.knowledge.ports import Embedder
from prompts import Filled

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True)
class Citation:
    """Where an answer comes from, with the words themselves."""

    slug: str
    title: str
    heading: str
    text: str


@dataclass(frozen=True)
class Found:
    """The best passages for a question; none means that we do not know.

    ``text`` is what ``model`` wrote from them, with the number of each sentence's passage
    in brackets; without it the passages speak for themselves. ``trouble`` says why a model
    that is set has not written.
    """

    citations: tuple[Citation, ...]
    text: str = ""
    model: str = ""
    trouble: str = ""


class Assistant(Protocol):
    """Finds what can be answered from what the asker may read."""

    @property
    def model(self) -> "ChatModel | None":
        """The language model that helps, if one is set."""

    @property
    def embedder(self) -> Embedder | None:
        """What finds meanings; without it, words alone are looked for."""

    async def find(
        self, uow: UnitOfWork, actor: Actor, question: str, *, sure: bool = False
    ) -> Found:
        """The passages that answer the question, best first, or none at all: no passage,
        no answer, whatever a model may know. ``sure`` asks for more than a good chance."""


class ModelFailed(Exception):
    """The language model gave nothing that can be used; the text says why, in words."""


class ChatModel(Protocol):
    """A language model behind an endpoint."""

    @property
    def name(self) -> str:
        """Its name, shown beside what it wrote."""

    async def fill_in(self, prompt: Filled, shape: type[Shape]) -> Shape:
        """Its answer in that shape. Raises :class:`ModelFailed`, in bounded time, for
        whatever may go wrong."""


def numbered(texts: Sequence[str]) -> str:
    """Texts as a model is shown them: each under its number."""
    return "\n\n".join(f"[{number}] {text}" for number, text in enumerate(texts, 1))
