"""Chat: how soon Slack is answered while the assistant thinks, and how soon words arrive."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx

from core.clock import SystemClock
from tests.bench.figures import Figure, Goal
from tests.bench.processes import App, Server, an_app
from tests.contract.wiring import SUPPORT, TRIAGE, build_slack_workspace
from tests.fakes.slack import FakeSlack

PER_SECOND, SECONDS = 50, 20
THOUGHT = "2"
EXTRA_STAFF = 40
ACKNOWLEDGING = Goal(p99_ms=200)


@asynccontextmanager
async def a_desk_with_slack(server: Server, *options: str) -> AsyncIterator[tuple[App, FakeSlack]]:
    """A whole desk at work, and the Slack workspace that it is connected to."""
    slack = build_slack_workspace(SystemClock())
    names = [f"U1S{number}" for number in range(EXTRA_STAFF)]
    for name in names:
        slack.add_user(name, name)
    slack.channels[TRIAGE].members.update(names)
    slack.channels[SUPPORT].members.update(names)
    await slack.start()
    settings = {
        "slack__bot_token": slack.token,
        "slack__signing_secret": slack.signing_secret,
        "slack__triage_channel": TRIAGE,
        "slack__api_url": slack.api_url,
    }
    try:
        async with (
            an_app(server.url, "--loops", *options, **settings) as app,
            httpx.AsyncClient(base_url=app.origin, timeout=30) as client,
        ):
            slack.send.client = client
            await slack.wait_for(lambda: slack.calls("auth.test"), 30)
            yield app, slack
    finally:
        await slack.stop()


async def measure_acknowledging(server: Server) -> list[Figure]:
    """Requests by forty people at a steady pace; half of them ask the slow assistant."""
    async with a_desk_with_slack(server, "--slow-ask", THOUGHT) as (_, slack):
        walls: list[float] = []
        numbers = itertools.count()

        async def act() -> None:
            number = next(numbers)
            who = f"U1S{number % EXTRA_STAFF}"
            began = time.perf_counter()
            if number % 2:
                answer = await slack.send.slash(
                    who, TRIAGE, "/ticket", f"ask how do I reset a password {number}"
                )
            elif number % 4:
                answer = await slack.send.slash(who, TRIAGE, "/ticket", "list view:mine")
            else:
                said = await slack.send.say(who, TRIAGE, f"talk among colleagues {uuid4()}")
                [answer] = said.answers
            walls.append(time.perf_counter() - began)
            if answer.status_code != 200:
                raise RuntimeError(f"Slack was answered {answer.status_code}")

        await act()
        walls.clear()
        await steadily(act, PER_SECOND * SECONDS, 1 / PER_SECOND)
    name = f"Slack answered, {PER_SECOND}/s, slow assistant"
    return [Figure(name, walls, ACKNOWLEDGING)]


async def steadily(act: object, times: int, pause: float) -> None:
    """Begin one after another at a fixed pace, whether or not the ones before are done."""
    assert callable(act)
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(times):
            await asyncio.sleep(began + number * pause - time.perf_counter())
            group.create_task(act())
