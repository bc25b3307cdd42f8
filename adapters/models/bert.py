"""The forward pass of a small BERT in numpy, in single precision.

The network of Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers"
(2018), as all-MiniLM-L6-v2 has it: embeddings, layers of attention and a GELU, each
with its residual and layer norm; then the mean over all tokens, of length one.
Importing this imports numpy: do it where it is used.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Read = Callable[[str], Floats]
"""Reads one of the model's tensors by its name."""

EPSILON = np.float32(1e-12)
FOUR = 4
ROWS = 128
"""Rows of the widest matrix that are worked on at once: they stay in the processor's cache."""
COLUMNS = 384
"""Columns of a matrix that lie together: what BLAS copies of them for itself stays in the
cache, and a short question, which reads all weights for a few rows, waits less."""


class _Norm:
    """Layer norm: each row to mean 0 and variance 1, then scaled and moved."""

    def __init__(self, read: Read, name: str) -> None:
        self._scale, self._move = read(f"{name}.weight"), read(f"{name}.bias")

    def __call__(self, rows: Floats) -> Floats:
        rows = rows - rows.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", rows, rows)[:, None] / np.float32(rows.shape[1])
        rows /= np.sqrt(variance + EPSILON)
        rows *= self._scale
        rows += self._move
        return rows


class _Linear:
    """A matrix and what is added."""

    def __init__(self, read: Read, *names: str) -> None:
        self._added = np.concatenate([read(f"{name}.bias") for name in names])
        matrix = np.concatenate([read(f"{name}.weight") for name in names])
        parts = (slice(start, start + COLUMNS) for start in range(0, len(matrix), COLUMNS))
        self._parts = [(part, np.ascontiguousarray(matrix[part].T)) for part in parts]

    def __call__(self, rows: Floats) -> Floats:
        out = np.empty((len(rows), len(self._added)), rows.dtype)
        for part, matrix in self._parts:
            np.matmul(rows, matrix, out=out[:, part])
        out += self._added
        return out


class _Layer:
    def __init__(self, read: Read, number: int, heads: int) -> None:
        name = f"encoder.layer.{number}"
        inner = f"{name}.attention.self"
        self._heads = heads
        self._ask = _Linear(read, f"{inner}.query", f"{inner}.key", f"{inner}.value")
        self._attended = _Linear(read, f"{name}.attention.output.dense")
        self._after_attention = _Norm(read, f"{name}.attention.output.LayerNorm")
        self._widen = _Linear(read, f"{name}.intermediate.dense")
        self._narrow = _Linear(read, f"{name}.output.dense")
        self._after_all = _Norm(read, f"{name}.output.LayerNorm")

    def __call__(self, rows: Floats, texts: int, length: int) -> Floats:
        attended = self._attended(self._attend(rows, texts, length))
        rows = self._after_attention(attended + rows)
        wide = np.empty_like(rows)
        for start in range(0, len(rows), ROWS):
            part = slice(start, start + ROWS)
            wide[part] = self._narrow(gelu(self._widen(rows[part])))
        wide += rows
        return self._after_all(wide)

    def _attend(self, rows: Floats, texts: int, length: int) -> Floats:
        width, said = rows.shape[1], texts * length
        asked = self._ask(rows)[:said].reshape(texts, length, 3, self._heads, -1)
        query, key, value = asked.transpose(2, 0, 3, 1, 4)
        scores = query @ key.transpose(0, 1, 3, 2)
        scores *= np.float32((width // self._heads) ** -0.5)
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        attended = np.zeros_like(rows)
        attended[:said] = (scores @ value).transpose(0, 2, 1, 3).reshape(said, width)
        return attended


class Bert:
    """The network with its weights. ``word_rows`` gives the rows of the word embeddings."""

    def __init__(
        self, read: Read, word_rows: Callable[[Sequence[int]], Floats], layers: int, heads: int
    ) -> None:
        self._word_rows = word_rows
        # All our texts are of one piece, which is type 0.
        kind = read("embeddings.token_type_embeddings.weight")[0]
        self._places = read("embeddings.position_embeddings.weight") + kind
        self._norm = _Norm(read, "embeddings.LayerNorm")
        self._layers = [_Layer(read, number, heads) for number in range(layers)]

    def __call__(self, texts: Sequence[Sequence[int]]) -> Floats:
        """The vectors of texts that have equally many tokens."""
        count, length = len(texts), len(texts[0])
        rows = self._word_rows([token for text in texts for token in text])
        rows = self._norm(rows + np.tile(self._places[:length], (count, 1)))
        # The processor multiplies four rows at once; with a rest of three it takes a third longer.
        rows = np.pad(rows, ((0, -len(rows) % FOUR), (0, 0)))
        for layer in self._layers:
            rows = layer(rows, count, length)
        means: Floats = rows[: count * length].reshape(count, length, -1).mean(axis=1)
        means /= np.sqrt(np.einsum("ij,ij->i", means, means))[:, None]
        return means


def gelu(x: Floats) -> Floats:
    """``x / 2 * (1 + erf(x / sqrt 2))``, in place."""
    half = x * np.float32(0.5)
    x *= np.float32(2**-0.5)
    erf(x)
    x *= half
    x += half
    return x


def erf(x: Floats) -> None:
    """The error function in place, within 2e-7: Abramowitz and Stegun, formula 7.1.26."""
    size = np.abs(x)
    t = np.float32(1) / (np.float32(0.3275911) * size + np.float32(1))
    size *= size
    np.negative(size, out=size)
    np.exp(size, out=size)
    series = t * np.float32(1.061405429)
    for term in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series += np.float32(term)
        series *= t
    series *= size
    np.subtract(np.float32(1), series, out=series)
    np.copysign(series, x, out=x)
