"""`python -m adapters.models.shipping`: make the vectors that ship with the handbook."""

import asyncio
import sys

from adapters.models.minilm import MODEL, MiniLM
from core.knowledge.shipped import FILE, handbook_texts, pack


async def ship() -> int:
    """Write the file anew; how many passages it has."""
    texts = handbook_texts()
    vectors = await MiniLM().embed(list(texts.values()))
    FILE.write_bytes(pack(dict(zip(texts, vectors, strict=True)), MODEL))
    return len(texts)


if __name__ == "__main__":
    sys.stdout.write(f"{asyncio.run(ship())} passages\n")
