"""One fact is one message: whom a chat platform tells by itself is not told by us as well."""

import pytest

from tests.contract.drivers.base import heard, told
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.journeys import open_ticket
from tests.contract.test_mentions import known
from tests.contract.wiring import TRIAGE
from tests.contract.world import World

Chat = SlackDriver | DiscordDriver | TeamsDriver
CHATS = {"slack": SlackDriver, "discord": DiscordDriver, "teams": TeamsDriver}
EACH = pytest.mark.parametrize("platform", CHATS)


@pytest.fixture
def chat(platform: str, world: World) -> Chat:
    """A platform that tells who takes part in a thread."""
    return CHATS[platform](world)


async def _says(chat: Chat, words: str, thread: str | None) -> None:
    """Sam writes among staff, naming Mia, or us, as the platform does it."""
    if isinstance(chat, SlackDriver):
        said = words.replace("@Mia", "<@U0MIA>").replace(
            "@Ticket", f"<@{chat.world.slack.bot_user}>"
        )
        more = {"thread_ts": thread} if thread else {}
        posted = await chat.world.slack.send.say("U0SAM", TRIAGE, said, **more)
        assert {answer.status_code for answer in posted.answers} == {200}
        return
    if isinstance(chat, DiscordDriver):
        words = words.replace("@Mia", f"<@{chat.user('mia')}>")
        words = words.replace("@Ticket", f"<@{chat.fake.bot}>")
    await chat.say("sam", words, "triage", thread)


@EACH
async def test_whom_the_platform_itself_has_told_is_not_told_again(chat: Chat) -> None:
    ticket = await open_ticket(chat)
    await known(chat, "mia")
    await _says(chat, "@Mia knows this printer", ticket.card.id)
    await chat.world.settled()
    assert not [p for p in await chat.private("mia") if "mentioned you" in p.text]
    await chat.say("ana", "Are you there?", "support", ticket.thread)
    await told(chat, "mia", "Ana wrote on", ticket.ref, "Are you there?")


@EACH
@pytest.mark.parametrize("where", ["thread", "channel"])
async def test_nor_is_who_is_named_in_a_command(chat: Chat, where: str) -> None:
    ticket = await open_ticket(chat)
    await known(chat, "mia")
    here = where == "thread"
    words = f"@Ticket note {'' if here else ticket.ref} @Mia knows this printer"
    await _says(chat, words, ticket.card.id if here else None)
    await heard(chat, "kim", "triage", ticket.card.id, "knows this printer", "🔒")
    await chat.world.settled()
    assert not [p for p in await chat.private("mia") if "mentioned you" in p.text]
    followers = "SELECT p.name FROM followers f JOIN people p ON p.id = f.person_id"
    assert ("Mia",) in await chat.world.office.sql(followers)


@EACH
async def test_what_nobody_else_can_read_tells_nobody(chat: Chat) -> None:
    """Said to us directly, the platform tells her nothing: we do."""
    ticket = await open_ticket(chat)
    await known(chat, "mia")
    await chat.mention("sam", f"note {ticket.ref} @Mia knows this printer", "direct")
    await told(chat, "mia", "Sam mentioned you", ticket.ref, "knows this printer")


@EACH
async def test_who_takes_part_in_a_thread_is_not_told_of_it_directly(chat: Chat) -> None:
    """The platform tells them; in the web chat, which does not, they are told as before."""
    ticket = await open_ticket(chat)
    await known(chat, "mia")
    await chat.slash("mia", f"set {ticket.ref} follow:on")
    await chat.say("mia", "I know this printer", "triage", ticket.card.id)
    await chat.world.settled()  # she takes part once the desk has heard of it
    await chat.say("ana", "Are you there?", "support", ticket.thread)
    await heard(chat, "mia", "triage", ticket.card.id, "Are you there?")
    await chat.world.settled()
    assert not [p for p in await chat.private("mia") if "Ana wrote on" in p.text]


async def test_a_nickname_in_discord_still_names_its_account(discord: DiscordDriver) -> None:
    ticket = await open_ticket(discord)
    await known(discord, "mia")
    discord.fake.users[discord.user("mia")]["global_name"] = "Night owl"
    await _says(discord, "@Mia knows this printer", ticket.card.id)
    await discord.world.settled()
    followers = "SELECT p.name FROM followers f JOIN people p ON p.id = f.person_id"
    assert ("Mia",) in await discord.world.office.sql(followers)
    assert not [p for p in await discord.private("sam") if "nobody was told" in p.text]


async def test_a_role_of_discord_names_the_team_that_is_called_like_it(
    world: World, discord: DiscordDriver
) -> None:
    ticket = await open_ticket(discord)
    await known(discord, "mia")
    await world.office.given_team("Devices", await world.person("mia"))
    role = discord.fake.add_role("Devices")
    guild = discord.fake.guilds[discord.fake.guild]
    told_of = {"guild_id": discord.fake.guild, "role": guild.roles[role]}
    discord.fake.emit("GUILD_ROLE_CREATE", told_of, guild=guild)
    await discord.say("sam", f"<@&{role}> should look at it", "triage", ticket.card.id)
    await told(discord, "mia", "Sam mentioned you", ticket.ref, "@Devices should look")
