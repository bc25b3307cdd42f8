"""Which embedder the settings name."""

import structlog

from adapters.models.minilm import MiniLM, find_weights
from adapters.models.remote import RemoteEmbedder, check_dimensions
from core.errors import Unavailable
from core.knowledge.ports import Embedder
from core.settings import EmbeddingsSettings

log = structlog.get_logger(__name__)

LOCAL = "local"
OFF = frozenset({"none", "absent", "off"})


def build_embedder(settings: EmbeddingsSettings | None) -> Embedder | None:
    """The local model unless another is named; None if it is switched off."""
    said = settings or EmbeddingsSettings()
    if said.model in OFF:
        return None
    return MiniLM() if said.model == LOCAL else RemoteEmbedder(said)


async def check_embedder(embedder: Embedder | None) -> None:
    """Raises ``WrongDimensions`` for a model that we cannot use, and ``Unavailable`` for one
    that is not there now."""
    if isinstance(embedder, MiniLM):
        find_weights()
    elif isinstance(embedder, RemoteEmbedder):
        await check_dimensions(embedder)


async def refuse_unusable(embedder: Embedder | None) -> None:
    """The same at the start: what is not there now may come, and words do meanwhile."""
    try:
        await check_embedder(embedder)
    except Unavailable as error:
        log.warning("embedder.unavailable", error=str(error))
