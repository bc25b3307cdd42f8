"""The handbook's vectors ship with it, and are those of its present text."""

from adapters.models.minilm import MODEL, MiniLM
from core.database.vectors import Vector
from core.knowledge.embedding import embed_texts
from core.knowledge.shipped import handbook_texts, pack, shipped_vectors

AGAIN = "Run `.venv/bin/python -m adapters.models.shipping`, then commit the file."


def test_every_passage_of_the_handbook_has_its_vector() -> None:
    missing = set(handbook_texts()) - set(shipped_vectors(MODEL))
    assert not missing, AGAIN
    assert set(shipped_vectors(MODEL)) == set(handbook_texts()), AGAIN


async def test_they_are_what_the_model_gives() -> None:
    texts = dict(list(handbook_texts().items())[::60])
    for key, vector in zip(texts, await embed_texts(MiniLM(), list(texts.values())), strict=True):
        shipped = shipped_vectors(MODEL)[key]
        assert sum(a * b for a, b in zip(shipped, vector, strict=True)) > 0.999


def test_another_model_has_none() -> None:
    assert shipped_vectors("another") == {}


def test_what_is_packed_is_read_again(tmp_path: object) -> None:
    path = tmp_path / "vectors.bin"  # type: ignore[operator]
    one = Vector([0.5] + [0.0] * 383, "m")
    path.write_bytes(pack({"a": one, "b": one}, "m"))
    assert shipped_vectors("m", path) == {"a": one, "b": one}
