"""Embeddings behind an endpoint: used, refused if they do not fit, done without if down."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from adapters.models.choosing import build_embedder, check_embedder, refuse_unusable
from adapters.models.remote import RemoteEmbedder, WrongDimensions
from core.errors import Unavailable
from core.knowledge.meaning import Embedding
from core.settings import EmbeddingsSettings
from tests.fakes.openai.embeddings import FakeEmbeddings
from tests.fakes.openai.server import KEY


@pytest.fixture
async def far() -> AsyncIterator[FakeEmbeddings]:
    fake = FakeEmbeddings()
    await fake.start()
    yield fake
    await fake.stop()


def embedder_at(far: FakeEmbeddings, key: str = KEY) -> RemoteEmbedder:
    said = EmbeddingsSettings(model="emb", api_key=SecretStr(key), base_url=far.base_url)
    built = build_embedder(said)
    assert isinstance(built, RemoteEmbedder)
    return built


async def test_its_vectors_are_used_and_have_length_one(far: FakeEmbeddings) -> None:
    vectors = await embedder_at(far).embed(["one", "another text"])
    assert [len(vector) for vector in vectors] == [384, 384]
    assert all(abs(sum(n * n for n in vector) - 1) < 1e-6 for vector in vectors)
    assert {vector.model for vector in vectors} == {"emb"}


async def test_personal_data_stays_here(far: FakeEmbeddings) -> None:
    await embedder_at(far).embed(["Write to ana@example.com or call +49 170 1234567"])
    [asked] = far.requests
    assert "ana@example.com" not in str(asked)
    assert "1234567" not in str(asked)


async def test_a_model_of_another_length_is_refused_in_words(far: FakeEmbeddings) -> None:
    far.length = 1536
    with pytest.raises(WrongDimensions, match="1536 numbers, and Deskhand keeps 384"):
        await refuse_unusable(embedder_at(far))


@pytest.mark.parametrize("key", [KEY, "another"])
async def test_what_does_not_answer_is_done_without(far: FakeEmbeddings, key: str) -> None:
    far.down = key == KEY
    embedder = embedder_at(far, key)
    with pytest.raises(Unavailable):
        await check_embedder(embedder)
    await refuse_unusable(embedder)
    assert await Embedding(embedder, "a question").do() is None


@pytest.mark.parametrize("said", ["none", "absent", "off"])
def test_it_can_be_switched_off(said: str) -> None:
    assert build_embedder(EmbeddingsSettings(model=said)) is None
