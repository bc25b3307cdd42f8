"""People ask a real discord.py bot through the fake: commands, menus, buttons and forms."""

from typing import Any

import discord
import pytest
from discord import app_commands

from tests.adapters.discord.wired import INTENTS, Bot, online
from tests.fakes.discord import Channel, FakeDiscord, texts_of
from tests.fakes.discord import permissions as may


class Reply(discord.ui.Modal, title="Reply"):
    """A form with a text, a choice and a file."""

    text: Any = discord.ui.Label(
        text="Text",
        component=discord.ui.TextInput(custom_id="text", style=discord.TextStyle.paragraph),
    )
    kind: Any = discord.ui.Label(
        text="Kind",
        component=discord.ui.Select(
            custom_id="kind",
            options=[discord.SelectOption(label="Bug", value="b", default=True)],
        ),
    )
    file: Any = discord.ui.Label(
        text="File", component=discord.ui.FileUpload(custom_id="file", required=False)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Think first, answer privately then."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        brought = self.file.component.values
        content = await brought[0].read() if brought else b""
        told = f"{self.text.component.value} {self.kind.component.values} {content!r}"
        await interaction.followup.send(told)
        await interaction.followup.send("and for all")


class Card(discord.ui.LayoutView):
    """A card whose buttons outlive the process."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        reply: discord.ui.Button[Card] = discord.ui.Button(label="Reply", custom_id="reply")
        claim: discord.ui.Button[Card] = discord.ui.Button(label="Claim", custom_id="claim")
        reply.callback, claim.callback = self._reply, self._claim  # type: ignore[method-assign]
        row: discord.ui.ActionRow[Card] = discord.ui.ActionRow(reply, claim)
        self.add_item(discord.ui.Container(discord.ui.TextDisplay("TIK-1"), row))

    async def _reply(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Reply())

    async def _claim(self, interaction: discord.Interaction) -> None:
        view = discord.ui.LayoutView()
        view.add_item(discord.ui.TextDisplay(f"claimed by {interaction.user.display_name}"))
        await interaction.response.edit_message(view=view)


async def prepare(bot: Bot) -> None:
    """The bot's commands and its card."""
    group = app_commands.Group(
        name="ticket",
        description="Tickets",
        default_permissions=discord.Permissions(manage_messages=True),
    )

    @group.command(name="claim", description="Take a ticket")
    async def claim(interaction: discord.Interaction, ticket: str) -> None:
        await interaction.response.send_message(f"claimed {ticket}", ephemeral=True)

    @claim.autocomplete("ticket")
    async def complete(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"TIK-{typed} Printer", value=f"TIK-{typed}")]

    @app_commands.context_menu(name="Open a ticket")
    async def open_ticket(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"about {message.content!r}")

    bot.tree.add_command(group)
    bot.tree.add_command(open_ticket)
    bot.add_view(Card())
    await bot.tree.sync()


async def test_a_command_is_completed_used_and_answered_to_one_alone(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    lead = fake.add_user("Kim", fake.add_role("Lead", may.MANAGE_MESSAGES))
    async with online(fake, prepare=prepare):
        with pytest.raises(LookupError, match="not offered"):
            await fake.ask.slash(ana, general, "ticket claim", ticket="TIK-1")
        offered = await fake.ask.type(lead, general, "ticket claim", "ticket", "1")
        assert offered == [{"name": "TIK-1 Printer", "value": "TIK-1"}]
        asked = await fake.ask.slash(lead, general, "ticket claim", ticket=offered[0]["value"])
        assert [texts_of(one) for one in fake.people.sees(lead, general)] == ["claimed TIK-1"]
        assert asked.ephemeral
        assert fake.people.sees(ana, general) == []
    assert fake.broken == []


async def test_a_message_is_the_target_of_a_menu(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    intents = discord.Intents(INTENTS.value)
    intents.message_content = False
    async with online(fake, intents, prepare=prepare):
        message = await fake.people.say(ana, general, "my printer")
        asked = await fake.ask.menu(ana, message, "Open a ticket")
        assert [texts_of(one) for one in asked.messages] == ["about 'my printer'"]
        assert fake.people.sees(ana, general)[-1]["type"] == 23


async def test_a_button_opens_a_form_that_is_filled_in_and_answered(
    fake: FakeDiscord, sam: str, general: Channel
) -> None:
    async with online(fake, prepare=prepare) as bot:
        await bot.text(general).send(view=Card())
        card = fake.people.sees(sam, general)[0]
        pressed = await fake.ask.press(sam, card, "Reply")
        with pytest.raises(LookupError, match="has to be filled in"):
            await fake.ask.fill(pressed, {})
        with pytest.raises(LookupError, match="offers no"):
            await fake.ask.fill(pressed, {"Text": "x", "Kind": "Wish"})
        sent = await fake.ask.fill(pressed, {"Text": "Hello", "File": {"a.txt": b"abc"}})
        await fake.wait_for(lambda: len(sent.messages) == 2)
        assert [texts_of(one) for one in sent.messages] == ["Hello ['b'] b'abc'", "and for all"]
        alone = [one["flags"] & 64 > 0 for one in sent.messages]
        assert alone == [True, False]
        assert not sent.thinking
    assert fake.broken == []


async def test_a_button_changes_its_own_card(fake: FakeDiscord, sam: str, general: Channel) -> None:
    async with online(fake, prepare=prepare) as bot:
        await bot.text(general).send(view=Card())
        card = fake.people.sees(sam, general)[0]
        pressed = await fake.ask.press(sam, card, "Claim")
        assert pressed.response == 7
        assert texts_of(fake.people.sees(sam, general)[0]) == "claimed by Sam"
        with pytest.raises(LookupError, match="nothing says"):
            await fake.ask.press(sam, card, "Claim")


class Choosing(discord.ui.View):
    """Two selects."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.select(
        placeholder="Priority",
        custom_id="priority",
        max_values=2,
        options=[discord.SelectOption(label=one, value=one[0]) for one in ("High", "Low")],
    )
    async def priority(
        self, interaction: discord.Interaction, chosen: discord.ui.Select[Any]
    ) -> None:
        """Say what was chosen."""
        await interaction.response.send_message(" ".join(chosen.values), ephemeral=True)

    @discord.ui.select(cls=discord.ui.UserSelect, placeholder="Who", custom_id="who")
    async def who(
        self, interaction: discord.Interaction, chosen: discord.ui.UserSelect[Any]
    ) -> None:
        """Say who was chosen."""
        await interaction.response.send_message(chosen.values[0].display_name, ephemeral=True)


async def test_lines_and_people_are_chosen(
    fake: FakeDiscord, ana: str, sam: str, general: Channel
) -> None:
    async with online(fake) as bot:
        await bot.text(general).send("choose", view=Choosing())
        card = fake.people.sees(sam, general)[0]
        asked = await fake.ask.choose(sam, card, "Low", "High", select="Priority")
        assert texts_of(asked.messages[0]) == "L H"
        asked = await fake.ask.choose(sam, card, ana, select="Who")
        assert texts_of(asked.messages[0]) == "Ana"
        with pytest.raises(LookupError, match="cannot be chosen"):
            await fake.ask.choose(sam, card, "Medium", select="Priority")
    assert fake.broken == []
