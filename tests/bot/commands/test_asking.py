"""Articles in chat: each of those that fit, once."""

from bot.cards import Card
from core.knowledge.handbook import load_handbook
from tests.bot.talking import Talking
from tests.builders import Office


async def test_each_article_that_fits_is_named_once(office: Office, talking: Talking) -> None:
    sam = await office.given_person()
    await office.do(load_handbook, office.desk)
    found = await talking.tell(sam, "kb how to sign in with a password")
    assert isinstance(found, Card)
    titles = [row.title for row in found.rows]
    assert titles[0] == "Sign in and passwords"
    assert len(titles) == len(set(titles)) == 5
