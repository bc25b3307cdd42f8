"""SRC-05, SRC-06: what is offered while one types, with one typing error, to whom it may be."""

import pytest
from sqlalchemy import text

from core.access.actor import Actor
from core.database.typing_errors import mistakes, variants
from core.people.suggesting import suggest_people
from core.tickets.claiming import assign
from core.tickets.reading.recent import look_at
from core.tickets.reading.suggesting import suggest_tickets
from tests.builders import Office


@pytest.fixture
async def desk(office: Office) -> dict[str, Actor]:
    """A customer with some tickets, another, and an agent."""
    people = {
        "ana": await office.given_customer("Ana Ruiz", email="ana.ruiz@acme.example"),
        "ben": await office.given_customer("Benedikt Sauer"),
        "sam": await office.given_person("Sam Stone"),
    }
    for subject in ("The printer hums", "Invoices are wrong", "Printing from the lab"):
        await office.given_ticket(people["ana"], subject=subject)
    await office.given_ticket(people["ben"], subject="The scanner beeps")
    return people


async def subjects(office: Office, who: Actor, typed: str) -> set[str]:
    """What is offered."""
    return {subject for _, subject in await office.do(suggest_tickets, who, typed)}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("print", {"The printer hums", "Printing from the lab"}),
        ("printer hu", {"The printer hums"}),
        ("invoice", {"Invoices are wrong"}),
        ("pritner", {"The printer hums"}),  # two changed places
        ("inovice", {"Invoices are wrong"}),
        ("scaner", {"The scanner beeps"}),  # one too few
        ("scannner", {"The scanner beeps"}),  # one too many
        ("invoixe", {"Invoices are wrong"}),  # a wrong one
        ("xcanner", {"The scanner beeps"}),
        ("pritner hmus", {"The printer hums"}),  # one in each word
        ("prnitre", set()),  # two are too many
        ("zebra", set()),
    ],
)
async def test_words_are_found_as_they_are_meant(
    office: Office, desk: dict[str, Actor], typed: str, meant: set[str]
) -> None:
    assert await subjects(office, desk["sam"], typed) == meant


async def test_an_exact_number_comes_first(office: Office, desk: dict[str, Actor]) -> None:
    [(first,)] = await office.sql("SELECT min(number) FROM tickets")
    for typed in (str(first), f"#{first}", f"TIK-{first}"):
        found = await office.do(suggest_tickets, desk["sam"], typed)
        assert found[0][0] == first
    begun = await office.do(suggest_tickets, desk["sam"], str(first)[:3])
    assert len(begun) == 4


async def test_customers_are_offered_their_own_alone(
    office: Office, desk: dict[str, Actor]
) -> None:
    assert await subjects(office, desk["ben"], "") == {"The scanner beeps"}
    assert await subjects(office, desk["ben"], "printer") == set()
    assert await subjects(office, desk["ben"], "scaner") == {"The scanner beeps"}
    [(first,)] = await office.sql("SELECT min(number) FROM tickets")
    assert await office.do(suggest_tickets, desk["ben"], str(first)) == []


async def test_a_private_teams_tickets_are_not_offered(
    office: Office, desk: dict[str, Actor]
) -> None:
    await office.given_team("Secret", private=True)
    [(number,)] = await office.sql("SELECT number FROM tickets WHERE subject LIKE '%hums'")
    await office.do(look_at, desk["sam"], (await office.see(number)).id)
    assert await subjects(office, desk["sam"], "") == {"The printer hums"}
    await office.do(assign, office.desk, number, "Secret")
    for typed in ("", "printer", "pritner", str(number)):
        assert "The printer hums" not in await subjects(office, desk["sam"], typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ana", ["Ana Ruiz"]),
        ("ruiz", ["Ana Ruiz"]),
        ("ana.ruiz@", ["Ana Ruiz"]),
        ("riuz", ["Ana Ruiz"]),
        ("benedkit", ["Benedikt Sauer"]),
        ("benedict", ["Benedikt Sauer"]),
        ("100%", []),
    ],
)
async def test_people_are_found_by_name_and_address(
    office: Office, desk: dict[str, Actor], typed: str, meant: list[str]
) -> None:
    found = await office.do(suggest_people, desk["sam"], typed)
    assert [one.name for one in found] == meant
    assert await office.do(suggest_people, desk["sam"], "ruiz", staff=True) == []


async def test_the_words_come_from_the_index(office: Office, desk: dict[str, Actor]) -> None:
    near = " | ".join(f"'{word}':*" for word in sorted(variants("printer")))
    async with office.database.owner() as session:
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        rows = await session.execute(
            text(
                "EXPLAIN SELECT id FROM search_documents"
                " WHERE internal @@ CAST(:q AS tsquery) LIMIT 200"
            ),
            {"q": near},
        )
        plan = "\n".join(row[0] for row in rows)
    assert "ix_search_documents_internal" in plan


def test_mistakes_are_counted() -> None:
    assert mistakes("prin hum", ["The printer hums"]) == 0
    assert mistakes("pritner", ["The printer hums"]) == 1
    assert mistakes("pritner hmus", ["The printer hums"]) is None
    assert mistakes("1042", ["1024"]) is None
