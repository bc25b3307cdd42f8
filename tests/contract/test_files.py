"""TKT-05, SEC-12: files cross from door to door, and what cannot come is told in words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.contract.drivers.base import Post, Room, heard, told
from tests.contract.drivers.pages import PageReader
from tests.contract.drivers.sharing import bring
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket
from tests.contract.wiring import SUPPORT, TRIAGE
from tests.contract.world import World
from tests.fakes.slack.state import Json

LOG = b"12:00 it failed\n" * 2000
PROGRAM = b"MZ\x90\x00" + b"\x00" * 500


async def say_with_file(
    web: WebDriver, who: str, text: str, room: Room, thread: str, name: str, content: bytes
) -> str:
    """Bring a file and name it in a message; the file's id."""
    kept = (await bring(web, who, name, content)).json()["id"]
    await web.post(who, "/chat/send", text=text, channel=room, thread=thread, file=kept)
    return str(kept)


def shared_in(world: World, channel: str, name: str) -> Json | None:
    """The message in which the app shared a file of that name."""
    for message in world.slack.messages(channel):
        if message.get("bot_id") and any(
            one["title"] == name for one in message.get("files") or ()
        ):
            return message
    return None


async def until_shared(world: World, channel: str, name: str) -> Json:
    """The same, once it is there."""

    async def shared() -> Json | None:
        return shared_in(world, channel, name)

    return await world.until(shared, f"{name} is shared in {channel}")


@contextmanager
def storage_down(world: World) -> Iterator[None]:
    """A file stands where the folder was: nothing can be kept or read."""
    folder, aside = world.files_folder, world.files_folder.with_suffix(".aside")
    folder.rename(aside)
    folder.write_text("not a folder")
    try:
        yield
    finally:
        folder.unlink()
        aside.rename(folder)


@pytest.fixture
def doors(world: World) -> tuple[WebDriver, SlackDriver]:
    """Both chats of one desk."""
    return WebDriver(world), SlackDriver(world)


async def test_a_customers_file_in_the_web_chat_stands_in_slacks_thread(
    world: World, doors: tuple[WebDriver, SlackDriver]
) -> None:
    web, slack = doors
    opened = await open_ticket(web, agents=slack)
    kept = await say_with_file(web, "ana", "The log", "support", opened.thread, "app.log", LOG)
    message = await until_shared(world, TRIAGE, "app.log")
    assert message["thread_ts"] == opened.card.id
    assert world.slack.contents[message["files"][0]["id"]] == LOG
    # Sam reads it in the web chat too; Bob, another customer, does not.
    assert (await (await web.browser("sam")).get(f"/chat/files/{kept}")).content == LOG
    assert (await (await web.browser("bob")).get(f"/chat/files/{kept}")).status_code == 404


async def test_an_agents_file_in_slack_reaches_the_customer_and_a_notes_does_not(
    world: World, doors: tuple[WebDriver, SlackDriver]
) -> None:
    web, slack = doors
    opened = await open_ticket(web, agents=slack)
    more = {"thread_ts": opened.card.id, "subtype": "file_share"}
    send, mention = world.slack.send, f"<@{world.slack.bot_user}>"
    secret = world.slack.share("plan.txt", b"psst")
    await send.say("U0SAM", TRIAGE, "For us", files=[secret], **more)
    shared = world.slack.share("guide.txt", LOG)
    await send.say("U0SAM", TRIAGE, f"{mention} reply Read this", files=[shared], **more)
    await heard(web, "ana", "support", opened.thread, "Read this", "guide.txt")
    page = (await (await web.browser("ana")).get(f"/chat/support/{opened.thread}")).text
    [kept] = set(re.findall(r"/chat/files/([0-9a-f-]{36})", page))
    assert (await (await web.browser("ana")).get(f"/chat/files/{kept}")).content == LOG
    assert "plan.txt" not in page
    rows = await world.office.sql("SELECT id FROM attachments WHERE name = 'plan.txt'")
    for (hidden,) in rows:
        answer = await (await web.browser("ana")).get(f"/chat/files/{hidden}")
        assert answer.status_code == 404
    assert len(rows) == 1


async def test_what_was_brought_with_a_question_comes_with_the_ticket(
    world: World, doors: tuple[WebDriver, SlackDriver]
) -> None:
    web, _ = doors
    kept = (await bring(web, "ana", "screen.log", LOG)).json()["id"]
    await web.post("ana", "/chat/send", text="It hums", channel="support", thread="", file=kept)
    [thread] = [p.id for p in await web.room("ana", "support") if "(you)" in p.text]

    async def asked() -> Post | None:
        posts = await web.thread("ana", "support", thread)
        return next((p for p in posts if "Open a ticket" in p.acts), None)

    await web.press("ana", await world.until(asked, "an answer"), "Open a ticket")
    await until_shared(world, TRIAGE, "screen.log")


