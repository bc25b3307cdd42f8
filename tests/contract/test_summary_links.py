"""The links of a summary open for the agent who reads it, wherever the customer wrote."""

import re

import pytest

from tests.contract.drivers.base import Driver, heard, told
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.journeys import Opened, open_ticket
from tests.contract.wiring import TRIAGE
from tests.contract.world import World


async def summed_up(web: WebDriver, opened: Opened) -> list[str]:
    """The addresses in the web chat's summary for Sam."""
    await web.slash("sam", f"summary {opened.ref}")
    await told(web, "sam", "Summary", "Open question", "The blue printer hums")
    page = (await (await web.browser("sam")).get("/chat/triage")).text
    summary = page[page.rindex("Open question") - 2000 :]
    return re.findall(r'href="([^"]*/chat/(?:triage|support|tickets)/[^"]+)"', summary)


@pytest.mark.parametrize("customers", [WebDriver, SlackDriver])
async def test_in_the_web_chat_they_lead_into_staffs_own_thread(
    world: World, customers: type[WebDriver] | type[SlackDriver]
) -> None:
    web, door = WebDriver(world), customers(world)
    opened = await open_ticket(door, agents=web)
    await web.say("sam", "I tried another cable", "triage", opened.card.id)
    await heard(web, "mia", "triage", opened.card.id, "I tried another cable")
    links = {link.partition("#")[0] for link in await summed_up(web, opened)}
    assert f"/chat/triage/{opened.card.id}" in links
    assert not [link for link in links if "/chat/support/" in link]
    for link in links:
        answer = await (await web.browser("sam")).get(link)
        assert answer.status_code == 200, link
        assert "The blue printer hums" in answer.text


@pytest.mark.parametrize("customers", [WebDriver, SlackDriver])
async def test_in_slack_they_lead_to_the_card_under_which_staff_talk(
    world: World, customers: type[Driver]
) -> None:
    slack, door = SlackDriver(world), customers(world)  # type: ignore[call-arg]
    opened = await open_ticket(door, agents=slack)
    await slack.slash("sam", f"summary {opened.ref}")
    post = await told(slack, "sam", "Summary", "The blue printer hums")
    card = f"https://acme.slack.test/archives/{TRIAGE}/p{opened.card.id.replace('.', '')}"
    links = re.findall(r"https://acme\.slack\.test/archives/[^|?>\s\"\\]+", str(post.raw))
    assert set(links) == {card}
