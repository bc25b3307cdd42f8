"""INT-01, OPS-13: a second workspace is installed, removed and installed again, with its places."""

from urllib.parse import parse_qs, urlsplit

import httpx

from api.pages.session import SESSION_COOKIE
from core.access.sessions import sign_in_as
from core.conversation.places import serve_channel
from tests.contract.world import World
from tests.fakes.slack.state import SlackState

NORTH, CHANNEL = "T0NORTH", "C0NORTH"


async def _administrator(world: World) -> httpx.AsyncClient:
    """Alex's browser."""
    alex = await world.person("alex")
    assert alex.person_id is not None
    signed_in = await world.office.do(sign_in_as, alex.person_id)
    client = world.client()
    client.cookies.set(SESSION_COOKIE, signed_in.token)
    return client


async def _install(world: World, state: SlackState) -> None:
    browser = await _administrator(world)
    begun = await browser.get("/slack/install")
    address = begun.headers["location"]
    (sealed,) = parse_qs(urlsplit(address).query)["state"]
    query = {"code": world.slack.apps.consent(address, state), "state": sealed}
    ended = await browser.get("/slack/oauth_redirect", params=query)
    assert ended.status_code == 200, ended.text


def _cards(state: SlackState) -> list[str]:
    said = state.channels[CHANNEL].messages.values()
    return [str(one) for one in said if not one.get("thread_ts")]


async def test_a_removed_app_keeps_what_it_owes_until_it_is_back(world: World) -> None:
    north = world.slack.apps.add_workspace(NORTH, "North")
    north.add_user("U0NORA", "Nora")
    north.add_channel(CHANNEL, "U0NORA", kind="group")
    stranger = await world.client().get("/slack/install")
    assert stranger.headers["location"].startswith("/sign-in")
    await _install(world, north)
    await world.office.do(serve_channel, "slack", NORTH, CHANNEL, "triage")
    ana = await world.person("ana")
    await world.office.given_ticket(ana, subject="The first")

    async def shown() -> bool:
        return any("The first" in one for one in _cards(north))

    await world.until(shown, "the card in the second workspace")
    world.slack.apps.remove(north)
    gone = {"type": "app_uninstalled"}
    answer = await world.slack.send.event(gone, team_id=NORTH, authorizations=[])
    assert answer.status_code == 200
    await world.office.given_ticket(ana, subject="The second")

    async def waits() -> list[tuple[str, str]]:
        rows = await world.office.sql(
            "SELECT state, error FROM deliveries WHERE workspace = :w AND state <> 'sent'", w=NORTH
        )
        return [tuple(row) for row in rows if row[1]]

    waiting = await world.until(waits, "the delivery that waits")
    assert [(state, "install it again" in why) for state, why in waiting] == [("queued", True)]

    async def goes_on_elsewhere() -> bool:
        return any("The second" in str(one) for one in world.slack.messages("C0TRIAGE"))

    await world.until(goes_on_elsewhere, "the card in the first workspace", step=0.0)
    assert not any("The second" in one for one in _cards(north))
    await _install(world, north)
    await world.until(lambda: _has(north, "The second"), "the card that had waited", step=0.0)
    await world.settled()
    lost = "SELECT 1 FROM deliveries WHERE state IN ('dead', 'unknown')"
    assert await world.office.sql(lost) == []
    assert len(_cards(north)) == 2


async def _has(state: SlackState, words: str) -> bool:
    return any(words in one for one in _cards(state))
