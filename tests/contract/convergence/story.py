"""One customer's tickets, and random things that people do to them from random places."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx

from tests.contract.drivers.base import Driver, Room, card
from tests.contract.drivers.sharing import can_share, share
from tests.contract.journeys import Opened, open_ticket
from tests.contract.world import World

AGENTS = ("sam", "mia")
LOG = b"12:00 it failed\n"
MOST_TRIES = 5
STATES = ("claim", "release", "resolve", "reopen", "priority high", "priority low")


@dataclass(frozen=True)
class Spot:
    """A thread on a platform in which words stand."""

    door: Driver
    room: Room
    thread: str


@dataclass
class Words:
    """Something that was said; ``token`` names it, whatever becomes of its text.

    ``native``: the thread in which its author typed it, and the platform's id of it there;
    ``asked``: the path of the ticket to which it was said by a command.
    """

    token: str
    author: str
    native: tuple[Spot, str] | None = None
    opens: bool = False
    has_file: bool = False
    version: int = 0
    gone: bool = False
    asked: str = ""

    @property
    def text(self) -> str:
        """What it says by now."""
        return f"{self.token} v{self.version}"

    @property
    def file(self) -> str:
        """The name of the file that comes with it, if one does."""
        return f"{self.token}.log"


@dataclass
class Told:
    """A ticket as its people know it: the customer's thread, and the staff's on each door."""

    opened: Opened
    hers: Spot
    staff: dict[str, Spot]


class Rest:
    """REST with each person's key."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._client = world.client()
        self._keys: dict[str, dict[str, str]] = {}

    async def ask(self, who: str, method: str, path: str, **body: object) -> httpx.Response:
        """What is answered."""
        if who not in self._keys:
            self._keys[who] = await self._world.key(who)
        return await self._client.request(
            method, f"/api/v1/{path}", headers=self._keys[who], json=body or None
        )


