"""An article is shared with those who may read it, and nobody else learns of it."""

import pytest

from core.errors import Denied, NotFound
from core.ids import new_id
from core.knowledge.articles import ArticleDraft, publish_article
from core.knowledge.sharing import CUSTOMERS, NotForThem, share_article
from tests.builders import Office

BODY = "# Where it hangs\n\nBehind the door.\n\n# Cleaning\n\nWith soap."


async def publish(office: Office, audience: str) -> str:
    draft = ArticleDraft(title="The zanzibar", body=BODY, audience=audience)
    return (await office.do(publish_article, office.desk, draft)).slug


async def test_a_passage_or_the_beginning_is_shared(office: Office) -> None:
    sam, slug = await office.given_person(), await publish(office, "customers")
    first = await office.do(share_article, sam, slug, CUSTOMERS)
    assert (first.heading, first.body) == ("Where it hangs", "Behind the door.")
    assert first.anchor == "#section-where-it-hangs"
    [(passage,)] = await office.sql("SELECT id FROM passages WHERE heading = 'Cleaning'")
    second = await office.do(share_article, sam, str(passage), CUSTOMERS)
    assert (second.title, second.body) == ("The zanzibar", "With soap.")
    with pytest.raises(NotFound, match="look for it again"):
        await office.do(share_article, sam, str(new_id()), CUSTOMERS)


async def test_who_may_not_read_it_is_not_shown_it(office: Office) -> None:
    sam, ana = await office.given_person(), await office.given_customer()
    slug = await publish(office, "staff")
    with pytest.raises(NotForThem, match="for staff only"):
        await office.do(share_article, sam, slug, CUSTOMERS)
    with pytest.raises(Denied, match="share articles"):
        await office.do(share_article, ana, slug, {"public", "customers", "staff"})
    assert (await office.do(share_article, sam, slug, {"staff"})).audience == "staff"
    await publish(office, "customers")
    with pytest.raises(NotForThem, match="for customers and staff only"):
        await office.do(share_article, sam, slug, {"public"})
