"""The web chat over HTTP: a browser without scripts for each person."""

import asyncio
import itertools
from dataclasses import dataclass, field
from uuid import UUID

import httpx

from tests.contract.drivers.base import OpenForm, Post, Room, to_sign
from tests.contract.drivers.pages import PageReader, ReadForm, ReadPost
from tests.contract.wiring import PEOPLE, STAFF
from tests.contract.world import World

MARKS = {
    "send": "📨",
    "wait": "⏳",
    "failed": "❌",
    "unknown": "❔",
    "dead": "🪦",
    "lock": "🔒",
}
BEFORE_ALL = UUID(int=0)


@dataclass
class WebDriver:
    """Drives and sees the web chat."""

    world: World
    slug: str = "web"
    _browsers: dict[str, httpx.AsyncClient] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _signing_in: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def browser(self, who: str) -> httpx.AsyncClient:
        """The person's browser, signed in: one, however many ask for it at once, as its forms
        are good in its own session alone."""
        async with self._signing_in:
            if who not in self._browsers:
                self._browsers[who] = await self._sign_in(who)
        return self._browsers[who]

    async def _sign_in(self, who: str) -> httpx.AsyncClient:
        client = self.world.client()
        page = PageReader((await client.get("/sign-in")).text)
        person = await self.world.person(who)
        data = {"csrf": page.csrf, "person": str(person.person_id)}
        answer = await client.post("/persona", data=data)
        assert answer.headers["location"] == "/chat", PEOPLE[who]
        return client

    async def page(self, who: str, path: str) -> PageReader:
        """A page as that person sees it."""
        answer = await (await self.browser(who)).get(path, follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return PageReader(answer.text)

    async def post(self, who: str, path: str, **fields: str) -> httpx.Response:
        """Submit a form of the chat's pages."""
        browser = await self.browser(who)
        if who not in self._tokens:
            self._tokens[who] = (await self.page(who, "/chat/direct")).csrf
        data = {"nonce": f"nonce-{who}-{next(self._numbers)}", **fields}
        answer = await browser.post(path, data={**data, "csrf": self._tokens[who]})
        assert answer.status_code < 500, answer.text[:300]
        return answer

    async def slash(
        self, who: str, text: str, room: Room = "triage", words: str = ""
    ) -> OpenForm | None:
        """Type a slash command into the channel."""
        words = words or ("ticket" if who in STAFF else "support")
        fields = {"text": f"/{words} {text}", "channel": room, "thread": ""}
        return to_form(await self.post(who, "/chat/send", **fields))

    async def mention(
        self, who: str, text: str, room: Room = "triage", thread: str | None = None
    ) -> None:
        """Address the desk in a post."""
        fields = {"text": f"@Ticket {text}", "channel": room, "thread": thread or ""}
        await self.post(who, "/chat/send", **fields)

    async def say(
        self, who: str, text: str, room: Room, thread: str | None = None, **more: str
    ) -> str:
        """Write a message; it is the latest own one with these words that stands there then."""
        await self.post(who, "/chat/send", text=text, channel=room, thread=thread or "", **more)
        words = " ".join(text.split())
        own = [p for p in await self._stream(who, room, thread) if "(you)" in p.text]
        return next((p.id for p in reversed(own) if words in p.text), own[-1].id if own else "")

    async def _stream(self, who: str, room: Room, thread: str | None) -> list[Post]:
        return await (self.thread(who, room, thread) if thread else self.room(who, room))

    async def edit(self, who: str, id: str, text: str, room: Room) -> None:
        """Change the post."""
        await self.post(who, f"/chat/posts/{id}/edit", text=text, back=room)

    async def delete(self, who: str, id: str, room: Room) -> None:
        """Delete the post."""
        await self.post(who, f"/chat/posts/{id}/delete", back=room)

    async def react(self, who: str, id: str, emoji: str, room: Room, *, off: bool = False) -> None:
        """Press an emoji on the post, to put it there or to take it away."""
        said = {"off" if off else "on": to_sign(emoji)}
        await self.post(who, f"/chat/posts/{id}/react", back=room, **said)

    async def press(self, who: str, post: Post, label: str) -> OpenForm | None:
        """Submit the button."""
        said = next((said for name, said in post.raw.acts if name == label), None)
        assert said is not None, f"nothing says {label!r} in {post.acts}"
        return to_form(await self.post(who, "/chat/press", **said))

    async def fill(self, who: str, form: OpenForm, **values: str) -> OpenForm | None:
        """Submit the dialog with what it holds and what is given."""
        raw: ReadForm = form.raw
        fields = {f"f.{name}": value for name, value in {**form.values, **values}.items()}
        return to_form(await self.post(who, "/chat/form", **raw.hidden, **fields))

    async def room(self, who: str, room: Room) -> list[Post]:
        """The channel's stream."""
        page = await self.page(who, f"/chat/{room}")
        return [_to_post(read, room, None) for read in page.posts if read.place == "stream"]

    async def thread(self, who: str, room: Room, thread: str) -> list[Post]:
        """The thread's panel, beside a channel that is read from before its first post on: to
        show and to read all of it again costs more than the thread."""
        page = await self.page(who, f"/chat/{room}/{thread}?before={BEFORE_ALL}")
        found = [read for read in page.posts if read.place == "thread" and read.id != thread]
        return [_to_post(read, room, thread) for read in found]

    async def private(self, who: str) -> list[Post]:
        """Private posts in the person's channels and in the threads under them."""
        rooms: tuple[Room, ...] = ("triage" if who in STAFF else "support", "direct")
        found: list[Post] = []
        for room in rooms:
            stream = await self.room(who, room)
            # What the desk begins in a customer's channel is for that customer alone.
            ours = [post for post in stream if room != "triage" and "(you)" not in post.text]
            found += ours + [post for post in stream if post.private]
            for post in stream:
                if not post.private and "Thread ·" in post.text:
                    found += [p for p in await self.thread(who, room, post.id) if p.private]
        return sorted(found, key=lambda post: post.id)

    async def goes_down(self) -> None:
        """The table of posts can be read but not written to."""
        await self._sql("REVOKE INSERT, UPDATE ON chat_posts FROM deskhand_app")

    async def comes_back(self) -> None:
        """The table can be written to again."""
        await self._sql("GRANT INSERT, UPDATE ON chat_posts TO deskhand_app")

    async def _sql(self, statement: str) -> None:
        async with self.world.database.owner() as session:
            await (await session.connection()).exec_driver_sql(statement)


def _to_post(read: ReadPost, room: Room, thread: str | None) -> Post:
    text = read.text
    for word, sign in MARKS.items():
        text = text.replace(f"mark:{word}", sign)
    labels = tuple(label for label, _ in read.acts)
    if "post-note" in read.classes:
        text = f"🔒 {text}"
    return Post(read.id, room, thread, text, labels, "post-private" in read.classes, read)


def to_form(answer: httpx.Response) -> OpenForm | None:
    """The dialog that a page opens with, if it does."""
    if answer.status_code in {302, 303}:
        return None
    form = PageReader(answer.text).form
    if form is None:
        return None
    errors = {name: text.strip() for name, text in form.errors.items()}
    return OpenForm(form.title.strip(), form.values, errors, form)
