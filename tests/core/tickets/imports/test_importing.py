"""A file of tickets comes in through the one use case, once, whatever happens in between."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from core.access.actor import Role
from core.errors import Denied
from core.tickets.imports.import_rows import NoTickets, Problem, Row, read_tickets, to_subject
from core.tickets.imports.importing import BATCH, NOBODY, PARENT, Imported, import_tickets
from tests.builders import Office

BANKING = """text,category
I am still waiting on my card?,card_arrival
"My card is ""gone"",
and I am abroad",lost_or_stolen_card
I am still waiting on my card?,card_arrival
"""
FULL = """Subject;Description;Category;Priority;Customer;Tags
Printer on fire;It smokes;Hardware;P1;ana@acme.example;+vip, floor-2
No priority;;;;;
"""


def rows(said: str) -> list[Row | Problem]:
    """What a file says."""
    return list(read_tickets(said.splitlines(keepends=True)))


async def bring_in(office: Office, said: str, **how: Any) -> Imported:
    """Import a file as the desk."""
    read: Callable[[], Iterator[Row | Problem]] = lambda: read_tickets(  # noqa: E731
        said.splitlines(keepends=True)
    )
    return await import_tickets(office.database, office.desk, read, **how)


async def count(office: Office, table: str) -> int:
    """How many rows a table shows inside the organisation."""
    queries = {
        "tickets": "SELECT count(*) FROM tickets",
        "deliveries": "SELECT count(*) FROM deliveries",
        "clocks": "SELECT count(*) FROM clocks WHERE state = 'running'",
    }
    found: int = (await office.sql(queries[table]))[0][0]
    return found


def test_texts_become_subjects_and_repeats_stay_apart() -> None:
    first, second, third = rows(BANKING)
    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert isinstance(third, Row)
    assert (first.line, second.line, third.line) == (2, 3, 5)
    assert second.draft.subject == 'My card is "gone", and I am abroad'
    assert second.draft.description == 'My card is "gone",\nand I am abroad'
    assert first.draft.category == third.draft.category == "card_arrival"
    assert first.digest != third.digest
    assert [row.digest for row in (first, second, third)] == [
        row.digest for row in rows(BANKING) if isinstance(row, Row)
    ]


def test_all_columns_are_understood() -> None:
    full, plain = rows(FULL)
    assert isinstance(full, Row)
    assert full.draft.model_dump() == {
        "subject": "Printer on fire",
        "description": "It smokes",
        "priority": "critical",
        "category": "Hardware",
        "customer": "ana@acme.example",
        "team": None,
        "source": None,
        "tags": ["vip", "floor-2"],
        "custom_fields": {},
        "attachment_ids": [],
    }
    assert isinstance(plain, Row)
    assert plain.draft.priority == "medium"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", "neither text nor subject"),
        ("category\nx\n", "neither text nor subject"),
        ("text,colour\n", "'colour'"),
        ("text,text\n", "twice"),
    ],
)
def test_a_first_line_that_names_no_tickets_is_refused(said: str, words: str) -> None:
    with pytest.raises(NoTickets, match=words):
        rows(said)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",,,soon,,", "subject"),
        ("a,,,soon,,", "priority: 'soon' is not one of"),
        ("a,,,,,-vip", "tags"),
        ("a,,,,,???", "'???' is not a tag"),
        ("a,b,c,low,d,e,f", "7 fields"),
        (f"a,{'x' * 40_001},,,,", "description"),
        (f"a,{'x' * 140_000},,,,", "cannot be read"),
    ],
)
def test_a_wrong_row_says_what_and_where(row: str, words: str) -> None:
    head = "subject,description,category,priority,customer,tags\n"
    wrong, right = rows(f"{head}{row}\nfine,,,,,\n")
    assert isinstance(wrong, Problem)
    assert wrong.line == 2
    assert words in wrong.problem
    assert isinstance(right, Row)
    assert right.draft.subject == "fine"


def test_a_long_text_is_cut_after_a_word() -> None:
    subject = to_subject("wordy " * 100)
    assert subject.endswith("wordy…")
    assert len(subject) <= 121
    assert to_subject("x" * 500) == "x" * 119 + "…"


async def test_tickets_come_in_as_through_any_door(office: Office) -> None:
    await office.given_channel()
    ended = await bring_in(office, FULL)
    assert (ended.added, ended.known, ended.problems) == (2, 0, [])
    numbers = [n for (n,) in await office.sql("SELECT number FROM tickets ORDER BY number")]
    view = await office.see(numbers[0])
    assert (view.subject, view.priority, view.source) == ("Printer on fire", "critical", "import")
    assert sorted(view.tags) == ["floor-2", "vip"]
    owners = await office.sql("SELECT email FROM people WHERE role = 'customer' ORDER BY email")
    assert [email for (email,) in owners] == ["ana@acme.example", NOBODY]
    assert await count(office, "clocks") == 4
    # Nobody is told of each: staff see the tickets in their lists.
    assert await count(office, "deliveries") == 0


async def test_missing_categories_are_made_in_one_place(office: Office) -> None:
    more = "how are you,Card Arrival\nhello,hardware\nbad,a > b\n"
    ended = await bring_in(office, BANKING + more)
    assert (ended.categories, ended.added) == (2, 5)
    assert [(p.line, "category" in p.problem) for p in ended.problems] == [(8, True)]
    made = await office.sql(
        "SELECT c.name FROM categories c JOIN categories p ON p.id = c.parent_id"
        " WHERE p.name = :parent ORDER BY c.name",
        parent=PARENT,
    )
    assert [name for (name,) in made] == ["Card Arrival", "lost_or_stolen_card"]


async def test_a_second_run_adds_none(office: Office) -> None:
    assert (await bring_in(office, BANKING)).added == 3
    again = await bring_in(office, BANKING)
    assert (again.added, again.known, again.categories) == (0, 3, 0)
    grown = await bring_in(office, BANKING + "I am still waiting on my card?,card_arrival\n")
    assert (grown.added, grown.known) == (1, 3)
    assert await count(office, "tickets") == 4


async def test_the_same_file_in_another_organisation_is_another_import(office: Office) -> None:
    await bring_in(office, BANKING)
    neighbour = await office.neighbour()
    assert (await bring_in(neighbour, BANKING)).added == 3


async def test_two_imports_at_once_add_each_row_once(office: Office) -> None:
    ended = await asyncio.gather(bring_in(office, BANKING), bring_in(office, BANKING))
    assert sum(e.added for e in ended) == await count(office, "tickets") == 3


async def test_wrong_rows_are_reported_and_the_others_come_in(office: Office) -> None:
    said = (
        "subject,customer,priority\n"
        "one,,\n"
        "two,Nobody I Know,\n"
        "three,,sometime\n"
        "four,four@acme.example,low\n"
    )
    ended = await bring_in(office, said)
    assert ended.added == 2
    assert [p.line for p in ended.problems] == [3, 4]
    assert "I don't know Nobody I Know" in ended.problems[0].problem
    mended = await bring_in(office, said.replace("Nobody I Know", "two@acme.example"))
    assert (mended.added, mended.known, [p.line for p in mended.problems]) == (1, 2, [4])


async def test_an_import_that_was_cut_short_goes_on(office: Office) -> None:
    said = "text\n" + "".join(f"question {n}\n" for n in range(BATCH + 5))

    def cut(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await bring_in(office, said, progress=cut)
    assert await count(office, "tickets") == BATCH
    heard: list[int] = []
    ended = await bring_in(office, said, progress=heard.append)
    assert (ended.added, ended.known) == (5, BATCH)
    assert heard == [BATCH, BATCH + 5]


async def test_receipts_come_and_go_with_the_tickets(office: Office) -> None:
    async with office.database.owner() as session:
        await session.execute(text("CREATE UNIQUE INDEX said_once ON messages (body)"))
    ended = await bring_in(office, "text\nonce\ntwice\ntwice\nonce more\n")
    assert ended.added == 3
    assert [problem.line for problem in ended.problems] == [4]
    async with office.database.system() as session:
        assert await session.scalar(text("SELECT count(*) FROM receipts")) == 3


async def test_only_administrators_import(office: Office) -> None:
    manager = await office.given_person("Kim", Role.MANAGER)
    with pytest.raises(Denied):
        await import_tickets(office.database, manager, list)
