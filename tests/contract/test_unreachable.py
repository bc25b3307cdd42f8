"""People whom a platform does not let us answer hear where they asked what to do about it."""

from adapters.teams.sending.posting import ADD_ME
from tests.contract.chats.teams import account
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.world import World

ASKED = "@Ticket new The blue printer hums"


async def test_who_has_not_added_the_app_is_asked_to_in_the_group_chat(
    world: World, teams: TeamsDriver
) -> None:
    fake = teams.fake
    eve = fake.add_user("eve", "Eve", email="ana@example.org", installed=False).id
    chat = fake.add_chat("lunch", account("bob"), eve).id
    await fake.send.say(eve, chat, ASKED)
    await world.settled()
    assert _said(teams, chat) == [ADD_ME]
    assert await _tickets(world) == 0
    await fake.change.install(eve)
    await fake.send.say(eve, chat, ASKED)
    await world.settled()
    assert await _tickets(world) == 1
    assert ADD_ME not in _said(teams, chat)[1:]


def _said(teams: TeamsDriver, chat: str) -> list[str]:
    fake = teams.fake
    return [one.text for one in fake.messages(chat) if one.sender == fake.bot]


async def _tickets(world: World) -> int:
    [(count,)] = await world.office.sql("SELECT count(*) FROM tickets")
    return int(count)
