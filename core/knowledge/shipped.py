"""The handbook's vectors, made beforehand: a first start has no model to load for them.

The file has a line of JSON (the model, the texts' hashes), then the vectors in half
precision, one after the other. `python -m adapters.models.shipping` writes it anew.
"""

import json
import struct
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from core.database.vectors import DIMENSIONS
from core.knowledge.handbook import FOLDER, read_gaps, read_handbook
from core.knowledge.passages import cut
from core.knowledge.ports import Vector
from core.knowledge.texts import asked_text, hash_of, passage_text

FILE = FOLDER / "vectors.bin"
_ROW = struct.Struct(f"<{DIMENSIONS}e")


def handbook_texts() -> dict[str, str]:
    """The texts of the handbook's passages, tags and gaps by their hashes."""
    drafts = read_handbook()
    texts = [*read_gaps(), *(asked_text(draft.tags) for draft in drafts)]
    texts += [
        passage_text(draft.title, section.heading, section.body)
        for draft in drafts
        for section in cut(draft.body)
    ]
    return {hash_of(said): said for said in texts}


def pack(vectors: Mapping[str, Vector], model: str) -> bytes:
    """Vectors by the hashes of their texts, as the file has them."""
    head = json.dumps({"model": model, "hashes": list(vectors)})
    return b"\n".join([head.encode(), b"".join(_ROW.pack(*v) for v in vectors.values())])


@cache
def shipped_vectors(model: str, path: Path = FILE) -> Mapping[str, Vector]:
    """The vectors by the hashes of their texts; none for another model."""
    head, _, rows = path.read_bytes().partition(b"\n")
    said = json.loads(head)
    if said["model"] != model:
        return {}
    vectors = (Vector(numbers, model) for numbers in _ROW.iter_unpack(rows))
    return dict(zip(said["hashes"], vectors, strict=True))
