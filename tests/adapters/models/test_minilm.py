"""AIA-09: the local model gives what the reference gives, quickly enough, and off the loop.

``reference.npy`` holds the vectors of ``reference_texts.json``, made with torch 2.13 and
transformers 5.23 from the same weights: mean over the last layer, of length one.
"""

import asyncio
import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from adapters.models.minilm import MODEL, MiniLM, find_weights
from core.database.vectors import DIMENSIONS

FOLDER = Path(__file__).parent
TEXTS: list[str] = json.loads((FOLDER / "reference_texts.json").read_text("utf-8"))
LEAST_COSINE = 0.9999


@pytest.fixture(scope="module")
def local() -> MiniLM:
    return MiniLM()


async def test_it_gives_what_the_reference_gives(local: MiniLM) -> None:
    reference = np.load(FOLDER / "reference.npy")
    made = np.array(await local.embed(TEXTS))
    assert made.shape == reference.shape == (len(TEXTS), DIMENSIONS)
    cosines = np.einsum("ij,ij->i", made, reference)
    worst = int(cosines.argmin())
    assert cosines[worst] >= LEAST_COSINE, TEXTS[worst]


async def test_a_text_has_the_same_vector_in_any_company(local: MiniLM) -> None:
    question, other = "How do I reset my password?", "The printer is on fire."
    [alone] = await local.embed([question])
    many = await local.embed([other, question, "x" * 900, other, question])
    for vector in (many[1], many[4]):
        assert math.isclose(np.dot(alone, vector), 1, abs_tol=1e-5)
    assert np.dot(alone, many[0]) < 0.5


async def test_vectors_have_length_one_and_name_their_model(local: MiniLM) -> None:
    for vector in await local.embed(["", "a", "\ud800 half a sign", "word " * 5000]):
        assert math.isclose(math.hypot(*vector), 1, abs_tol=1e-5)
        assert (len(vector), vector.model) == (DIMENSIONS, MODEL)
    assert await local.embed([]) == []


async def test_a_question_is_answered_before_a_long_job_is_done(local: MiniLM) -> None:
    long = asyncio.create_task(
        local.embed([f"{n} " + "words of a passage " * 40 for n in range(60)])
    )
    await asyncio.sleep(0)
    await local.embed(["How do I reset my password?"])
    assert not long.done()
    long.cancel()
    await asyncio.gather(long, return_exceptions=True)


async def test_the_loop_goes_on_while_it_works(local: MiniLM) -> None:
    working = asyncio.create_task(local.embed(["words of a passage " * 60] * 4))
    turns = 0
    while not working.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert turns > 20


def test_importing_loads_nothing() -> None:
    code = (
        "import sys, adapters.models.choosing as c; c.build_embedder(None);"
        " sys.exit(any(m in sys.modules for m in ('numpy', 'tokenizers', 'safetensors')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_weights_are_those_of_the_installed_package() -> None:
    assert (find_weights() / "model.safetensors").stat().st_size > 90_000_000
