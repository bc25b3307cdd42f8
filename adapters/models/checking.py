"""Whether meanings can be found: for ``deskhand doctor``."""

from adapters.models.choosing import build_embedder, check_embedder
from adapters.models.remote import WrongDimensions
from bot.checks.checked import Checked, noted, ok, wrong
from core.errors import Unavailable
from core.settings import EmbeddingsSettings

NAME = "Search by meaning"


async def check_meaning(settings: EmbeddingsSettings | None) -> Checked:
    """The model that the settings name: there, usable, or switched off."""
    embedder = build_embedder(settings)
    if embedder is None:
        return noted(NAME, "switched off: search goes by words only")
    try:
        await check_embedder(embedder)
    except WrongDimensions as error:
        return wrong(NAME, str(error), "Change DESKHAND_EMBEDDINGS__MODEL.")
    except Unavailable as error:
        return wrong(NAME, str(error), "Until then, search goes by words only.")
    return ok(NAME, f"{embedder.model} is there")