@dataclass
class Story:
    """Acts and remembers what was said; what must be seen then is asked of the core."""

    world: World
    rest: Rest
    doors: dict[str, Driver]
    dice: random.Random
    name: str
    customer: str = "ana"
    tickets: list[Told] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    liked: set[tuple[str, str, str, str]] = field(default_factory=set)

    async def begin(self, tickets: int) -> None:
        """The customer opens tickets, each on a platform of its own choice."""
        for number in range(tickets):
            home = self.doors[self.dice.choice(sorted(self.doors))]
            said = self._new(self.customer)
            opened = await open_ticket(home, said.text, self.customer)
            hers = Spot(home, "support", opened.thread)
            said.native, said.opens = (hers, opened.thread), True
            staff = {}
            for slug, door in self.doors.items():
                root = opened.card if door is home else await card(door, "sam", opened.ref)
                staff[slug] = Spot(door, "triage", root.id)
            self.tickets.append(Told(opened, hers, staff))
            self.told.append(f"{number}: {opened.ref} opened on {home.slug}")

    async def act(self) -> None:
        """One thing, by chance."""
        acts: tuple[tuple[int, Callable[[], Awaitable[str]]], ...] = (
            (4, self._post),
            (3, self._reply),
            (3, self._note),
            (4, self._edit),
            (2, self._delete),
            (2, self._change),
            (1, self._merge),
            (1, self._react),
        )
        [(_, chosen)] = self.dice.choices(acts, [weight for weight, _ in acts])
        self.told.append(await chosen())

    async def _post(self) -> str:
        ticket, said = self.dice.choice(self.tickets), self._new(self.customer)
        return f"{self.customer} says {await self._say(said, ticket.hers)}"

    async def _note(self) -> str:
        ticket, said = self.dice.choice(self.tickets), self._new(self.dice.choice(AGENTS))
        spot = ticket.staff[self.dice.choice(sorted(self.doors))]
        return f"{said.author} notes {await self._say(said, spot)}"

    async def _say(self, said: Words, spot: Spot) -> str:
        """It is typed there, now and then with a file."""
        words = (said.author, said.text)
        said.has_file = can_share(spot.door) and self.dice.random() < 0.3
        if said.has_file:
            post = await share(spot.door, *words, said.file, LOG, spot.room, spot.thread)
        else:
            post = await spot.door.say(*words, spot.room, spot.thread)
        said.native = (spot, post)
        return f"{said.text} on {spot.door.slug}{' with a file' if said.has_file else ''}"

    async def _reply(self) -> str:
        ticket, said = self.dice.choice(self.tickets), self._new(self.dice.choice(AGENTS))
        by = self.dice.choice([*sorted(self.doors), "rest"])
        if by == "rest":
            await self._rest(said.author, "POST", f"{self._path(ticket)}/reply", text=said.text)
        else:
            said.asked = self._path(ticket)
            await self.doors[by].slash(said.author, f"reply {ticket.opened.ref} {said.text}")
        return f"{said.author} replies {said.text} by {by} to {ticket.opened.ref}"

    async def insist(self) -> None:
        """Replies that were held, because their customer had said more, are said all the same:
        their words were kept for their author."""
        held = (
            "SELECT 1 FROM drafts WHERE values->>'text' LIKE :like AND NOT EXISTS"
            " (SELECT 1 FROM messages WHERE body LIKE :body)"
        )
        for said in self.words:
            like = {"like": f"%{said.token} v%", "body": f"{said.token} v%"}
            if said.asked and not said.gone and await self.world.office.sql(held, **like):
                await self._rest(said.author, "POST", f"{said.asked}/reply", text=said.text)

    async def _edit(self) -> str:
        said = self._some(lambda one: not one.gone)
        if said is None:
            return "nothing to edit"
        said.version += 1
        if said.native is not None and self.dice.random() < 0.7:
            spot, post = said.native
            await spot.door.edit(said.author, post, said.text, spot.room)
            return f"{said.author} edits {said.text} on {spot.door.slug}"
        if not await self._by_rest(said, "PATCH", text=said.text):
            said.version -= 1
        return f"{said.author} edits {said.text} by rest"

    async def _delete(self) -> str:
        said = self._some(lambda one: not one.gone and not one.opens)
        if said is None:
            return "nothing to take back"
        if said.native is not None and self.dice.random() < 0.7:
            spot, post = said.native
            await spot.door.delete(said.author, post, spot.room)
            said.gone = True
            return f"{said.author} takes {said.token} back on {spot.door.slug}"
        said.gone = await self._by_rest(said, "DELETE")
        return f"{said.author} takes {said.token} back by rest"

    async def _change(self) -> str:
        ticket = self.dice.choice(self.tickets)
        verb, _, value = self.dice.choice(STATES).partition(" ")
        door, who = self.doors[self.dice.choice(sorted(self.doors))], self.dice.choice(AGENTS)
        await door.slash(who, f"{verb} {ticket.opened.ref} {value}".strip())
        return f"{who}: {verb} {ticket.opened.ref} {value} on {door.slug}"

    async def _merge(self) -> str:
        if len(self.tickets) < 2:
            return await self._change()
        one, other = self.dice.sample(self.tickets, 2)
        verb = self.dice.choice(("merge", "unmerge"))
        body = {"into": other.opened.number} if verb == "merge" else {}
        answer = await self._rest("sam", "POST", f"{self._path(one)}/{verb}", **body)
        return f"{verb} {one.opened.ref}: {answer}"

    async def _react(self) -> str:
        ticket = self.dice.choice(self.tickets)
        able = [door for door in self.doors.values() if hasattr(door, "react")]
        if not able:
            return "nobody can react"
        door = self.dice.choice(able)
        spot = ticket.staff[door.slug]
        await door.react("mia", spot.thread, "eyes", spot.room)
        return f"mia reacts with eyes on {ticket.opened.ref} on {door.slug}"

    def _new(self, author: str) -> Words:
        said = Words(f"{self.name}w{len(self.words)}", author)
        self.words.append(said)
        return said

    def _some(self, fits: Callable[[Words], bool]) -> Words | None:
        found = [one for one in self.words if fits(one)]
        return self.dice.choice(found) if found else None

    def _path(self, ticket: Told) -> str:
        return f"tickets/{ticket.opened.number}"

    async def _by_rest(self, said: Words, method: str, **body: str) -> bool:
        """Change one's message by REST, if it has arrived by now; whether that was done."""
        rows = await self.world.office.sql(
            "SELECT id::text FROM messages WHERE body LIKE :like", like=f"{said.token} v%"
        )
        if not rows:
            return False
        return await self._rest(said.author, method, f"messages/{rows[0][0]}", **body) < 300

    async def _rest(self, who: str, method: str, path: str, **body: object) -> int:
        for _ in range(MOST_TRIES):
            answer = await self.rest.ask(who, method, path, **body)
            if answer.status_code != 503:  # "try again in a moment"
                break
        assert answer.status_code < 500, answer.text
        return answer.status_code
