"""A note that reads like an answer: its author is asked once, while the customer waits."""

from datetime import UTC, datetime, time

import pytest

from core.events.due import sweep_due
from core.people.organisation import OrganisationSettings, QuietHours, change_organisation
from core.sweeps import SWEEPS
from core.tickets.answer_rules import looks_like_an_answer
from core.tickets.replying import note, reply
from tests.builders import Office
from tests.sweeping import reachable

ANSWER = "Hi Ana, we have sent it again"
NUDGES = "SELECT content ->> 'note', viewer FROM deliveries WHERE kind = 'answer_nudge'"


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        (ANSWER, True),
        ("Ana, please try it once more", True),
        ("ana - it works now", True),
        ("Your printer is on its way", True),
        ("Thanks for telling us", True),
        ("could you try the other cable?", True),
        ("Ana says that it hums", False),
        ("@mia can you have a look?", False),
        ("you know that customer well", False),
        ("between us: you may laugh", False),
        ("she told you that already", False),
        ("it is the fan, as always", False),
        ("Hi there", False),
        ("   ", False),
    ],
)
def test_what_looks_like_an_answer(said: str, is_one: bool) -> None:
    assert looks_like_an_answer(said, "Ana Ruiz") is is_one


async def nudges(office: Office, minutes: float) -> list[tuple[str, str]]:
    """Who was asked, once so many minutes have passed."""
    office.clock.move(minutes=minutes)
    await sweep_due(office.database, SWEEPS)
    return [tuple(row) for row in await office.sql(NUDGES)]


async def test_its_author_is_asked_once_after_five_minutes(office: Office) -> None:
    sam = (await reachable(office, "Sam")).actor
    number = (await office.given_ticket(await office.given_customer())).number
    mine = await office.do(note, sam, number, ANSWER)
    await office.do(note, sam, number, "it is the fan, as always")
    assert await nudges(office, 4.9) == []
    [(which, _)] = await nudges(office, 0.1)
    assert which == str(mine.id)
    assert len(await nudges(office, 60)) == 1


async def test_nobody_is_asked_who_has_answered_or_waits_for_the_customer(office: Office) -> None:
    sam = (await reachable(office, "Sam")).actor
    mia = await office.given_person("Mia")
    number = (await office.given_ticket(await office.given_customer())).number
    await office.do(note, sam, number, ANSWER)
    await office.do(reply, mia, number, "sent again")
    await office.do(note, sam, number, ANSWER)
    assert await nudges(office, 10) == []


async def test_in_quiet_hours_it_waits_for_the_morning(office: Office) -> None:
    office.clock.set(datetime(2026, 11, 20, 21, 58, tzinfo=UTC))
    quiet = QuietHours(begins=time(22), ends=time(7))
    await office.do(change_organisation, office.desk, OrganisationSettings(quiet_hours=quiet))
    sam = (await reachable(office, "Sam")).actor
    number = (await office.given_ticket(await office.given_customer())).number
    await office.do(note, sam, number, ANSWER)
    assert await nudges(office, 5) == []
    assert await nudges(office, 8 * 60) == []
    assert len(await nudges(office, 60)) == 1
