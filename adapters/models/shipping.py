"""`python -m adapters.models.shipping`: make the vectors that ship with the handbook."""

import asyncio
import sys

from adapters.models.minilm import MODEL, MiniLM
from core.knowledge.embedding import embed_texts
from core.knowledge.shipped import FILE, handbook_texts, pack


async def ship() -> int:
    """Write the file anew; how many texts it has."""
    texts = handbook_texts()
    vectors = await embed_texts(MiniLM(), list(texts.values()))
    FILE.write_bytes(pack(dict(zip(texts, vectors, strict=True)), MODEL))
    return len(texts)


if __name__ == "__main__":
    sys.stdout.write(f"{asyncio.run(ship())} texts\n")
