"""Handling receipts: one transaction each, and a private answer whatever happens."""

import asyncio
import secrets
from typing import Any
from uuid import UUID

import structlog

from bot.answering import Answers
from bot.error_cards import error_card, is_expected, our_fault_card
from bot.grammar.command import Command
from bot.grammar.parse import parse
from bot.grammar.verbs import Registry
from bot.identifying import identify, organisation_of
from bot.incoming import Incoming, Kind
from bot.ports import ChatPlatform
from bot.saying import handle_amendment, handle_said
from bot.talk import Answer, Talk
from core.access.actor import Actor
from core.access.permissions import require
from core.assistant.ports import Assistant
from core.conversation.drafts import keep_draft
from core.conversation.places import place_at, served_channels
from core.database.unit_of_work import Database, UnitOfWork
from core.events.models import Receipt
from core.events.receipts import mark_failed, mark_handled
from core.tickets.queries import number_of

log = structlog.get_logger()
SECRET = "reply_token"


class HandledElsewhere(Exception):
    """Another worker was faster: roll back."""


def lane_of(incoming: Incoming) -> str:
    """What must be handled in order: one conversation."""
    spot = incoming.spot
    thread = spot.thread or incoming.stamp or incoming.sender
    return f"{spot.platform}:{spot.workspace}:{spot.channel}:{thread}"


def to_command(registry: Registry, incoming: Incoming) -> Command:
    """The command that was typed, pressed or filled in."""
    # A card's buttons speak the staff's grammar and the customers' alike; who may
    # say what is decided by rights, not by vocabulary.
    vocabulary = "ticket" if incoming.kind in {Kind.PRESS, Kind.FORM} else incoming.words
    command = parse(incoming.text.strip() or "help", registry.grammar(vocabulary))
    return command.with_values(incoming.values) if incoming.kind is Kind.FORM else command


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
    ) -> None:
        self.platforms = platforms
        self._database = database
        self._registry = registry
        self._answers = answers
        self._assistant = assistant
        self._address = address

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

    async def handle_all(self, receipts: list[Receipt]) -> bool:
        """Handle these at the same time; they are of different conversations."""
        await asyncio.gather(*(self._handle_safely(receipt) for receipt in receipts))
        return bool(receipts)

    async def _handle_safely(self, receipt: Receipt) -> None:
        incoming = self._opened(receipt)
        structlog.contextvars.bind_contextvars(
            request_id=incoming.request_id or receipt.key, receipt=receipt.key
        )
        try:
            await self._handle(receipt, incoming)
        except HandledElsewhere:
            return
        except Exception as error:
            if is_expected(error):
                await self._refuse(receipt, incoming, error)
            else:
                await self._failed(receipt, incoming, error)
        finally:
            structlog.contextvars.unbind_contextvars("request_id", "receipt")

    async def _handle(self, receipt: Receipt, incoming: Incoming) -> None:
        organisation_id = await organisation_of(self._database, incoming)
        actor = await identify(self._database, organisation_id, incoming, self.platforms)
        async with self._database.unit_of_work(organisation_id) as uow:
            uow.request_id = incoming.request_id or receipt.key
            if not await mark_handled(uow.session, receipt.key, uow.now):
                raise HandledElsewhere
            talk = await self.talk(uow, actor, incoming)
            await self._answers.give(talk, await self._carry_out(talk))

    async def talk(self, uow: UnitOfWork, actor: Actor, incoming: Incoming) -> Talk:
        """The context of what was said: the place, and the ticket whose thread it is."""
        spot = incoming.spot
        thread = spot.thread or incoming.stamp
        place = await place_at(uow, spot.platform, spot.workspace, spot.channel, thread)
        number = await number_of(uow, place.ticket_id) if place and place.ticket_id else None
        support = any(
            c.role == "support"
            and (c.platform, c.workspace, c.channel)
            == (spot.platform, spot.workspace, spot.channel)
            for c in await served_channels(uow)
        )
        return Talk(
            uow=uow,
            actor=actor,
            incoming=incoming,
            registry=self._registry,
            assistant=self._assistant,
            address=self._address,
            place=place,
            number=number,
            in_support=support,
        )

    async def _carry_out(self, talk: Talk) -> Answer:
        incoming = talk.incoming
        if incoming.kind is Kind.SAID and not _speaks_directly(talk):
            return await handle_said(talk)
        if incoming.kind in {Kind.EDITED, Kind.DELETED}:
            return await handle_amendment(talk)
        command = to_command(self._registry, incoming)
        verb = self._registry.verbs[command.verb]
        require(talk.actor, verb.permission)
        return await verb.run(talk, command)

    async def _refuse(self, receipt: Receipt, incoming: Incoming, error: Exception) -> None:
        """Say privately what is wrong; keep what was written."""
        organisation_id = await organisation_of(self._database, incoming)
        async with self._database.unit_of_work(organisation_id) as uow:
            if not await mark_handled(uow.session, receipt.key, uow.now):
                return
            try:
                command = to_command(self._registry, incoming)
            except Exception as unreadable:
                if not is_expected(unreadable):
                    raise
                command = None
            text = _written(incoming, command)
            actor = await self._author(organisation_id, incoming)
            draft = await keep_draft(uow, actor, {"text": text}) if actor and text else None
            verb = self._registry.verbs.get(command.verb) if command else None
            card = error_card(
                error, command, verb, prefix=uow.ticket_prefix, draft=draft, text=text
            )
            await self._answers.give_privately(uow, actor, incoming, card)

    async def _author(self, organisation_id: UUID, incoming: Incoming) -> Actor | None:
        try:
            return await identify(self._database, organisation_id, incoming, self.platforms)
        except Exception as error:
            if not is_expected(error):
                raise
            return None

    async def _failed(self, receipt: Receipt, incoming: Incoming, error: Exception) -> None:
        """Our own fault: try again later, and say so when that does not help."""
        reference = secrets.token_hex(2).upper()
        log.exception("receipt.failed", reference=reference, error=repr(error))
        async with self._database.system() as session:
            dead = await mark_failed(session, receipt, repr(error), self._database.clock.now())
        if dead:
            organisation_id = await organisation_of(self._database, incoming)
            async with self._database.unit_of_work(organisation_id) as uow:
                says = incoming.text if incoming.kind is not Kind.SAID else ""
                card = our_fault_card(reference, says)
                await self._answers.give_privately(uow, None, incoming, card)


def _speaks_directly(talk: Talk) -> bool:
    """Whether plain words to Deskhand are a command: staff talk in verbs, customers
    in sentences, so from them only a verb alone counts."""
    words = talk.incoming.text.split()
    if not talk.incoming.direct or talk.place is not None or not words:
        return False
    known = words[0].casefold() in talk.registry.of(talk.incoming.words)
    return known and (talk.actor.is_staff or len(words) == 1)


def _written(incoming: Incoming, command: Command | None) -> str:
    """What the person wrote and would have to write again."""
    if incoming.kind is Kind.FORM:
        return incoming.values.get("text") or incoming.values.get("description", "")
    if incoming.kind is Kind.SAID:
        return incoming.text
    return command.text if command and command.verb in {"reply", "note", "new"} else ""
