"""What the knowledge base needs from outside: something that turns a text into its meaning."""

from collections.abc import Sequence
from typing import Protocol

from core.database.vectors import Vector

__all__ = ["Embedder", "Vector"]


class Embedder(Protocol):
    """Turns texts into vectors, off the event loop. Texts of like meaning have near vectors."""

    @property
    def model(self) -> str:
        """The model and its precision."""

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """The vectors of the texts, in their order. Raises ``Unavailable`` if that fails."""
