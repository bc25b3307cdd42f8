"""Finding by meaning: what a text means as a point, so that like texts are near.

Who changes a text marks its row as ``stale`` in the same transaction; a job makes the
vector afterwards. Vectors are compared one by one inside the organisation: exact, and
quick enough for as many as are looked at.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import ColumnElement, cast, text
from sqlalchemy.orm import Mapped, mapped_column

DIMENSIONS = 384
"""How many numbers a vector has. The tables are made for that many."""


AS_STORED = HALFVEC(DIMENSIONS)


class Vector(list[float]):
    """The meaning of a text: :data:`DIMENSIONS` numbers, of length one together.

    ``model`` says what made it: vectors of different models cannot be compared.
    """

    def __init__(self, numbers: Iterable[float], model: str) -> None:
        super().__init__(numbers)
        self.model = model


class Meant:
    """Columns of a table of vectors. ``model`` made the ``embedding`` of the text with that
    hash; ``stale`` says that the text has changed since, last at ``changed_at``."""

    model: Mapped[str | None] = mapped_column(index=True)
    text_hash: Mapped[str | None]
    embedding: Mapped[Any] = mapped_column(AS_STORED, nullable=True)
    stale: Mapped[bool] = mapped_column(server_default=text("true"))
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


def nearness(embedding: Any, vector: Vector) -> ColumnElement[float]:
    """How near a column is to a vector: 1 for the same meaning, about 0 for no relation."""
    distance: ColumnElement[float] = embedding.cosine_distance(cast(vector, AS_STORED))
    return 1 - distance
