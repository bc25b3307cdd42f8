"""Passages that mean what is asked, whatever words they use."""

from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, any_, cast, func, or_, select

from core.database.rows import ID
from core.database.unit_of_work import UnitOfWork
from core.database.vectors import nearness
from core.knowledge.models import Article, ArticleVector, Passage, PassageVector
from core.knowledge.ports import Vector

NEAREST = 60
"""Passages that are looked at because they are nearest."""


async def near_passages(
    uow: UnitOfWork, readable: ColumnElement[bool], vector: Vector, besides: list[UUID]
) -> list[Any]:
    """The nearest passages of ``readable`` articles, and those ``besides``, nearest first.

    Each row has ``passage_id``, ``article_id``, how ``near`` it is, and how near is what
    is ``asked`` of its article (None if that is not known).
    """
    near = nearness(PassageVector.embedding, vector).label("near")
    # Materialized: once for each article, and not again for each of its passages.
    asked = (
        select(ArticleVector.article_id, nearness(ArticleVector.embedding, vector).label("asked"))
        .where(ArticleVector.model == vector.model)
        .cte("asked")
        .prefix_with("MATERIALIZED")
    )
    compared = (
        select(Passage.id.label("passage_id"), Passage.article_id, near, asked.c.asked)
        .join(PassageVector, PassageVector.passage_id == Passage.id)
        .join(Article, Article.id == Passage.article_id)
        .outerjoin(asked, asked.c.article_id == Article.id)
        .where(PassageVector.model == vector.model, readable)
        .cte("compared")
    )
    both = compared.c.near + func.coalesce(compared.c.asked, compared.c.near)
    place = func.row_number().over(order_by=both.desc()).label("place")
    ranked = select(compared, place).subquery()
    named = ranked.c.passage_id == any_(cast(besides, ARRAY(ID)))
    query = select(ranked).where(or_(ranked.c.place <= NEAREST, named)).order_by(ranked.c.place)
    return list((await uow.session.execute(query)).all())
