"""Commands with people, numbers and files at the fake; answers that are withdrawn or never come."""

import discord
import pytest
from discord import app_commands

from tests.adapters.discord.wired import Bot, online
from tests.fakes.discord import Channel, FakeDiscord, Refusal, texts_of


async def prepare_reports(bot: Bot) -> None:
    """A command that takes a person, a number and a file, and needs its time."""

    @app_commands.command(name="report", description="Report")
    async def report(
        interaction: discord.Interaction,
        who: discord.User,
        times: app_commands.Range[int, 1, 3],
        proof: discord.Attachment,
    ) -> None:
        await interaction.response.defer()
        content = await proof.read()
        await interaction.edit_original_response(content=f"{who.name} {times} {content!r}")

    @app_commands.command(name="silence", description="Nothing")
    async def silence(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await interaction.delete_original_response()

    @app_commands.command(name="never", description="Nothing")
    async def never(interaction: discord.Interaction) -> None:
        """Never answer."""

    bot.tree.add_command(report)
    bot.tree.add_command(silence)
    bot.tree.add_command(never)
    await bot.tree.sync()


async def test_a_command_in_direct_messages_takes_people_numbers_and_files(
    fake: FakeDiscord, ana: str, sam: str
) -> None:
    async with online(fake, prepare=prepare_reports):
        there = fake.dm_of(ana)
        with pytest.raises(LookupError, match="takes 1 to 3"):
            await fake.ask.slash(ana, there, "report", who=sam, times=4, proof=("a", b""))
        asked = await fake.ask.slash(
            ana, there, "report", who=sam, times=2, proof=("a.txt", b"abc")
        )
        assert texts_of(asked.messages[0]) == "sam 2 b'abc'"
        assert [texts_of(one) for one in fake.people.sees(ana, there)] == ["sam 2 b'abc'"]


async def test_an_answer_may_be_withdrawn_or_never_come(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    async with online(fake, prepare=prepare_reports):
        asked = await fake.ask.slash(ana, general, "silence", wait=False)
        await fake.wait_for(lambda: fake.sent_events[-1][0] == "MESSAGE_DELETE")
        assert (asked.thinking, asked.messages) == (False, [])
        fake.ask.patience = 0.05
        with pytest.raises(TimeoutError):
            await fake.ask.slash(ana, general, "never")


async def test_nobody_uses_commands_in_an_archived_thread(
    fake: FakeDiscord, ana: str, forum: Channel
) -> None:
    async with online(fake, prepare=prepare_reports):
        post = await fake.people.post(ana, forum, "Broken", "It is")
        await fake.people.change_thread(ana, post, archived=True)
        with pytest.raises(Refusal):
            await fake.ask.slash(ana, post, "silence")
