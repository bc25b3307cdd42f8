"""Articles are searched over REST, and similar tickets listed, within the key's rights."""

from core.access.actor import Role
from core.knowledge.articles import ArticleDraft, publish_article
from core.tickets.replying import note
from core.tickets.resolving import resolve
from tests.api.asking import V1
from tests.api.conftest import Rest
from tests.meanings import local_model, make_vectors


async def found(rest: Rest, role: Role, search: str) -> list[str]:
    client = await rest.given(role)
    answer = await client.get(f"{V1}/articles", params={"search": search, "limit": 5})
    assert answer.status_code == 200, answer.text
    assert answer.json()["next"] is None
    return [article["title"] for article in answer.json()["items"]]


async def test_articles_are_searched_by_words_and_by_meaning(rest: Rest) -> None:
    rest.app.state.services.assistant.embedder = local_model()
    draft = ArticleDraft(title="Burglars", body="The alarm code is 4711.", audience="staff")
    await rest.office.do(publish_article, rest.office.desk, draft)
    await make_vectors(rest.office)
    by_meaning = "number to switch off the burglar alarm"
    assert (await found(rest, Role.AGENT, "alarm code"))[0] == "Burglars"
    assert (await found(rest, Role.AGENT, by_meaning))[0] == "Burglars"
    for words in ("alarm code", by_meaning):
        assert "Burglars" not in await found(rest, Role.CUSTOMER, words)


async def test_without_an_embedder_words_are_searched(rest: Rest) -> None:
    assert "Search tickets" in await found(rest, Role.AGENT, "search tickets")


async def test_similar_tickets_say_how_they_ended(rest: Rest) -> None:
    office = rest.office
    ana, sam = await office.given_customer(), await office.given_person("Sam")
    asked = await office.given_ticket(ana, subject="I cannot log in: wrong password")
    like = await office.given_ticket(ana, subject="My password is not accepted at sign-in")
    await office.do(note, sam, like.number, "Canary: unlocked by phone")
    await office.do(resolve, sam, like.number)
    await make_vectors(office)
    path = f"{V1}/tickets/{asked.number}/similar"
    [item] = (await (await rest.of(sam)).get(path)).json()["items"]
    assert (item["ticket"]["number"], item["ticket"]["base"]) == (like.number, "resolved")
    assert (item["ending"], item["internal"]) == ("Canary: unlocked by phone", True)
    own = await (await rest.of(ana)).get(path)
    assert "Canary" not in own.text
    stranger = await (await rest.given(Role.CUSTOMER)).get(path)
    assert stranger.status_code == 404
