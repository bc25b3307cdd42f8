"""Who can see a channel is what Discord itself would say, whatever roles and overwrites say."""

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.webapi.permissions import members_that_see, roles_that_see
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord import permissions as may

STATES = st.sampled_from(["", "allow", "deny"])
BASES = st.sampled_from([0, may.VIEW_CHANNEL, may.ADMINISTRATOR])


@settings(max_examples=200, deadline=None, database=None)
@given(
    everyone=st.sampled_from([0, may.VIEW_CHANNEL]),
    bases=st.lists(BASES, min_size=3, max_size=3),
    at_everyone=STATES,
    at_roles=st.lists(STATES, min_size=3, max_size=3),
    at_member=STATES,
    held=st.sets(st.integers(0, 2)),
)
def test_nobody_sees_it_whom_we_do_not_reckon_with(
    everyone: int,
    bases: list[int],
    at_everyone: str,
    at_roles: list[str],
    at_member: str,
    held: set[int],
) -> None:
    fake = FakeDiscord()
    guild = fake.guilds[fake.guild]
    guild.roles[guild.id]["permissions"] = str(everyone)
    roles = [fake.add_role(f"r{at}", base) for at, base in enumerate(bases)]
    user = fake.add_user("Eve", *(roles[at] for at in sorted(held)))
    channel = fake.add_channel("room")
    named = zip((guild.id, *roles, user), (at_everyone, *at_roles, at_member), strict=True)
    for who, what in named:
        if what:
            fake.overwrite(channel, who, **{what: may.VIEW_CHANNEL})
    told = channel.to_json()
    seeing = roles_that_see(told, list(guild.roles.values()), guild.id)
    mine = {guild.id, *(roles[at] for at in held)}
    reckoned = bool(seeing & mine) or user in members_that_see(told)
    assert reckoned or not may.can_see(channel, user)
    if len(held) < 2 and at_member != "deny":
        # What one role takes away from another, and an overwrite from one person, is left out.
        assert reckoned == may.can_see(channel, user)
