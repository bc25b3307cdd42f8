"""LIF-04, LIF-05, SLA-06, CHT-09 on each platform: warnings, endings, follow-ups, digests."""

import re

import pytest

from core.people.organisation import OrganisationSettings, change_organisation
from tests.contract.drivers.base import Driver, card, heard, told
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.journeys import open_ticket, sweep
from tests.contract.world import World

_SOON_TOO_LATE = OrganisationSettings(reopen_within_days=3, undo_seconds=0)


async def always_loud(world: World) -> None:
    """Without quiet hours: the tests run at any time of the day."""
    wanted = OrganisationSettings(quiet_hours=None, undo_seconds=0)
    await world.office.do(change_organisation, world.office.desk, wanted)


async def test_the_owner_is_warned_in_one_message_that_is_edited(door: Driver) -> None:
    await door.slash("kim", "list mine")  # so that Deskhand knows where to reach her
    ticket = await open_ticket(door)
    await door.slash("sam", f"priority {ticket.ref} critical")
    await card(door, "sam", ticket.ref, "Critical")
    await door.slash("sam", f"claim {ticket.ref}")
    await card(door, "sam", ticket.ref, "Owner Sam")
    [(opened,)] = await door.world.office.sql("SELECT created_at FROM tickets")
    passed = (door.world.clock.now() - opened).total_seconds()
    await sweep(door.world, seconds=45 * 60 - passed)
    first = await told(door, "sam", ticket.ref, "First response: 75 % of the time is over")
    passed = (door.world.clock.now() - opened).total_seconds()
    await sweep(door.world, seconds=54 * 60 - passed)
    second = await told(door, "sam", ticket.ref, "First response: 90 % of the time is over")
    assert second.id == first.id
    await sweep(door.world, minutes=10)
    third = await told(door, "sam", ticket.ref, "First response: overdue")
    assert third.id == first.id
    await told(door, "kim", ticket.ref, "First response: overdue", "Sam has this ticket")
    await door.slash("sam", f"reply {ticket.ref} on it")
    done = await told(door, "sam", ticket.ref, "First response: done, but late")
    assert (done.id, done.acts) == (first.id, ())
    assert await door.private("mia") == []


async def test_nobodys_ticket_is_warned_of_in_its_thread(door: Driver) -> None:
    await always_loud(door.world)
    ticket = await open_ticket(door)
    await sweep(door.world, hours=4)
    await card(door, "sam", ticket.ref, "Half time")
    await sweep(door.world, hours=2)
    warned = await heard(
        door, "mia", "triage", ticket.card.id, "75 % of the time is over", "Nobody has this ticket"
    )
    form = await door.press("mia", warned, "Reassign…")
    assert form is not None
    await door.slash("mia", "list breaching")
    await told(door, "mia", "close to their target", ticket.ref)


async def test_a_resolved_ticket_closes_after_a_word_to_its_customer(door: Driver) -> None:
    ticket = await open_ticket(door)
    await door.slash("sam", f"resolve {ticket.ref} done")
    await card(door, "sam", ticket.ref, "Resolved")
    await sweep(door.world, days=5)
    warned = await heard(door, "ana", "support", ticket.thread, "This closes by itself", "Closes")
    assert warned.acts == ("Solved", "Reopen")
    await sweep(door.world, days=2)
    await card(door, "sam", ticket.ref, "Closed")
    await heard(door, "sam", "triage", ticket.card.id, "Deskhand closed this")


async def test_words_long_after_the_end_begin_a_follow_up_in_the_same_thread(door: Driver) -> None:
    await door.world.office.do(change_organisation, door.world.office.desk, _SOON_TOO_LATE)
    ticket = await open_ticket(door)
    await door.slash("ana", f"resolve {ticket.ref}", room="support")
    await card(door, "sam", ticket.ref, "Closed")
    await door.world.settled()
    door.world.clock.move(days=4)
    await door.say("ana", "it hums again", "support", ticket.thread)
    words = (f"{ticket.ref} ended too long ago", "a new ticket")
    line = await heard(door, "ana", "support", ticket.thread, *words)
    after = re.findall(r"TIK-\d+", line.text)[1]
    shown = await card(door, "sam", after, "Again:", "it hums again")
    await heard(door, "sam", "triage", shown.id, f"This follows {ticket.ref}")
    await door.slash("sam", f"reply {after} we look at it")
    await heard(door, "ana", "support", ticket.thread, "we look at it")
    await door.say("ana", "thank you", "support", ticket.thread)
    await heard(door, "sam", "triage", shown.id, "thank you")


async def test_a_late_reply_by_command_says_where_it_went(door: Driver) -> None:
    await door.world.office.do(change_organisation, door.world.office.desk, _SOON_TOO_LATE)
    ticket = await open_ticket(door)
    await door.slash("ana", f"resolve {ticket.ref}", room="support")
    await card(door, "sam", ticket.ref, "Closed")
    await door.world.settled()
    door.world.clock.move(days=4)
    await door.slash("ana", f"reply {ticket.ref} it hums again", room="support")
    await told(door, "ana", f"{ticket.ref} ended too long ago", "TIK-")


@pytest.mark.parametrize("by", ["slash", "mention"])
async def test_a_manager_asks_for_a_digest_and_acts_on_it(door: Driver, by: str) -> None:
    ticket = await open_ticket(door)
    await door.slash("sam", f"claim {ticket.ref}")
    await card(door, "sam", ticket.ref, "Owner Sam")
    await (door.slash if by == "slash" else door.mention)("kim", "digest")
    digest = await told(door, "kim", "Digest of all teams", "1 opened", "0 solved", "Sam 1")
    for row in ("Volume:", "Backlog:", "Targets:", "Ratings:", "Workload:"):
        assert row in digest.text
    assert digest.private or digest.room == "direct"
    assert {"Opened (1)", "Open (1)", "Waiting (1)", "Nudge Sam"} <= set(digest.acts)
    await door.press("kim", digest, "Open (1)")
    await told(door, "kim", "Open tickets", ticket.ref)
    digest = await told(door, "kim", "Digest of all teams")  # a page's press counts once
    await door.press("kim", digest, "Nudge Sam")
    await told(door, "sam", "Kim asks you to have a look", ticket.ref)
    await told(door, "kim", "Sam is asked to look at", ticket.ref)
    digest = await told(door, "kim", "Digest of all teams")
    await door.press("kim", digest, "Nudge Sam")
    await told(door, "kim", "Once an hour is enough")
    digest = await told(door, "kim", "Digest of all teams")
    reassign = next(label for label in digest.acts if label.startswith("Reassign"))
    form = await door.press("kim", digest, reassign)
    assert form is not None
    assert await door.fill("kim", form, to="mia@example.org") is None
    await card(door, "sam", ticket.ref, "Owner Mia")
    await door.slash("kim", "digest team:nobody")
    await told(door, "kim", "there is no team 'nobody'")


async def test_an_agent_reads_the_digest_of_their_team_without_ratings(door: Driver) -> None:
    await door.slash("sam", "digest")
    await told(door, "sam", "read the digest of a team that you are not in")
    office = door.world.office
    await office.given_team("Printers", await door.world.person("sam"))
    await door.slash("sam", "digest team:Printers")
    digest = await told(door, "sam", "Digest of Printers")
    assert "Ratings" not in digest.text
    await door.slash("ana", "digest", room="support")
    # Discord offers customers no such command: there it is nothing but words.
    if not isinstance(door, DiscordDriver):
        await told(door, "ana", "I don't know")
    await door.world.settled()
    assert not [post for post in await door.private("ana") if "Digest of" in post.text]
