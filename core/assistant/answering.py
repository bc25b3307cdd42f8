"""The assistant that the desk runs with: what it knows, and the model that may help."""

from core.access.actor import Actor
from core.assistant.extracting import Extractive
from core.assistant.ports import ChatModel, Found
from core.database.unit_of_work import UnitOfWork
from core.knowledge.meaning import meaning_of
from core.knowledge.ports import Embedder


class KnowledgeAssistant:
    """Finds passages by words and, with an embedder, by meaning."""

    def __init__(self, embedder: Embedder | None = None, model: ChatModel | None = None) -> None:
        self.embedder = embedder
        self.model = model
        self._extractive = Extractive()

    async def find(
        self, uow: UnitOfWork, actor: Actor, question: str, *, sure: bool = False
    ) -> Found:
        """The passages that answer the question, best first, or none at all."""
        vector = meaning_of(uow, self.embedder, question)
        return await self._extractive.find(uow, actor, question, sure=sure, vector=vector)
