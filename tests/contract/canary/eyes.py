"""Everything that a customer, or a guest of the workspace, can lay eyes on."""

import json
from datetime import timedelta
from urllib.parse import quote

from tests.contract.canary.secrets import CANARY
from tests.contract.chats.discord import DiscordChat
from tests.contract.chats.teams import TeamsChat, account
from tests.contract.drivers.web import WebDriver
from tests.contract.streaming import first_pushed
from tests.contract.world import World

Seen = list[tuple[str, str]]
CUSTOMERS = ("ana", "bob")


async def seen_in_web(world: World) -> Seen:
    """Their pages and threads, any post by its id, and what the stream pushes."""
    web, seen = WebDriver(world), Seen()
    paths = ["/chat/support", "/chat/direct", "/chat/channels", "/chat/triage", "/chat"]
    paths += ["/chat/complete?text=/support%20", *await _addresses(world)]
    for who in CUSTOMERS:
        browser = await web.browser(who)
        for path in paths:
            answer = await browser.get(path, follow_redirects=True)
            seen.append((f"{who} {path}", answer.text))
        since = quote((world.clock.now() - timedelta(days=30)).isoformat())
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        headers = {"cookie": cookie}
        pushed = await first_pushed(world, f"/chat/stream?since={since}", headers)
        seen.append((f"{who} web stream", pushed))
    return seen


async def _addresses(world: World) -> list[str]:
    """Threads that customers have, and posts with the secret in them by their own address:
    one of each kind, for whether one may see a post depends on nothing else."""
    rows = await world.office.sql(
        "SELECT DISTINCT ON (channel, viewer_id, thread_id IS NULL, hidden)"
        " channel, id, thread_id, hidden FROM ("
        "  SELECT *, content::text LIKE :secret AS hidden FROM chat_posts) posts"
        " WHERE hidden OR (channel <> 'triage' AND thread_id IS NULL)",
        secret=f"%{CANARY}%",
    )
    found = set()
    for channel, post, thread, hidden in rows:
        found.add(f"/chat/{channel.partition(':')[0]}/{thread or post}")
        if hidden:
            found.add(f"/chat/posts/{post}")
    rows = await world.office.sql(
        "SELECT id FROM chat_posts WHERE channel = 'support' AND thread_id IS NULL"
    )
    return sorted(found | {f"/chat/support/{post}" for (post,) in rows})


def seen_in_slack(world: World) -> Seen:
    """Channels, direct messages and private answers of everybody who is not staff."""
    fake, seen = world.slack, Seen()
    for user in ("U0ANA", "U0BOB", "U0GUEST"):
        for channel in fake.channels.values():
            if user in channel.members:
                messages = json.dumps(list(channel.messages.values()), ensure_ascii=False)
                seen.append((f"{user} in {channel.id}", messages))
        private = [one for one in fake.ephemerals if one["user"] == user]
        seen.append((f"{user} privately", json.dumps(private, ensure_ascii=False)))
    return seen


def seen_in_chats(world: World) -> Seen:
    """What customers can read in Discord and in Teams, where the desk is connected to them."""
    seen: Seen = []
    discord, teams = world.chats.get("discord"), world.chats.get("teams")
    for who in CUSTOMERS:
        if isinstance(discord, DiscordChat):
            user = discord.users[who]
            for channel in discord.fake.channels.values():
                shown = discord.fake.people.sees(user, channel)
                seen.append((f"{who} in {channel.id}", json.dumps(shown, ensure_ascii=False)))
        if isinstance(teams, TeamsChat):
            for message in teams.fake.seen_by(account(who)):
                card = message.card_for(account(who))
                words = json.dumps([message.words_for(account(who)), card], ensure_ascii=False)
                seen.append((f"{who} in {message.conversation}", words))
    return seen
