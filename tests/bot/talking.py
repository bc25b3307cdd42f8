"""The bot without HTTP: what people say goes in, answers are read from what is owed."""

import asyncio
import itertools
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from adapters.web.platform import WebPlatform
from bot.cards import Card, Form, Text, content_json
from bot.grammar.registry import build_registry
from bot.grammar.verbs import Registry
from bot.incoming import Incoming, Kind, Spot
from bot.ports import Completion
from bot.receiving.handling import Handler
from bot.receiving.router import Router
from bot.sending.answering import Answers
from core.access.actor import Actor
from core.access.vault import Vault
from core.assistant.extracting import Extractive
from core.assistant.ports import Found
from core.database.unit_of_work import UnitOfWork
from tests.builders import Office

_numbers = itertools.count(1)


class Thoughtful(Extractive):
    """An assistant that answers when it is let go."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.go_on = asyncio.Event()

    async def find(self, uow: UnitOfWork, actor: Actor, question: str, **more: Any) -> Found:
        """The usual answer, late."""
        self.asked.set()
        await self.go_on.wait()
        return await super().find(uow, actor, question, **more)


@dataclass
class Talking:
    """One organisation's bot; people speak in the web chat."""

    office: Office
    registry: Registry = field(default_factory=build_registry)

    def __post_init__(self) -> None:
        database = self.office.database
        platforms = {"web": WebPlatform(database, self.office.clock)}
        handler = Handler(
            database,
            self.registry,
            platforms,  # type: ignore[arg-type]
            Answers(Vault("k" * 40)),
            Extractive(),
            "http://desk.test",
        )
        self.router = Router(database, self.registry, handler, "http://desk.test")

    def incoming(self, who: Actor, text: str, kind: Kind = Kind.COMMAND, **more: Any) -> Incoming:
        """Something that a person says or does, at a spot of its own."""
        number = next(_numbers)
        values: dict[str, Any] = {
            "key": f"test:{number}",
            "spot": Spot(
                platform="web", workspace=str(self.office.organisation_id), channel="triage"
            ),
            "sender": str(who.person_id),
            "at": self.office.clock.now(),
            "words": "ticket" if who.is_staff else "support",
        }
        return Incoming.model_validate({**values, **more, "kind": kind, "text": text})

    async def ask(
        self, who: Actor, text: str, kind: Kind = Kind.COMMAND, **more: Any
    ) -> Form | None:
        """The asked lane."""
        return await self.router.ask(self.incoming(who, text, kind, **more))

    async def complete(self, who: Actor, text: str, **more: Any) -> list[Completion]:
        """Suggestions."""
        return await self.router.complete(self.incoming(who, text, **more))

    async def tell(
        self, who: Actor, text: str, kind: Kind = Kind.COMMAND, **more: Any
    ) -> Text | Card | None:
        """The told lane, handled; the private answer to it, if there is one."""
        before = await self._answers(who)
        await self.router.tell(self.incoming(who, text, kind, **more))
        while await self.router.handle_waiting():
            pass
        fresh = {k: v for k, v in (await self._answers(who)).items() if k not in before}
        assert len(fresh) <= 1
        return next(iter(fresh.values()), None)

    async def answers(self, who: Actor) -> list[Text | Card]:
        """All private answers that somebody is owed or was given."""
        return list((await self._answers(who)).values())

    async def _answers(self, who: Actor) -> dict[UUID, Text | Card]:
        rows = await self.office.sql(
            "SELECT id, content FROM deliveries WHERE kind = 'answer' AND viewer = :who",
            who=str(who.person_id),
        )
        return {row_id: content_json.validate_python(content) for row_id, content in rows}

    async def receipts(self, query: str) -> list[tuple[object, ...]]:
        """What a query about receipts answers; they belong to no organisation."""
        async with self.office.database.owner() as session:
            connection = await session.connection()
            return [tuple(row) for row in await connection.exec_driver_sql(query)]
