"""The local model for tests: loaded once, and what it takes to have all vectors made."""

from functools import cache

from adapters.models.minilm import MiniLM
from core.database.vectors import Vector
from core.knowledge.embedding import embedding_jobs
from tests.builders import Office


@cache
def local_model() -> MiniLM:
    """The local embedder of this process."""
    return MiniLM()


async def vector_of(text: str) -> Vector:
    """What a text means."""
    return (await local_model().embed([text]))[0]


async def make_vectors(office: Office) -> None:
    """Do what the jobs do: afterwards nothing waits for its vector."""
    for job in embedding_jobs(office.database, local_model()).values():
        await job({"organisation_id": str(office.organisation_id)})
