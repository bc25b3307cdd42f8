"""A digest's numbers equal what its buttons open."""

from bot.cards import Card
from bot.commands.digesting import RATINGS_SHOWN
from bot.incoming import Kind
from core.access.actor import Actor, Role
from core.surveys.rating import rate
from core.tickets.claiming import assign
from core.tickets.editing import delete_ticket
from core.tickets.resolving import close
from tests.bot.talking import Talking
from tests.builders import Office


async def rated(office: Office, ana: Actor, score: int, team: str = "") -> int:
    """A ticket that its customer has ended and rated."""
    number = (await office.given_ticket(ana)).number
    if team:
        await office.do(assign, office.desk, number, team)
    await office.do(close, ana, number)
    await office.do(rate, ana, number, score)
    return number


async def opened(talking: Talking, kim: Actor, asked: str) -> tuple[str, list[str]]:
    """How many answers the digest counts, and the tickets that its button leads to."""
    digest = await talking.tell(kim, asked)
    assert isinstance(digest, Card)
    [row] = [row for row in digest.rows if row.title.startswith("Ratings: ")]
    [says] = [button.says for button in row.buttons]
    found: list[str] = []
    while says:
        card = await talking.tell(kim, says, Kind.PRESS)
        assert isinstance(card, Card)
        found += [row.title.rpartition(" ")[2] for row in card.rows]
        says = next((button.says for button in card.buttons if button.label == "More"), "")
    return row.detail, found


async def test_the_ratings_of_a_digest_are_those_that_it_counts(
    office: Office, talking: Talking
) -> None:
    kim, ana = await office.given_person("Kim", Role.MANAGER), await office.given_customer("Ana")
    await office.given_team("Night shift")
    await rated(office, ana, 1)
    office.clock.move(days=2)
    numbers = [await rated(office, ana, 5) for _ in range(RATINGS_SHOWN + 1)]
    numbers.append(await rated(office, ana, 4, "Night shift"))
    gone = await rated(office, ana, 1)
    await office.do(delete_ticket, office.desk, gone)
    office.clock.move(minutes=1)
    detail, found = await opened(talking, kim, "digest")
    assert detail == f"From {len(numbers)} answers"
    assert sorted(found) == [f"TIK-{number}" for number in numbers]
    detail, found = await opened(talking, kim, 'digest team:"Night shift"')
    assert (detail, found) == ("From 1 answer", [f"TIK-{numbers[-1]}"])
    # What is answered later is not among what was counted.
    digest = await talking.tell(kim, "digest")
    assert isinstance(digest, Card)
    await rated(office, ana, 2)
    says = next(b.says for row in digest.rows for b in row.buttons if b.label == "Ratings")
    card = await talking.tell(kim, says, Kind.PRESS)
    assert isinstance(card, Card)
    assert not [row for row in card.rows if row.title.startswith("2 ")]
    latest = await talking.tell(kim, "digest view:ratings")
    assert isinstance(latest, Card)
    assert latest.rows[0].title.startswith("2 ")
