"""Help names words that work: for this person, on this platform, in this place."""

from tests.contract.drivers.base import Post, told
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.world import World


async def _asks(door: DiscordDriver | TeamsDriver, who: str, *words: str) -> Post:
    await door.mention(who, "help", "triage" if who == "sam" else "support")
    return await told(door, who, "What you can say", *words)


async def test_on_discord_customers_are_told_of_the_command_that_they_see(
    world: World, discord: DiscordDriver
) -> None:
    assert "/ticket" not in (await _asks(discord, "bob", "Say /support VERB")).text
    await discord.slash("ana", "help new", "support")
    one = await told(discord, "ana", "/support new [what is wrong]")
    await discord.press("ana", one, "All verbs")  # which names no vocabulary
    shown = await told(discord, "ana", "Say /support VERB", "link [CODE|off]", "private TIK")
    assert shown.private
    assert "/ticket" not in shown.text
    staffs = await _asks(discord, "sam", "Say /ticket VERB")
    assert "/support private TIK-1042" in staffs.text
    assert "/support link" in staffs.text
    await discord.say("sam", "help", "direct")
    await told(discord, "sam", "Say VERB here. Inside", "/support private TIK-1042")


async def test_in_channels_of_teams_nobody_is_told_of_a_slash(
    world: World, teams: TeamsDriver
) -> None:
    for who in ("ana", "sam"):
        help = await _asks(teams, who, "Say @Ticket VERB here", "private TIK-1042", "link")
        assert "/ticket" not in help.text
    await teams.mention("ana", "help new", "support")
    await told(teams, "ana", "@Ticket new [what is wrong]")
    await teams.say("ana", "help", "direct")
    await told(teams, "ana", "Say /ticket VERB")
