"""How soon Discord and Teams are answered while the assistant thinks."""

import contextlib
import itertools
import time
from uuid import uuid4

from tests.bench.chat import PER_SECOND, SECONDS, THOUGHT, steadily
from tests.bench.desks import a_desk_with
from tests.bench.figures import Figure, Goal
from tests.bench.processes import Server
from tests.contract.chats.discord import DiscordChat
from tests.contract.chats.teams import TRIAGE, TeamsChat, account

QUESTION = "ask how do I reset a password"
PEOPLE = ("sam", "mia", "kim", "alex")
GIVES_UP = 10.0
DISCORD_GOAL, TEAMS_GOAL = Goal(p99_ms=500), Goal(p99_ms=1000)


async def measure_discord(server: Server) -> list[Figure]:
    """From an interaction until it is answered or deferred; half of them ask the assistant."""
    async with a_desk_with(server, "discord", options=("--slow-ask", THOUGHT)) as desk:
        chat = desk.chats["discord"]
        assert isinstance(chat, DiscordChat)
        walls: list[float] = []
        numbers = itertools.count()

        async def act() -> None:
            number = next(numbers)
            user = chat.users[PEOPLE[number % len(PEOPLE)]]
            verb = {"text": f"how do I reset a password {number}"} if number % 2 else {}
            said = "ticket ask" if number % 2 else "ticket list"
            began = time.perf_counter()
            asked = await chat.fake.ask.slash(user, chat.triage, said, wait=False, **verb)
            with contextlib.suppress(TimeoutError):  # Discord takes nothing after 3 seconds
                await chat.fake.wait_for(lambda: asked.response is not None, GIVES_UP)
            walls.append(time.perf_counter() - began)

        await act()
        walls.clear()
        await steadily(act, PER_SECOND * SECONDS, 1 / PER_SECOND)
    name = f"Discord answered or deferred, {PER_SECOND}/s, slow assistant"
    return [Figure(name, walls, DISCORD_GOAL)]


async def measure_teams(server: Server) -> list[Figure]:
    """From an invoke until its answer, while as many questions wait for the assistant."""
    async with a_desk_with(server, "teams", options=("--slow-ask", THOUGHT)) as desk:
        chat = desk.chats["teams"]
        assert isinstance(chat, TeamsChat)
        walls: list[float] = []
        numbers = itertools.count()

        async def act() -> None:
            number = next(numbers)
            user = account(PEOPLE[number % len(PEOPLE)])
            if number % 2:
                said = await chat.fake.send.say(
                    user, TRIAGE, f"@Ticket {QUESTION} {number} {uuid4().hex[:6]}"
                )
                [answer] = said.answers
                if answer.status_code != 200:
                    raise RuntimeError(f"Teams was answered {answer.status_code}")
                return
            began = time.perf_counter()
            found = await chat.fake.ask.search(user, TRIAGE, "printer", "tickets")
            walls.append(time.perf_counter() - began)
            if found.error is not None:
                raise RuntimeError(f"Teams shows {found.error}")

        await act()
        walls.clear()
        await steadily(act, PER_SECOND * SECONDS, 1 / PER_SECOND)
    name = f"Teams invoke answered, {PER_SECOND}/s in all, slow assistant"
    return [Figure(name, walls, TEAMS_GOAL)]
