"""Any embeddings that LangChain knows, for :class:`core.knowledge.ports.Embedder`."""

import asyncio
import math
from collections.abc import Sequence
from typing import Any

import structlog

from core.assistant.masking import Mask
from core.database.vectors import DIMENSIONS
from core.errors import HelpdeskError, Unavailable
from core.knowledge.ports import Vector
from core.settings import EmbeddingsSettings

log = structlog.get_logger(__name__)

PATIENCE = 20.0
"""Seconds; whoever searches meanwhile waits for it, then goes on by words."""


class WrongDimensions(HelpdeskError):
    """The model's vectors do not fit into the tables."""

    code = "settings.wrong"
    text = (
        "The model {model} of DESKHAND_EMBEDDINGS__MODEL gives vectors of {found} numbers, and "
        "Deskhand keeps {kept}. Take a model that gives {kept}, or unset it for the local one."
    )


class RemoteEmbedder:
    """The model that ``EMBEDDINGS__MODEL`` names. Loaded in a thread at its first use.

    A name without a provider is taken for one of an OpenAI-compatible endpoint. Personal
    data is marked before a text leaves.
    """

    def __init__(self, settings: EmbeddingsSettings) -> None:
        self._settings = settings
        self._client: Any = None

    @property
    def model(self) -> str:
        """The model as it was set."""
        return self._settings.model

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """The vectors of the texts, in their order."""
        hidden = [Mask().hide(text) for text in texts]
        try:
            async with asyncio.timeout(PATIENCE):
                if self._client is None:
                    self._client = await asyncio.to_thread(_build, self._settings)
                rows = await self._client.aembed_documents(hidden)
        except Exception as error:
            # Each provider has errors of its own; whatever it is, words must do then.
            log.warning("embeddings.failed", model=self.model, error=repr(error))
            raise Unavailable(what=f"The model {self.model} for embeddings") from error
        return [self._to_vector(row) for row in rows]

    def _to_vector(self, row: Sequence[float]) -> Vector:
        if len(row) != DIMENSIONS:
            raise WrongDimensions(model=self.model, found=len(row), kept=DIMENSIONS)
        length = math.sqrt(sum(number * number for number in row)) or 1.0
        return Vector((number / length for number in row), self.model)


async def check_dimensions(embedder: RemoteEmbedder) -> None:
    """Raises :class:`WrongDimensions` if the model cannot be used, ``Unavailable`` if it
    cannot be reached."""
    await embedder.embed(["How do I open a ticket?"])


def _build(settings: EmbeddingsSettings) -> Any:
    from langchain.embeddings import init_embeddings

    provider, colon, name = settings.model.partition(":")
    if not colon or not provider.isidentifier():
        provider, name = "openai", settings.model
    named: dict[str, Any] = {}
    if provider == "openai":
        # Others that speak its protocol take texts, not the numbers of its own tokens.
        named |= {"check_embedding_ctx_length": False, "timeout": PATIENCE, "max_retries": 1}
        if name.startswith("text-embedding-3"):
            named["dimensions"] = DIMENSIONS
    if settings.base_url:
        named["base_url"] = settings.base_url
    key = settings.api_key.get_secret_value() if settings.api_key else None
    if key or settings.base_url:
        named["api_key"] = key or "none"
    return init_embeddings(name, provider=provider, **named)