async def test_a_program_is_refused_in_words_and_the_message_arrives(
    world: World, doors: tuple[WebDriver, SlackDriver]
) -> None:
    web, slack = doors
    refused = await bring(web, "ana", "holiday.png", PROGRAM)
    assert refused.status_code == 422
    assert refused.json()["problem"] == ("holiday.png was not taken: programs are not accepted.")
    opened = await open_ticket(slack)
    shared = world.slack.share("report.exe", PROGRAM)
    more = {"thread_ts": opened.thread, "subtype": "file_share", "files": [shared]}
    await world.slack.send.say("U0ANA", SUPPORT, "My report", **more)
    why = "report.exe was not taken: programs are not accepted."
    answer = await told(slack, "ana", why)
    assert "Your message was sent." in answer.text
    await heard(slack, "sam", "triage", opened.card.id, "My report", why)


async def test_storage_down_the_message_is_sent_and_the_file_may_be_tried_again(
    world: World, doors: tuple[WebDriver, SlackDriver]
) -> None:
    web, slack = doors
    opened = await open_ticket(slack, agents=web)
    shared = world.slack.share("app.log", LOG)
    more = {"thread_ts": opened.thread, "subtype": "file_share", "files": [shared]}
    with storage_down(world):
        refused = await bring(web, "ana", "other.log", LOG)
        assert (refused.status_code, refused.json()["again"]) == (503, True)
        await world.slack.send.say("U0ANA", SUPPORT, "The log", **more)
        why = "app.log was not taken: the file storage is not answering."
        answer = await told(slack, "ana", why)
        await heard(web, "sam", "triage", opened.card.id, "The log", why)
    assert (await bring(web, "ana", "other.log", LOG)).status_code == 201
    await slack.press("ana", answer, "Try again: app.log")
    await told(slack, "ana", "app.log was taken")
    post = await heard(web, "sam", "triage", opened.card.id, "The log", "app.log", "31 KB")
    assert why not in post.text


async def test_a_file_that_slack_does_not_give_comes_by_a_link_that_works_once(
    world: World, doors: tuple[WebDriver, SlackDriver]
) -> None:
    web, slack = doors
    opened = await open_ticket(slack, agents=web)
    shared = world.slack.share("video.mp4", LOG, mode="hidden_by_limit")
    more = {"thread_ts": opened.thread, "subtype": "file_share", "files": [shared]}
    await world.slack.send.say("U0ANA", SUPPORT, "See", **more)
    answer = await told(slack, "ana", "video.mp4 was not taken", "/upload/")
    [address] = re.findall(r"(/upload/[\w-]+)", answer.text)
    browser = world.client()
    shown = (await browser.get(address)).text
    assert opened.ref in shown
    page = PageReader(shown)
    bad = await browser.post(address, data={"csrf": page.csrf}, files={"file": ("a.exe", b"MZ\0")})
    assert (bad.status_code, "The link still works" in bad.text) == (422, True)
    forged = await world.client().post(address, files={"file": ("a.log", LOG)})
    assert forged.status_code == 403
    good = await browser.post(address, data={"csrf": page.csrf}, files={"file": ("video.log", LOG)})
    assert good.status_code == 200, good.text
    assert "is with" in good.text
    await heard(web, "sam", "triage", opened.card.id, "video.log", "31 KB")
    for again in (await browser.get(address), await browser.get("/upload/nothing")):
        assert again.status_code == 404
        assert "This link has ended" in again.text


async def test_a_file_that_is_taken_back_over_rest_stands_nowhere_any_longer(
    world: World, doors: tuple[WebDriver, SlackDriver]
) -> None:
    web, slack = doors
    opened = await open_ticket(web, agents=slack)
    room: Room = "support"
    thread = opened.thread
    kept = await say_with_file(web, "ana", "Two logs", room, thread, "app.log", LOG)
    verb = await say_with_file(web, "ana", "@Ticket reply More", room, thread, "c.log", LOG)
    await say_with_file(web, "ana", "And", room, thread, "b.log", LOG)
    shared = [await until_shared(world, TRIAGE, f"{name}.log") for name in ("app", "b", "c")]
    headers = await world.key("ana")
    for back in (kept, verb):
        answer = await world.client().delete(f"/api/v1/attachments/{back}", headers=headers)
        assert answer.status_code == 204, answer.text
    await world.settled()
    own = " ".join(post.text for post in await web.thread("ana", room, thread))
    assert "app.log" not in own
    assert "c.log" not in own
    # Her words stay, and so does what she did not take back.
    assert all(words in own for words in ("Two logs", "More", "And", "b.log"))
    left = [message["files"][0]["id"] in world.slack.contents for message in shared]
    assert left == [False, True, False]
