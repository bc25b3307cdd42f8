"""A desk that serves a community: people post on the plaza, agents act by the core."""

import itertools
from typing import Any

from bot.cards import Card
from bot.grammar.registry import build_registry
from bot.incoming import Incoming, Kind, Spot
from bot.receiving.handling import Handler
from bot.receiving.router import Router
from bot.sending.answering import Answers
from bot.sending.outcomes import Outcomes
from bot.sending.outgoing import Sender
from bot.sending.rendering import Renderer
from core.access.vault import Vault
from core.assistant.extracting import Extractive
from core.conversation.places import serve_channel
from core.database.organisations import list_in_directory
from tests.bot.plaza import FORUM, Plaza, words
from tests.builders import Office

WORKSPACE = "P1"
_numbers = itertools.count(1)


class Community:
    """One organisation's desk on a plaza."""

    def __init__(self, office: Office) -> None:
        self.office, self.plaza = office, Plaza()
        platforms: dict[str, Any] = {"plaza": self.plaza}
        database, answers = office.database, Answers(Vault("k" * 40))
        handler = Handler(
            database, build_registry(), platforms, answers, Extractive(), "http://desk.test"
        )
        self.router = Router(database, build_registry(), handler, "http://desk.test")
        self.sender = Sender(database, platforms, Renderer(answers), Outcomes(database))

    async def serve(self, **how: str) -> None:
        """Serve the forum that way."""
        async with self.office.database.owner() as session:
            key = f"plaza:{WORKSPACE}"
            await list_in_directory(session, "workspace", key, self.office.organisation_id)
        await self.office.do(serve_channel, "plaza", WORKSPACE, FORUM, "support", **how)

    async def tell(self, who: str, text: str, kind: Kind, spot: Spot, **more: Any) -> None:
        """Somebody does something there; all that follows is done."""
        number = next(_numbers)
        incoming = Incoming(
            kind=kind,
            key=f"plaza:{number}",
            spot=spot,
            sender=who,
            at=self.office.clock.now(),
            text=text,
            words="support",
            **more,
        )
        await self.router.tell(incoming)
        await self.settle()

    async def settle(self) -> None:
        """Everything is handled and sent."""
        for _ in range(50):
            busy = await self.router.handle_waiting()
            await self.sender.send_waiting()
            await self.sender.stop()
            [(waiting,)] = await self.office.sql(
                "SELECT count(*) FROM deliveries WHERE state IN ('queued', 'sending', 'checking')"
                " AND platform = 'plaza'"
            )
            if not busy and waiting == 0:
                return
            self.office.clock.move(seconds=1)
        raise AssertionError("it does not come to rest")

    async def post(self, who: str, title: str, text: str = "") -> str:
        """A post of its own; its name, which is its thread's."""
        name = f"t{next(_numbers)}"
        spot = Spot(platform="plaza", workspace=WORKSPACE, channel=FORUM, thread=name)
        await self.tell(who, text, Kind.SAID, spot, stamp=name, title=title)
        return name

    async def say(self, who: str, thread: str, text: str, channel: str = FORUM) -> None:
        """Something said in a thread."""
        spot = Spot(platform="plaza", workspace=WORKSPACE, channel=channel, thread=thread)
        await self.tell(who, text, Kind.SAID, spot, stamp=f"s{next(_numbers)}")

    async def press(self, who: str, thread: str, label: str, channel: str = FORUM) -> None:
        """A button of the standing message."""
        spot = Spot(platform="plaza", workspace=WORKSPACE, channel=channel, thread=thread)
        says = next(b.says for b in self.standing(thread).buttons if b.label == label)
        await self.tell(who, says, Kind.PRESS, spot)

    def standing(self, thread: str) -> Card:
        """The ticket's card in a thread; there is one."""
        posts = self.plaza.threads[thread].posts.values()
        [card] = [post for post in posts if isinstance(post, Card) and post.ref]
        return card

    def read(self, thread: str) -> list[str]:
        """What we said in a thread."""
        return [words(post) for post in self.plaza.threads[thread].posts.values()]

    def whispers(self, who: str) -> list[str]:
        """What only they have read."""
        return [words(said) for to, said in self.plaza.whispers if to == who]
