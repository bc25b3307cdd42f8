"""The fake acts as the Bot Connector towards us: signed activities of what people do."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx

from tests.fakes.teams.records import Json, Message
from tests.fakes.teams.rules import RULES

if TYPE_CHECKING:
    from tests.fakes.teams.server import FakeTeams

PATH = "/teams/messages"
_GLANCE = 0.02


@dataclass
class Said:
    """A message that was said, what was sent about it (None: the bot may not hear it), and
    our answers: more than one where Teams sent it again."""

    id: str
    message: Message
    activity: Json | None = None
    answers: list[httpx.Response] = field(default_factory=list)


@dataclass
class Asked:
    """An invoke: what was sent each time, our answers (None: not in time) and what the person
    is told instead of one that is no good."""

    activities: list[Json] = field(default_factory=list)
    answers: list[httpx.Response | None] = field(default_factory=list)
    error: str | None = None

    @property
    def body(self) -> Json:
        """What we answered in time; an empty object for nothing, and for nonsense."""
        first = self.answers[0]
        if first is None or self.error or not first.content.strip():
            return {}
        told = first.json()
        return told if isinstance(told, dict) else {}

    def judge(self, teams: "FakeTeams", broken: Callable[[Json], str | None]) -> Json:
        """What we answered, if it keeps the rules; else an empty object, and the error."""
        rule = None if self.error else broken(self.body)
        if rule is not None:
            teams.broken.append(rule)
            self.error = RULES[rule].error
        return {} if self.error else self.body


class Sender:
    """Sends what people do to us. Give it a client whose base URL is ours."""

    def __init__(self, teams: "FakeTeams") -> None:
        self._teams = teams
        self.client: httpx.AsyncClient | None = None
        self.path = PATH
        self.resends = 1
        self._untaken: set[str] = set()
        self._late: set[asyncio.Task[httpx.Response]] = set()

    async def raw(self, activity: Json, headers: dict[str, str] | None = None) -> httpx.Response:
        """Post an activity with these headers; without any, well signed."""
        if self.client is None:
            raise RuntimeError("give `send.client` an httpx.AsyncClient first")
        if headers is None:
            headers = self._teams.signer.header(str(activity.get("serviceUrl")))
        answer = await self.client.post(self.path, json=activity, headers=headers)
        if not answer.is_success:
            self._untaken.add(str(activity.get("id")))
        return answer

    async def forged(self, activity: Json, how: str) -> httpx.Response:
        """Post an activity as somebody who is not Teams; ``how`` is one of ``FORGERIES``."""
        headers = self._teams.signer.forged(how, str(activity.get("serviceUrl")))
        return await self.raw(activity, headers)

    async def again(self, activity: Json) -> httpx.Response:
        """Deliver it once more, as Teams does: with another id and another time, and only what
        was not answered in time, or badly."""
        if activity["id"] not in self._untaken:
            raise LookupError("that was taken: Teams does not send it again")
        return await self.raw(self._teams.activities.repeated(activity))

    async def say(
        self, user: str, conversation: str, text: str, thread: str | None = None, **more: Any
    ) -> Said:
        """A person says something. Without consent to hear all, channels tell mentions only."""
        made = self._teams.activities.message(user, conversation, text, thread, **more)
        said = Said(made["id"], self._teams.conversations[conversation].messages[made["id"]])
        if not self.is_heard(made):
            return said
        said.activity, said.answers = made, await self.deliver(made)
        return said

    def is_heard(self, activity: Json) -> bool:
        """Whether the bot is told: in channels and group chats only what calls it, unless
        somebody consented to more."""
        place, _ = self._teams.place_of(activity["conversation"]["id"])
        if not self._teams.bot_is_in(place):
            return False
        called = any(
            (one.get("mentioned") or {}).get("id") == self._teams.bot
            for one in activity.get("entities") or ()
        )
        return place.kind == "personal" or called or self._teams.hears_all

    async def deliver(self, activity: Json) -> list[httpx.Response]:
        """Send an activity, and once more if that is not taken in time; our answers."""
        for _ in range(1 + self.resends):
            answer = await self.in_time(activity, RULES["invoke.late"].limit or 0)
            if answer is not None:
                return [answer]
            activity = self._teams.activities.repeated(activity)
        return []

    async def invoke(
        self,
        user: str,
        conversation: str,
        name: str,
        value: Json,
        thread: str | None = None,
        **more: Any,
    ) -> Asked:
        """Ask us something. Unanswered in time it is sent again, but the person sees an error."""
        sent = self._teams.activities.of(
            "invoke", user, conversation, thread, name=name, value=value, **more
        )
        rule = "extension.late" if name.startswith("composeExtension/") else "invoke.late"
        asked = Asked()
        for _ in range(1 + self.resends):
            asked.activities.append(sent)
            asked.answers.append(await self.in_time(sent, RULES[rule].limit or 0))
            if asked.answers[-1] is not None:
                break
            self._teams.broken.append(rule)
            sent = self._teams.activities.repeated(sent)
        first = asked.answers[0]
        wrong = rule if first is None else _wrong(first)
        if wrong is not None:
            asked.error = RULES[wrong].error
            self._teams.broken += [wrong] if first is not None else []
        return asked

    async def in_time(self, activity: Json, seconds: float) -> httpx.Response | None:
        """Our answer; None once the fake's clock has gone on too far without one."""
        ends = self._teams.clock.now() + timedelta(seconds=seconds)
        task = asyncio.ensure_future(self.raw(activity))
        while not task.done() and self._teams.clock.now() <= ends:
            await asyncio.wait({task}, timeout=_GLANCE)
        if task.done() and self._teams.clock.now() <= ends:
            return task.result()
        self._untaken.add(str(activity["id"]))
        self._late.add(task)
        task.add_done_callback(self._late.discard)
        return None


def _wrong(answer: httpx.Response) -> str | None:
    """The rule that any answer to an invoke may break."""
    if answer.status_code != 200:
        return "invoke.status"
    try:
        told = answer.json() if answer.content.strip() else None
    except ValueError:
        return "invoke.json"
    return None if told is None or isinstance(told, dict) else "invoke.json"
