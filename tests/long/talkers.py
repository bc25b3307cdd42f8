"""People who go on writing while processes die, and remember what was acknowledged."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.fleet import Fleet
from tests.contract.journeys import Opened

PATIENCE = 60.0


@dataclass
class Talkers:
    """Ana writes in Slack, Mia replies by REST, Sam notes in the web chat and in Slack.

    ``said`` holds what was acknowledged, by who said it, in order; ``unsure`` what was
    said once, through a door that repeats nothing, and not acknowledged.
    """

    fleet: Fleet
    slack: SlackDriver
    web: WebDriver
    ticket: Opened
    headers: dict[str, str]
    chance: random.Random
    said: dict[str, list[str]] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    _number: int = 0

    async def say_something(self) -> None:
        """One of them says something, until it is acknowledged."""
        who = self.chance.choice([self.ana, self.ana, self.mia, self.sam_in_web, self.sam_in_slack])
        self._number += 1
        await who(f"words {self._number:04}")

    async def ana(self, words: str) -> None:
        """Slack repeats an event until it is acknowledged."""
        event = self.fleet.slack.send.message(
            "U0ANA", "C0SUPPORT", words, thread_ts=self.ticket.thread
        )
        name = f"Ev{uuid4().hex}"
        await self._until(lambda: self.fleet.slack.send.event(event, event_id=name), 200)
        self._keep("ana", words)

    async def mia(self, words: str) -> None:
        """A program repeats a call under the same key."""
        headers = {**self.headers, "Idempotency-Key": uuid4().hex}
        client = self.web.world.clients[0]
        url = f"/api/v1/tickets/{self.ticket.number}/reply"
        await self._until(lambda: client.post(url, json={"text": words}, headers=headers), 201)
        self._keep("mia", words)

    async def sam_in_web(self, words: str) -> None:
        """A page sends a form again under the same nonce."""
        fields = {"text": f"/ticket note {self.ticket.ref} {words}", "channel": "triage"}
        nonce = uuid4().hex
        await self._until(
            lambda: self.web.post("sam", "/chat/send", nonce=nonce, thread="", **fields), 303
        )
        self._keep("sam_in_web", words)

    async def sam_in_slack(self, words: str) -> None:
        """Slack sends a slash command once."""
        text = f"note {self.ticket.ref} {words}"
        try:
            answer = await self.fleet.slack.send.slash("U0SAM", "C0TRIAGE", "/ticket", text)
        except httpx.TransportError:
            self.unsure.add(words)
            return
        if answer.status_code == 200:
            self._keep("sam_in_slack", words)
        else:
            self.unsure.add(words)

    def _keep(self, who: str, words: str) -> None:
        self.said.setdefault(who, []).append(words)

    async def _until(self, call: Callable[[], Awaitable[httpx.Response]], status: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    if (await call()).status_code == status:
                        return
                except (httpx.TransportError, AssertionError):
                    pass  # it died, or what is left of it cannot do it now
                await asyncio.sleep(0.05)
