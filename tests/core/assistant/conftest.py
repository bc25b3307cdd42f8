"""A house with articles of its own."""

import pytest

from core.knowledge.articles import ArticleDraft, publish_article
from tests.builders import Office
from tests.core.assistant.shelf import ARTICLES, CANARY


@pytest.fixture
async def house(office: Office) -> Office:
    """The organisation with a few articles of its own and one for staff alone."""
    await office.sql("DELETE FROM articles")
    for title, body in ARTICLES.items():
        await office.do(publish_article, office.desk, ArticleDraft(title=title, body=body))
    await office.do(publish_article, office.desk, CANARY)
    return office
