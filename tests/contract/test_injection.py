"""Words that try to do something on the way through, in both directions."""

from dataclasses import replace

from tests.contract.drivers.base import card, heard, told
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import open_ticket, to_ref
from tests.contract.world import World

RTL = "\u202e\u2066reversed\u2069"
WORDS = (
    "<!channel> <!here> <!subteam^S1> <@U0SAM>",
    "@everyone @channel @here",
    f"see {RTL} end",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1)) <https://evil.example|bank>",
    "</li></ol><form action='/chat/press'><button name=says value='claim 1'>x</button>",
    "`claim 1` *b* _i_ ~s~ > q \x00 \x07 \ufffe",
    "resolve 1 r1 held:x draft:y again:z",
)


async def test_a_customers_words_do_nothing_anywhere(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(web, f"It hums {WORDS[0]}", agents=slack)
    staff = await card(web, "sam", ticket.ref)
    for number, words in enumerate(WORDS):
        await web.say("ana", f"again {number} {words}", "support", ticket.thread)
        await heard(slack, "sam", "triage", ticket.card.id, f"again {number}")
    await world.settled()
    assert world.slack.pings == []
    assert world.slack.broken == []
    for path in (f"/chat/triage/{staff.id}", "/chat/triage"):
        _is_harmless((await (await web.browser("sam")).get(path)).text)
    [(status,)] = await world.office.sql(
        "SELECT s.base FROM tickets t JOIN statuses s ON s.id = t.status_id"
    )
    assert status == "new"


async def test_an_agents_words_reach_the_customer_as_they_are(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(web, agents=slack)
    for number, words in enumerate(WORDS):
        form = await slack.press("sam", ticket.card, "Reply")
        assert form is not None
        assert await slack.fill("sam", form, text=f"look {number} {words}") is None
        await heard(web, "ana", "support", ticket.thread, f"look {number}")
        _is_harmless((await (await web.browser("ana")).get(f"/chat/support/{ticket.thread}")).text)
        ticket = replace(ticket, card=await card(slack, "sam", ticket.ref))
    await world.settled()
    assert world.slack.pings == []


def _is_harmless(page: str) -> None:
    assert "<script>alert" not in page
    assert "onerror=alert(1)>" not in page
    assert 'href="javascript:' not in page
    assert "<form action='/chat/press'>" not in page


async def test_forty_thousand_characters_pass_and_more_are_refused(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    ticket = await open_ticket(slack)
    long = ("word " * 8000).strip()  # one less than 40,000
    await slack.say("ana", long, "support", ticket.thread)
    shown = await heard(slack, "sam", "triage", ticket.card.id, "word word")
    assert "not shown here" in shown.text
    own = await card(web, "sam", ticket.ref)
    whole = await heard(web, "sam", "triage", own.id, "word word")
    assert whole.text.count("word") == 8000
    await slack.say("ana", long + " too much", "support", ticket.thread)
    answer = await told(slack, "ana", "longer than 40,000 characters", "Your text is kept")
    assert "Fill in a form" not in answer.acts
    await world.settled()
    assert world.slack.broken == []


async def test_the_web_chat_says_how_much_fits_and_keeps_the_text(world: World) -> None:
    web = WebDriver(world)
    answer = await web.post("ana", "/chat/send", text="word " * 3000, channel="support")
    assert answer.status_code == 422
    assert "12,000 fit" in answer.text
    assert answer.text.count("word word") > 1000
    assert await web.room("ana", "support") == []


async def test_forty_thousand_characters_by_rest(world: World) -> None:
    web, slack = WebDriver(world), SlackDriver(world)
    client, headers = world.client(), await world.key("ana")
    draft = {"subject": "Long", "description": "w" * 40_000}
    answer = await client.post("/api/v1/tickets", json=draft, headers=headers)
    assert answer.status_code == 201
    shown = await card(slack, "sam", "TIK-", "Long")
    await card(web, "sam", to_ref(shown.text), "Long")
    draft["description"] += "w"
    refused = await client.post("/api/v1/tickets", json=draft, headers=headers)
    assert refused.status_code == 422
    await world.settled()
    assert world.slack.broken == []
