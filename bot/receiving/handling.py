"""Handling receipts: one transaction each, and a private answer whatever happens."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.commands.which_ticket import ask_which_ticket
from bot.grammar.verbs import Registry
from bot.incoming import Incoming, Kind
from bot.ports import ChatPlatform
from bot.receiving.alerting import handle_alert
from bot.receiving.amending import handle_amendment
from bot.receiving.coming_back import handle_edit
from bot.receiving.identifying import UnknownWorkspace, organisation_of
from bot.receiving.left_files import told_of_left
from bot.receiving.picking import let_go
from bot.receiving.reacting import handle_reaction
from bot.receiving.refusing import Refusals, to_command, unpacked
from bot.receiving.saying import handle_said
from bot.receiving.sentences import speaks_directly, speaks_plainly
from bot.receiving.strangers import who_acts
from bot.sending.answering import Answers
from bot.sending.homes import handle_opening
from bot.sending.panels import renew_removed
from bot.showing.error_cards import is_final
from bot.talk import Answer, Talk
from core.access.actor import Actor
from core.access.permissions import require
from core.assistant.ports import Assistant
from core.conversation.beginning import refuse_beginning
from core.conversation.files import Files
from core.conversation.places import MIRROR, place_or_mirror_at, served_at
from core.database.failures import to_helpdesk_error
from core.database.outside import Results, with_work_outside
from core.database.unit_of_work import Database, UnitOfWork
from core.errors import HelpdeskError
from core.events.models import Receipt
from core.events.receipts import AT_ONCE, leave_to_others, mark_failed, mark_handled
from core.tickets.reading.queries import number_of

log = structlog.get_logger()
SECRET = "reply_token"
PATIENCE = 0.2
"""Seconds after which something slow goes on beside what comes next."""


class HandledElsewhere(Exception):
    """Another worker was faster: roll back."""


class Handler:
    """Carries out what receipts hold."""

    def __init__(
        self,
        database: Database,
        registry: Registry,
        platforms: dict[str, ChatPlatform],
        answers: Answers,
        assistant: Assistant,
        address: str,
        files: Files | None = None,
    ) -> None:
        self.platforms = platforms
        self._files = files
        self._database = database
        self._registry = registry
        self._answers = answers
        self._assistant = assistant
        self._address = address
        self._busy: dict[asyncio.Task[None], str] = {}
        self._refusals = Refusals(database, registry, platforms, answers)

    def sealed(self, incoming: Incoming) -> dict[str, Any]:
        """The payload of a receipt; the secret in it is encrypted."""
        payload = incoming.model_dump(mode="json")
        if incoming.reply_token:
            payload[SECRET] = self._answers.seal(incoming.reply_token).hex()
        return payload

    def _opened(self, receipt: Receipt) -> Incoming:
        payload = dict(receipt.payload or {})
        if payload.get(SECRET):
            payload[SECRET] = self._answers.open(bytes.fromhex(payload[SECRET]))
        return Incoming.model_validate(payload)

    @property
    def room(self) -> int:
        """How many more receipts may be handled now."""
        return AT_ONCE - len(self._busy)

    async def handle_all(self, receipts: list[Receipt]) -> bool:
        """Handle these at the same time; they are of different conversations.

        What takes long goes on by itself, so that it holds up nobody else.
        True while anything was under way: there may be more to handle.
        """
        for receipt in receipts:
            task = asyncio.create_task(self._handle_safely(receipt))
            self._busy[task] = receipt.key
            task.add_done_callback(self._busy.pop)
        if not self._busy:
            return False
        until = asyncio.ALL_COMPLETED if receipts else asyncio.FIRST_COMPLETED
        await asyncio.wait(self._busy, timeout=PATIENCE, return_when=until)
        return True

    async def stop(self) -> None:
        """Let what is being handled finish."""
        await asyncio.gather(*self._busy, return_exceptions=True)

    async def rest(self, grace: float) -> None:
        """Let it finish within ``grace`` seconds; the rest is undone, and others may take it."""
        if not self._busy:
            return
        _, late = await asyncio.wait(self._busy, timeout=grace)
        keys = [self._busy[task] for task in late]
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if keys:
            log.warning("receipts.cut_short", keys=keys)
            async with self._database.system() as session:
                await leave_to_others(session, keys)

    async def _handle_safely(self, receipt: Receipt) -> None:
        try:
            incoming = self._opened(receipt)
        except (HelpdeskError, ValueError) as error:
            await self._set_aside(receipt, error)
            return
        structlog.contextvars.bind_contextvars(
            request_id=incoming.request_id or receipt.key, receipt=receipt.key
        )
        try:
            await self._handle(receipt, incoming)
            log.info("receipt.handled", kind=incoming.kind, platform=incoming.spot.platform)
        except HandledElsewhere:
            return
        except Exception as error:
            await self._not_done(receipt, incoming, error)
        finally:
            structlog.contextvars.unbind_contextvars("request_id", "receipt")

    async def _not_done(self, receipt: Receipt, incoming: Incoming, error: Exception) -> None:
        """Say what is wrong, or try again later; never let one receipt harm the others."""
        if isinstance(error, SQLAlchemyError):
            error = to_helpdesk_error(error) or error
        try:
            if is_final(error) and not isinstance(error, UnknownWorkspace):
                await self._refusals.refuse(receipt, incoming, error)
            else:
                await self._refusals.put_off(receipt, incoming, error)
        except Exception as worse:
            # Its lease runs out, and then it is tried again.
            log.exception("receipt.stuck", error=repr(worse), because=repr(error))

    async def _set_aside(self, receipt: Receipt, error: Exception) -> None:
        """It cannot be read, so nobody can be answered: in the end it is dead, and the
        doctor shows it."""
        log.error("receipt.unreadable", key=receipt.key, error=repr(error))
        async with self._database.system() as session:
            await mark_failed(session, receipt, repr(error), self._database.clock.now())

    async def _handle(self, receipt: Receipt, incoming: Incoming) -> None:
        organisation_id = await organisation_of(self._database, incoming)
        actor = await who_acts(
            self._database, organisation_id, incoming, self.platforms, self._registry
        )
        if actor is None:
            return await self._drop(receipt, organisation_id, incoming)

        async def attempt(results: Results) -> None:
            async with self._database.unit_of_work(organisation_id) as uow:
                uow.results = results
                uow.request_id = incoming.request_id or receipt.key
                if not await mark_handled(uow.session, receipt.key, uow.now):
                    raise HandledElsewhere
                talk = await self.talk(uow, actor, incoming)
                await self._answers.give(talk, await self._carry_out(talk))
                await let_go(talk)

        await with_work_outside(attempt)

    async def _drop(self, receipt: Receipt, organisation_id: UUID, incoming: Incoming) -> None:
        """Nobody acts; it may be a message of ours that somebody removed."""
        async with self._database.unit_of_work(organisation_id) as uow:
            if await mark_handled(uow.session, receipt.key, uow.now):
                await renew_removed(uow, incoming)

    async def talk(self, uow: UnitOfWork, actor: Actor, incoming: Incoming) -> Talk:
        """The context of what was said: the place, and the ticket whose thread it is."""
        spot = incoming.spot
        channel = (spot.platform, spot.workspace, spot.channel)
        found = await place_or_mirror_at(uow, *channel, spot.thread or incoming.stamp)
        if found is None and spot.thread:
            await refuse_beginning(uow, *channel)
        place = found if found and found.role != MIRROR else None
        number = await number_of(uow, place.ticket_id) if place and place.ticket_id else None
        served = await served_at(uow, *channel) if found is place else None
        return Talk(
            uow=uow,
            actor=actor,
            incoming=incoming,
            registry=self._registry,
            assistant=self._assistant,
            address=self._address,
            place=place,
            number=number,
            served=served,
            under_mirror=found is not place,
            files=self._files,
            platform=self.platforms.get(spot.platform),
            platforms=self.platforms,
        )

    async def _carry_out(self, talk: Talk) -> Answer:
        incoming = talk.incoming
        if speaks_plainly(talk) or (incoming.kind is Kind.SAID and not speaks_directly(talk)):
            return await handle_said(talk)
        if incoming.kind in _AT_A_DISTANCE:
            return await _AT_A_DISTANCE[incoming.kind](talk)
        command = await unpacked(talk, to_command(self._registry, incoming, talk.actor))
        verb = self._registry.verbs[command.verb]
        require(talk.actor, verb.permission)
        answer = await ask_which_ticket(talk, command) or await verb.run(talk, command)
        return await told_of_left(talk, command, answer)


_AT_A_DISTANCE: dict[Kind, Callable[[Talk], Awaitable[Answer]]] = {
    Kind.EDITED: handle_edit,
    Kind.DELETED: handle_amendment,
    Kind.REACTED: handle_reaction,
    Kind.UNREACTED: handle_reaction,
    Kind.ALERTED: handle_alert,
    Kind.OPENED: handle_opening,
}
