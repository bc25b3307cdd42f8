"""The meaning of what somebody asks: found outside the transaction, since it takes a while."""

from dataclasses import dataclass

import structlog

from core.database.unit_of_work import UnitOfWork
from core.errors import Unavailable
from core.knowledge.ports import Embedder, Vector

log = structlog.get_logger(__name__)

LONGEST = 2000
"""Characters of a question that are looked at."""


@dataclass(frozen=True)
class Embedding:
    """Work: what a text means. None if the embedder failed: words must do then."""

    embedder: Embedder
    text: str

    async def do(self) -> Vector | None:
        """Embed it."""
        try:
            return (await self.embedder.embed([self.text]))[0]
        except Unavailable as error:
            log.warning("meaning.unavailable", model=self.embedder.model, error=str(error))
            return None


def meaning_of(uow: UnitOfWork, embedder: Embedder | None, text: str) -> Vector | None:
    """The vector to search with; None (search by words) without an embedder or without words."""
    if embedder is None or not text.strip():
        return None
    return uow.outside(Embedding(embedder, text[:LONGEST].strip()))
