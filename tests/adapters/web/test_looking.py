"""What one finds in the web chat: private answers, unread marks, older posts, kept texts."""

from uuid import uuid4

from bot.cards import Card, Text
from bot.ports import Completion, PrivateAnswer
from tests.adapters.web.site import Site


async def test_private_answers_show_to_one_and_can_be_put_away(site: Site) -> None:
    sam, kim = await site.browser("sam"), await site.browser("kim")
    to = PrivateAnswer(viewer=str(site.people["sam"]))
    ref = await site.platform.answer(
        site.spot("triage"), to, Text(text="for Sam alone"), delivery=uuid4()
    )
    page = (await sam.get("/chat/triage")).text
    assert "for Sam alone" in page
    assert "Only you can see this" in page
    assert "for Sam alone" not in (await kim.get("/chat/triage")).text

    await kim.post(f"/chat/posts/{ref}/dismiss")
    assert "for Sam alone" in (await sam.get("/chat/triage")).text
    await sam.post(f"/chat/posts/{ref}/dismiss")
    assert "for Sam alone" not in (await sam.get("/chat/triage")).text


async def test_what_fails_keeps_the_text_and_says_so(site: Site) -> None:
    ana = await site.browser("ana")
    site.desk.trouble = RuntimeError("boom")
    answer = await ana.say("a long and careful text", "support")
    assert answer.status_code == 503
    assert ">a long and careful text</textarea>" in answer.text
    assert "Your text is kept" in answer.text
    assert "boom" not in answer.text


async def test_a_text_beyond_the_limit_comes_back_whole(site: Site) -> None:
    ana = await site.browser("ana")
    long = "x" * 12_001
    answer = await ana.say(long, "support")
    assert answer.status_code == 422
    assert long in answer.text
    assert site.desk.told == []


async def test_completion_gives_back_what_the_desk_suggests(site: Site) -> None:
    site.desk.completions = [Completion("claim ", "claim", "Take the ticket")]
    sam = await site.browser("sam")
    found = await sam.get("/chat/complete?text=/cl&channel=triage")
    assert found.json() == [
        {"insert": "/ticket claim ", "label": "claim", "hint": "Take the ticket"}
    ]
    asked = site.desk.asked[-1]
    assert (asked.text, asked.words) == ("cl", "ticket")


async def test_unread_shows_until_the_channel_is_opened(site: Site) -> None:
    ana = await site.browser("ana")
    await site.platform.post(site.spot(site.direct("ana")), Text(text="Hello"), delivery=uuid4())
    assert "channel-unread" in (await ana.get("/chat/support")).text
    assert "Hello" in (await ana.get("/chat/direct")).text
    assert "channel-unread" not in (await ana.get("/chat/support")).text


async def test_earlier_posts_are_a_page_further(site: Site) -> None:
    for number in range(53):
        await site.platform.post(
            site.spot("triage"), Text(text=f"line {number}."), delivery=uuid4()
        )
    sam = await site.browser("sam")
    page = (await sam.get("/chat/triage")).text
    assert "line 52." in page
    assert "line 2." not in page
    link = page.split("?before=")[1].split('"')[0]
    earlier = (await sam.get(f"/chat/triage?before={link}")).text
    assert "line 2." in earlier
    assert "line 3." not in earlier
    assert "Back to the latest" in earlier


async def test_writing_in_the_channel_leaves_the_open_thread_open(site: Site) -> None:
    root = await site.platform.post(site.spot("triage"), Card(title="Printer"), delivery=uuid4())
    sam = await site.browser("sam")
    view = f"/chat/triage/{root}"
    assert (await sam.say("hello all", "triage", back=view)).headers["location"] == view
    assert (await sam.say("/ticket list", "triage", back=view)).headers["location"] == view

    site.desk.trouble = RuntimeError("boom")
    refused = (await sam.say("kept in its own box", "triage", back=view)).text
    stream, thread = refused.split('class="pane thread"')
    assert ">kept in its own box</textarea>" in stream
    assert "kept in its own box" not in thread


async def test_private_answers_in_support_say_so_and_have_no_thread(site: Site) -> None:
    to = PrivateAnswer(viewer=str(site.people["ana"]))
    card = Card(title="What you can say", ref="TIK-1")
    ref = await site.platform.answer(site.spot("support"), to, card, delivery=uuid4())
    ana = await site.browser("ana")
    page = (await ana.get("/chat/support")).text
    assert "Only you can see this" in page
    assert f"/chat/posts/{ref}/dismiss" in page
    assert "thread-link" not in page
