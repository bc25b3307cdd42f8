"""TKT-05 in Teams: bots get and give files in personal chats alone; elsewhere there are links."""

import re
from typing import Any

from tests.contract.chats.teams import account
from tests.contract.drivers.base import Post, Room, card, heard, told
from tests.contract.drivers.pages import PageReader
from tests.contract.drivers.teams import TeamsDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.test_files import LOG, say_with_file
from tests.contract.world import World
from tests.fakes.teams.rules import FILE_CONSENT


async def share(teams: TeamsDriver, who: str, room: Room, text: str, name: str, **more: Any) -> str:
    """Say something with a file; the message's id."""
    channel = teams.channel(who, room)
    shared = teams.fake.files.share(channel, name, LOG)
    send = teams.fake.send
    said = await send.say(account(who), channel, text, attachments=[shared], **more)
    assert {answer.status_code for answer in said.answers} == {200}
    return said.id


async def opened_directly(teams: TeamsDriver, web: WebDriver) -> Post:
    """Ana opens a ticket in her personal chat; its card, as staff see it in the web chat."""
    root = await teams.say("ana", "The parcel is lost", "direct")
    found = await heard(teams, "ana", "direct", root, "could not find")
    await teams.press("ana", found, "Open a ticket")
    shown = await card(web, "sam", "TIK-", "The parcel is lost")
    await teams.world.settled()
    return shown


async def test_a_file_of_a_personal_chat_is_kept_and_read_by_staff(
    world: World, web: WebDriver, teams: TeamsDriver
) -> None:
    shown = await opened_directly(teams, web)
    await share(teams, "ana", "direct", "The log", "app.log")
    await heard(web, "sam", "triage", shown.id, "The log", "app.log", "31 KB")
    [(kept,)] = await world.office.sql("SELECT id FROM attachments WHERE name = 'app.log'")
    assert (await (await web.browser("sam")).get(f"/chat/files/{kept}")).content == LOG
    assert (await (await web.browser("bob")).get(f"/chat/files/{kept}")).status_code == 404


async def test_pictures_that_are_pasted_one_after_the_other_are_kept(
    world: World, web: WebDriver, teams: TeamsDriver
) -> None:
    shown = await opened_directly(teams, web)
    for words in ("See", "See"):
        pasted = teams.fake.files.picture(LOG)
        channel = teams.channel("ana", "direct")
        await teams.fake.send.say(account("ana"), channel, words, attachments=[pasted])
    await heard(web, "sam", "triage", shown.id, "See", "picture.png", "31 KB")
    await world.settled()
    browser = await web.browser("sam")
    kept = await world.office.sql("SELECT id FROM attachments WHERE name = 'picture.png'")
    assert len(kept) == 2
    for (one,) in kept:
        assert (await browser.get(f"/chat/files/{one}")).content == LOG


async def test_a_file_for_a_customer_is_offered_in_their_chat_and_brought_once_wanted(
    world: World, web: WebDriver, teams: TeamsDriver
) -> None:
    shown = await opened_directly(teams, web)
    await say_with_file(web, "sam", "@Ticket reply Read this", "triage", shown.id, "guide.txt", LOG)
    await heard(teams, "ana", "direct", "0", "Read this")
    offer = await world.until(lambda: _offer(teams), "the file is offered")
    assert (await teams.fake.files.accept(account("ana"), offer)).error is None
    assert teams.fake.files.drives[account("ana")] == {"guide.txt": LOG}


async def _offer(teams: TeamsDriver) -> Any:
    seen = teams.fake.seen_by(account("ana"), teams.channel("ana", "direct"))
    for message in seen:
        for one in message.activity.get("attachments") or ():
            if one.get("contentType") == FILE_CONSENT:
                return message
    return None


async def test_in_a_channel_a_file_is_a_link_to_the_desk(
    world: World, web: WebDriver, teams: TeamsDriver
) -> None:
    opened = await open_ticket(web, agents=teams)
    kept = await say_with_file(web, "ana", "The log", "support", opened.thread, "app.log", LOG)
    await heard(teams, "sam", "triage", opened.card.id, "The log", "app.log", f"/chat/files/{kept}")


async def test_a_file_in_a_channel_comes_by_a_link_that_works_once(
    world: World, web: WebDriver, teams: TeamsDriver
) -> None:
    opened = await open_ticket(teams, agents=web)
    await share(teams, "ana", "support", "See", "video.log", thread=opened.thread)
    answer = await told(teams, "ana", "only files of personal chats", "/upload/")
    assert "Your message was sent." in answer.text
    await heard(web, "sam", "triage", opened.card.id, "See", "was not taken")
    words = answer.raw.words_for(account("ana"))
    [address] = re.findall(r"\]\(\S*(/upload/[\w-]+)\)", words)
    browser = world.client()
    page = PageReader((await browser.get(address)).text)
    given = {"file": ("video.log", LOG)}
    good = await browser.post(address, data={"csrf": page.csrf}, files=given)
    assert good.status_code == 200, good.text
    await heard(web, "sam", "triage", opened.card.id, "video.log", "31 KB")
    assert (await browser.get(address)).status_code == 404


async def test_a_file_without_words_of_which_teams_tells_nothing_is_told_of(
    world: World, web: WebDriver, teams: TeamsDriver
) -> None:
    opened = await open_ticket(teams, agents=web)
    channel = teams.channel("ana", "support")
    shared = teams.fake.files.share(channel, "app.log", LOG, marked=False)
    say = teams.fake.send.say
    await say(account("ana"), channel, "", opened.thread, attachments=[shared])
    await told(teams, "ana", "only files of personal chats", "/upload/")
    await heard(web, "sam", "triage", opened.card.id, "The file", "was not taken")
