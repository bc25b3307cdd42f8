"""What takes long is acknowledged at once, holds up nobody, and is answered when it is done."""

import asyncio
from typing import Any

from bot.cards import Card
from core.access.actor import Actor
from core.assistant.extracting import Extractive
from core.assistant.ports import Found
from core.database.unit_of_work import UnitOfWork
from tests.bot.talking import Talking
from tests.builders import Office

AT_ONCE = 1.0  # a platform waits three times as long


class Thoughtful(Extractive):
    """An assistant that answers when it is let go."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()

    async def find(self, uow: UnitOfWork, actor: Actor, question: str, **more: Any) -> Found:
        """The usual answer, late."""
        await self.go_on.wait()
        return await super().find(uow, actor, question, **more)


async def test_a_slow_answer_comes_later_to_the_asker_and_holds_up_nobody(
    office: Office, talking: Talking
) -> None:
    ana, sam = await office.given_customer(), await office.given_person()
    slow = Thoughtful()
    talking.router._handler._assistant = slow
    async with asyncio.timeout(AT_ONCE):
        asked = talking.incoming(ana, "ask how do I reopen my ticket?")
        assert await talking.router.ask(asked) is None
        await talking.router.tell(asked)
    assert await talking.router.handle_waiting()
    assert await talking.answers(ana) == []

    await talking.router.tell(talking.incoming(sam, "help"))
    async with asyncio.timeout(10):
        while not await talking.answers(sam):
            await talking.router.handle_waiting()
    assert await talking.answers(ana) == []

    slow.go_on.set()
    while await talking.router.handle_waiting():
        pass
    [answer] = await talking.answers(ana)
    assert isinstance(answer, Card)
    assert "reopen" in answer.quote
