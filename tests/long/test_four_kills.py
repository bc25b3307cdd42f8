"""Any of the four processes dies, at any point, again and again, while people write.

``make test-long KILLS=20 SEED=7`` chooses how often, and repeats a run: the same choices,
though never quite the same moments.
"""

import asyncio
import os
import random
import sys
import time

import pytest

from adapters.web.reading import LONGEST_THREAD
from tests.contract.drivers.base import Post, card
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.fleet import Fleet
from tests.contract.journeys import open_ticket
from tests.contract.killing import Mortal
from tests.long.herd import Herd
from tests.long.talkers import Talkers

KILLS = int(os.environ.get("KILLS", "200"))
SEED = int(os.environ.get("SEED", "0")) or time.time_ns() % 1_000_000


@pytest.mark.long
async def test_nothing_is_lost_or_doubled_whoever_dies(fleet: Fleet, mortal: Mortal) -> None:
    """Each acknowledged word stands once in each place, and each author's in order."""
    sys.stdout.write(f"KILLS={KILLS} SEED={SEED}\n")
    chance = random.Random(SEED)
    herd = Herd(fleet, mortal, chance)
    await herd.join_all(armed=False)
    slack, web = SlackDriver(fleet), WebDriver(fleet)
    ticket = await open_ticket(slack)
    in_web = await card(web, "sam", ticket.ref)
    talkers = Talkers(fleet, slack, web, ticket, await fleet.key("mia"), chance)
    await talkers.sam_in_web("words 0000")  # so that all of their doors are open
    await fleet.settled()
    while len(herd.deaths) < KILLS:
        speaking = asyncio.create_task(talkers.say_something())
        if chance.random() < 0.2:
            await herd.kill_one()
        while not (await asyncio.wait({speaking}, timeout=0.2))[0]:
            await herd.look()
        await speaking
        await herd.look()
    for role in list(herd.living):
        if not await mortal.has_ended(herd.living[role].pid):
            await herd.kill(role)
        await herd.join(role, armed=False)
    await fleet.settled()
    try:
        await _nothing_is_stuck(fleet)
        await _all_is_kept(fleet, talkers)
        staff = await slack.thread("sam", "triage", ticket.card.id)
        _stands_once(talkers, staff, {"ana", "mia", "sam_in_web", "sam_in_slack"})
        staff = await web.thread("sam", "triage", in_web.id)
        everybody = {"ana", "mia", "sam_in_web", "sam_in_slack"}
        _stands_once(talkers, staff[-LONGEST_THREAD:], everybody, whole=len(staff) < LONGEST_THREAD)
        hers = await slack.thread("ana", "support", ticket.thread)
        _stands_once(talkers, hers, {"ana", "mia"})
    except AssertionError as error:
        error.add_note(f"KILLS={KILLS} SEED={SEED}")
        raise


async def _all_is_kept(fleet: Fleet, talkers: Talkers) -> None:
    rows = await fleet.office.sql("SELECT body FROM messages WHERE body LIKE 'words %'")
    kept = [body for (body,) in rows]
    told = sorted(words for all_of_one in talkers.said.values() for words in all_of_one)
    assert sorted(set(kept) - talkers.unsure) == told
    assert len(kept) == len(set(kept))
    [(events, positions)] = await fleet.office.sql(
        "SELECT count(*), count(DISTINCT position) FROM events"
    )
    assert events == positions


async def _nothing_is_stuck(fleet: Fleet) -> None:
    """No receipt and no job is dead; a delivery that is can be seen and sent again."""
    async with fleet.database.owner() as session:
        connection = await session.connection()
        for query in (
            "SELECT key, error FROM receipts WHERE state = 'dead'",
            "SELECT entrypoint FROM pgqueuer WHERE status = 'failed'",
        ):
            assert (await connection.exec_driver_sql(query)).all() == []
    headers, client = await fleet.key("kim"), fleet.client()
    for state in ("unknown", "dead"):
        shown = await client.get("/api/v1/deliveries", params={"state": state}, headers=headers)
        for one in shown.json()["items"]:
            again = f"/api/v1/deliveries/{one['id']}/redrive"
            assert (await client.post(again, headers=headers)).status_code == 200
    await fleet.settled()
    states = await fleet.office.sql("SELECT DISTINCT state FROM deliveries")
    assert {state for (state,) in states} <= {"sent", "superseded", "withheld"}


def _stands_once(talkers: Talkers, posts: list[Post], who: set[str], *, whole: bool = True) -> None:
    """Each author's words once and in order; of a very long thread a page shows the end."""
    texts = [post.text for post in posts if not post.private]
    for name in sorted(who):
        expected = talkers.said.get(name, [])
        shown = [words for text in texts for words in expected if words in text]
        assert shown == (expected if whole else expected[len(expected) - len(shown) :]), name
    for words in talkers.unsure if "sam_in_slack" in who else ():
        assert sum(words in text for text in texts) <= 1, words
