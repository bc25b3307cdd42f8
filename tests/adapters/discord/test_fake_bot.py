"""A real discord.py bot lives at the fake: posts, threads, files, webhooks, and what it hears."""

import io

import discord
import pytest

from tests.adapters.discord.wired import INTENTS, MovableClock, online, said
from tests.fakes.discord import Channel, FakeDiscord, Refusal


async def test_without_the_intent_contents_are_blank_but_for_what_is_ours(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    intents = discord.Intents(INTENTS.value)
    intents.message_content = False
    fake.privileged.discard("content")
    async with online(fake, intents) as bot:
        mine = await bot.text(general).send("hello")
        posted = fake.people.sees(ana, general)[0]
        secret = await fake.people.say(ana, general, "secret", files={"a.txt": b"x"})
        await fake.people.say(ana, general, f"<@{fake.bot}> you")
        await fake.people.dm(ana, "alone")
        await fake.people.reply(ana, posted, "an answer")
        assert await said(bot, 4) == ["", f"<@{fake.bot}> you", "alone", "an answer"]
        assert bot.messages[1].attachments == []
        assert (await bot.text(general).fetch_message(int(secret["id"]))).content == ""
        assert (await bot.text(general).fetch_message(mine.id)).content == "hello"
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with online(fake):
            pass
    assert fake.broken == ["gateway.intents"]


async def test_posts_edits_threads_reactions_and_pins(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    async with online(fake) as bot:
        card = await bot.text(general).send("card", nonce=7)
        again = await bot.text(general).send("card", nonce=7)
        assert (again.id, again.nonce) == (card.id, "7")
        assert (await bot.text(general).fetch_message(card.id)).nonce is None
        await card.edit(content="changed")
        await card.add_reaction("🎫")
        await card.pin()
        thread = await card.create_thread(name="TIK-1")
        await thread.send("inside")
        await thread.edit(archived=True)
        await fake.people.say(ana, str(thread.id), "wakes it")
        kept = fake.people.sees(ana, general)
        assert [one["content"] for one in kept] == ["changed", ""]
        assert kept[0]["pinned"]
        assert kept[0]["reactions"][0]["emoji"]["name"] == "🎫"
        assert [one["type"] for one in fake.people.sees(ana, str(thread.id))] == [21, 0, 0]
        assert not fake.channels[str(thread.id)].archived
        await card.delete()
        with pytest.raises(discord.NotFound):
            await bot.text(general).send("card", nonce=7)
    assert fake.broken == ["message.unknown"]


async def test_a_post_of_a_customer_with_its_tags(
    fake: FakeDiscord, ana: str, forum: Channel
) -> None:
    async with online(fake) as bot:
        post = await fake.people.post(ana, forum, "Broken", "It is", tags=("Open",))
        assert await said(bot) == ["It is"]
        told = bot.heard("thread_create")[0]
        assert bot.messages[0].id == told.id == int(post.id)
        assert [one.name for one in told.applied_tags] == ["Open"]
        solved = told.parent.available_tags[1]
        await told.edit(applied_tags=[solved], archived=True)
        assert (post.archived, post.applied_tags) == (True, [str(solved.id)])
        await fake.people.say(ana, post, "No, it is not")
        assert not post.archived
        made = await told.parent.create_thread(name="News", content="x", applied_tags=[solved])
        assert made.thread.id == made.message.id


async def test_a_webhook_speaks_under_a_name_of_its_own(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    async with online(fake) as bot:
        hook = await bot.text(general).create_webhook(name="Ticket")
        thread = await bot.text(general).create_thread(
            name="room", type=discord.ChannelType.public_thread
        )
        sent = await hook.send("On it", username="Sam", thread=thread, wait=True)
        await sent.edit(content="Done")
        shown = fake.people.sees(ana, str(thread.id))[-1]
        assert (shown["author"]["username"], shown["content"]) == ("Sam", "Done")
        await sent.delete()
        assert fake.people.sees(ana, str(thread.id)) == []
        assert [one.id for one in await bot.text(general).webhooks()] == [hook.id]


async def test_files_go_both_ways_and_their_addresses_end(
    fake: FakeDiscord, clock: MovableClock, ana: str, general: Channel
) -> None:
    async with online(fake) as bot:
        file = discord.File(io.BytesIO(b"ours"), "report.txt", description="A report")
        sent = await bot.text(general).send("here", file=file)
        assert fake.people.sees(ana, general)[0]["attachments"][0]["description"] == "A report"
        await fake.people.say(ana, general, files={"log é.txt": b"theirs"})
        await said(bot)
        theirs = bot.messages[-1].attachments[0]
        assert await theirs.read() == b"theirs"
        clock.move(hours=24.1)
        with pytest.raises(discord.NotFound):
            await theirs.read()
        fresh = await bot.text(general).fetch_message(bot.messages[-1].id)
        assert await fresh.attachments[0].read() == b"theirs"
        kept = await sent.edit(attachments=[])
        assert kept.attachments == []


async def test_what_people_do_to_messages_is_told(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    async with online(fake) as bot:
        message = await fake.people.say(ana, general, "one")
        await fake.people.edit(ana, message, "two")
        await fake.owners.unfurl(message)
        await fake.people.react(ana, message, "✅")
        await fake.people.unreact(ana, message, "✅")
        await fake.people.delete(ana, message)
        await fake.owners.webhook_says(general, "Pager", "on fire")
        await said(bot, 2)
        edits = bot.heard("raw_message_edit")
        assert [one.data["content"] for one in edits] == ["two", "two"]
        assert [str(one.emoji) for one in bot.heard("raw_reaction_add")] == ["✅"]
        assert len(bot.heard("raw_reaction_remove")) == 1
        assert [one.message_id for one in bot.heard("raw_message_delete")] == [int(message["id"])]
        assert bot.messages[-1].webhook_id is not None


async def test_threads_fall_asleep_and_nothing_in_them_is_changed_until_they_wake(
    fake: FakeDiscord, clock: MovableClock, ana: str, forum: Channel
) -> None:
    async with online(fake) as bot:
        post = await fake.people.post(ana, forum, "Broken", "It is")
        await said(bot)
        answer = await bot.messages[0].channel.send("On it")
        clock.move(minutes=4319)
        await fake.owners.archive_idle()
        assert not post.archived
        clock.move(minutes=1)
        await fake.owners.archive_idle()
        assert post.archived
        with pytest.raises(discord.HTTPException, match="50083"):
            await answer.edit(content="Done")
        with pytest.raises(discord.HTTPException, match="50083"):
            await answer.add_reaction("✅")
        await fake.people.say(ana, post, "thanks")
        await answer.edit(content="Done")
    assert fake.broken == ["thread.archived"] * 2


async def test_names_of_files_are_made_plain_and_kept_as_titles(
    fake: FakeDiscord, ana: str, general: Channel
) -> None:
    async with online(fake) as bot:
        await fake.people.say(ana, general, files={"Q3 Übersicht.pdf": b"x", "отчёт.pdf": b"y"})
        await said(bot)
        files = bot.messages[0].attachments
        assert [one.filename for one in files] == ["Q3_Ubersicht.pdf", "unknown.pdf"]
        assert [one.title for one in files] == ["Q3 Übersicht", "отчёт"]
        assert files[0].content_type == "application/pdf"
        view = discord.ui.LayoutView()
        view.add_item(discord.ui.File("attachment://my chart.txt"))
        shown = discord.File(io.BytesIO(b"x"), "my chart.txt")
        await bot.text(general).send(view=view, file=shown)
        (part,) = fake.people.sees(ana, general)[-1]["components"]
        assert (part["name"], part["size"]) == ("my_chart.txt", 1)


async def test_a_locked_thread_is_for_moderators(
    fake: FakeDiscord, ana: str, forum: Channel
) -> None:
    async with online(fake) as bot:
        post = await fake.people.post(ana, forum, "Broken", "It is")
        await said(bot)
        thread = bot.heard("thread_create")[0]
        await thread.edit(locked=True)
        await thread.send("moved elsewhere")
        with pytest.raises(Refusal):
            await fake.people.say(ana, post, "but")
        await thread.edit(archived=True)
        with pytest.raises(Refusal):
            await fake.people.change_thread(ana, post, archived=False)
        with pytest.raises(discord.HTTPException, match="50083"):
            await thread.send("x")
