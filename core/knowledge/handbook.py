"""The handbook: articles that ship with Deskhand as the first knowledge base."""

from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor, the_desk
from core.database.unit_of_work import Database, UnitOfWork
from core.knowledge.articles import ArticleDraft, publish_article
from core.knowledge.models import Article

FOLDER = Path(__file__).parent / "handbook"
ORIGIN = "handbook"


def read_handbook() -> list[ArticleDraft]:
    """All shipped articles, in the order of their files."""
    return [read_article(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.md"))]


@cache
def read_gaps() -> tuple[str, ...]:
    """What the handbook has no article about though people ask for it, each in a few words."""
    return tuple((FOLDER / "gaps.txt").read_text("utf-8").splitlines())


def read_article(text: str) -> ArticleDraft:
    """An article from Markdown with front matter (``title:``, ``audience:``, ...)."""
    _, head, body = text.split("---\n", 2)
    lines = [line.partition(":") for line in head.splitlines() if ":" in line]
    fields = {name.strip(): value.strip() for name, _, value in lines}
    return ArticleDraft(
        title=fields["title"],
        audience=fields.get("audience", "public"),
        category=fields.get("category", ""),
        tags=[
            tag.strip()
            for name, separator in (("tags", ","), ("asked", "|"))
            for tag in fields.get(name, "").split(separator)
            if tag.strip()
        ],
        body=body.strip(),
    )


async def load_handbook(uow: UnitOfWork, actor: Actor) -> int:
    """Publish the shipped articles; those that the organisation made its own are left.

    Returns how many articles there are in the handbook.
    """
    edited = set(await uow.session.scalars(select(Article.title).where(Article.origin != ORIGIN)))
    drafts = read_handbook()
    for draft in drafts:
        if draft.title not in edited:
            await publish_article(uow, actor, draft, origin=ORIGIN)
    return len(drafts)


async def refresh_handbook(database: Database, payload: dict[str, Any]) -> None:
    """Publish what a new release has added or changed; a job, so that starting stays quick."""
    organisation_id = UUID(payload["organisation_id"])
    async with database.unit_of_work(organisation_id) as uow:
        await load_handbook(uow, the_desk(organisation_id))
