"""What Discord offers while somebody types."""

from tests.contract.drivers.base import card, told
from tests.contract.drivers.discord import DiscordDriver
from tests.contract.journeys import to_ref
from tests.contract.world import World


async def _offered(
    discord: DiscordDriver, who: str, said: str, option: str, typed: str
) -> dict[str, str]:
    """What is shown, and what is inserted then."""
    place = discord.channel(who, "triage" if who == "sam" else "support")
    choices = await discord.fake.ask.type(discord.user(who), place, said, option, typed)
    return {one["name"]: one["value"] for one in choices}


async def test_customers_are_offered_their_own_tickets(
    world: World, discord: DiscordDriver
) -> None:
    await discord.slash("ana", "new The door squeaks", "support")
    ref = to_ref((await card(discord, "sam", "TIK-", "The door squeaks")).text)
    hers = await _offered(discord, "ana", "support show", "ticket", "")
    assert hers == {f"{ref} · The door squeaks": ref}
    assert await _offered(discord, "bob", "support show", "ticket", "") == {}
    assert await _offered(discord, "bob", "support show", "ticket", ref) == {}


async def test_a_colleague_without_an_address_is_offered_and_gets_the_ticket(
    world: World, discord: DiscordDriver
) -> None:
    discord.chat.users["bernd"] = discord.fake.add_user("Bernd", discord.chat.staff)
    await discord.slash("bernd", "help", words="ticket")
    await told(discord, "bernd", "What you can say")
    await discord.slash("ana", "new The door squeaks", "support")
    ref = to_ref((await card(discord, "sam", "TIK-", "The door squeaks")).text)
    offered = await _offered(discord, "sam", "ticket assign", "to", "ber")
    assert list(offered) == ["Bernd · Discord"]
    await discord.slash("sam", f"assign {ref} to:{offered['Bernd · Discord']}")
    await card(discord, "sam", ref, "Owner Bernd")
