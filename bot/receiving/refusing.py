"""When something cannot be done: a private answer that says why, and nothing lost."""

import secrets
from dataclasses import replace
from uuid import UUID

import structlog

from bot.grammar.command import Command
from bot.grammar.parse import UnknownVerb, first_word, parse
from bot.grammar.verbs import Registry
from bot.incoming import Incoming, Kind
from bot.ports import ChatPlatform
from bot.receiving.going_on import place_meant
from bot.receiving.identifying import UnknownWorkspace, identify, organisation_of
from bot.receiving.left_files import files_to_keep, refused_with_files, unlist_lost
from bot.receiving.overhearing import is_no_answer_due
from bot.receiving.sentences import SUPPORT, begins_a_sentence, is_customers_mention
from bot.sending.answering import Answers
from bot.showing.error_cards import error_card, is_expected, our_fault_card
from bot.showing.held_cards import NOTE, SEND_ANYWAY, SEND_NOW, UNDO
from bot.talk import Talk
from core.access.actor import Actor
from core.conversation.drafts import keep_draft, kept_draft
from core.conversation.models import Place
from core.conversation.places import INTERNAL, place_at
from core.database.unit_of_work import Database, UnitOfWork
from core.events.models import Receipt
from core.events.receipts import mark_failed, mark_handled
from core.tickets.reading.queries import number_of

log = structlog.get_logger()
WORDY = frozenset({"reply", "note", "new", "resolve", "reopen", "escalate"})
"""Verbs whose text is somebody's own words, and took some writing."""
OWN_OPTIONS = frozenset({"held", "draft", "again", "fetch", "page", "ask", "elsewhere"})
OWN_OPTIONS |= {NOTE, UNDO, SEND_NOW, SEND_ANYWAY}
"""Options that only our own buttons use: there is nothing in them to keep."""


def to_command(registry: Registry, incoming: Incoming, actor: Actor | None = None) -> Command:
    """The command that was typed, pressed or filled in. In a mention customers say none but
    theirs."""
    pressed = incoming.kind in {Kind.PRESS, Kind.FORM}
    verbs = registry.grammar_of_buttons() if pressed else registry.grammar(incoming.words)
    if incoming.words == "ticket":
        # Customers who mention the bot name no vocabulary; rights decide, not words.
        verbs = registry.grammar(SUPPORT) | verbs
    if is_customers_mention(actor, incoming):
        verbs = registry.grammar(SUPPORT)
    command = parse(incoming.text.strip() or "help", verbs)
    # A shortcut brings what its form begins with.
    filled = incoming.kind in {Kind.FORM, Kind.PRESS}
    return command.with_values(incoming.values) if filled else command


async def unpacked(talk: Talk, command: Command) -> Command:
    """The command with what was kept for it, when a button brings it back."""
    held = command.options.get("held")
    if not held:
        return command
    options = {name: value for name, value in command.options.items() if name != "held"}
    values = await kept_draft(talk.uow, talk.actor, held)
    return replace(command, options=options).with_values(values)


class Refusals:
    """Ends or puts off receipts that could not be handled."""

    def __init__(
        self,
        database: Database,
        registry: Registry,
        platforms: dict[str, ChatPlatform],
        answers: Answers,
    ) -> None:
        self._database = database
        self._registry = registry
        self._platforms = platforms
        self._answers = answers

    async def refuse(self, receipt: Receipt, incoming: Incoming, error: Exception) -> None:
        """Say privately what is wrong; keep what was written."""
        organisation_id = await organisation_of(self._database, incoming)
        actor = await self._author(organisation_id, incoming)
        incoming = self._as_taken(incoming, error, actor)
        platform = self._platforms.get(incoming.spot.platform)
        await unlist_lost(platform, incoming, self._command(incoming, actor))
        async with self._database.unit_of_work(organisation_id) as uow:
            if not await mark_handled(uow.session, receipt.key, uow.now):
                return
            if await is_no_answer_due(uow, incoming, actor.person_id if actor else None):
                log.info("receipt.unanswered", kind=incoming.kind, error=repr(error))
                return
            command = await self._named(uow, incoming, actor)
            values = to_values(incoming, command)
            draft = await keep_draft(uow, actor, values) if actor else None
            verb = self._registry.verbs[command.verb].as_used_by(actor) if command else None
            text = _text_of(values, incoming, command)
            card = error_card(
                error, command, verb, prefix=uow.ticket_prefix, draft=draft, text=text
            )
            card = refused_with_files(card, incoming, command)
            await self._answers.give_privately(uow, actor, incoming, card)

    async def put_off(self, receipt: Receipt, incoming: Incoming, error: Exception) -> None:
        """Our own fault, or something does not answer: try again later, and say so when
        that does not help."""
        reference = secrets.token_hex(2).upper()
        if is_expected(error):
            log.warning("receipt.put_off", reference=reference, error=repr(error))
        else:
            log.exception("receipt.failed", reference=reference, error=repr(error))
        async with self._database.system() as session:
            dead = await mark_failed(session, receipt, repr(error), self._database.clock.now())
        if dead and not isinstance(error, UnknownWorkspace):
            await self._give_up(incoming, error, reference)

    async def _give_up(self, incoming: Incoming, error: Exception, reference: str) -> None:
        organisation_id = await organisation_of(self._database, incoming)
        actor = await self._author(organisation_id, incoming)
        incoming = self._as_taken(incoming, error, actor)
        platform = self._platforms.get(incoming.spot.platform)
        await unlist_lost(platform, incoming, self._command(incoming, actor))
        async with self._database.unit_of_work(organisation_id) as uow:
            if await is_no_answer_due(uow, incoming, actor.person_id if actor else None):
                return
            command = await self._named(uow, incoming, actor)
            values = to_values(incoming, command)
            draft = await keep_draft(uow, actor, values) if actor else None
            if incoming.kind is Kind.SAID:
                says = await self._said_as_command(uow, actor, incoming)
            else:
                says = _without_values(command, uow.ticket_prefix) if draft else incoming.text
            says = f"{says} held:{draft}" if draft and says else says
            text = _text_of(values, incoming, command)
            card = our_fault_card(reference, says, text)
            card = refused_with_files(card, incoming, command)
            await self._answers.give_privately(uow, actor, incoming, card)

    def _as_taken(self, incoming: Incoming, error: Exception, actor: Actor | None) -> Incoming:
        """A mention without a verb that failed for another reason was taken for plain words."""
        if incoming.kind is not Kind.COMMAND or isinstance(error, UnknownVerb):
            return incoming
        if actor is None:
            verb = first_word(incoming.text)[0].casefold().lstrip("/")
            is_said = bool(verb) and verb not in self._registry.verbs
        else:
            inside = incoming.spot.thread is not None
            is_said = begins_a_sentence(self._registry, actor, incoming, inside=inside)
        return incoming.as_said() if is_said else incoming

    def _command(self, incoming: Incoming, actor: Actor | None) -> Command | None:
        if incoming.kind not in {Kind.COMMAND, Kind.PRESS, Kind.FORM}:
            return None
        try:
            return to_command(self._registry, incoming, actor)
        except UnknownVerb as error:
            return self._meant(incoming, error)
        except Exception as unreadable:
            if not is_expected(unreadable):
                raise
            return None

    def _meant(self, incoming: Incoming, error: UnknownVerb) -> Command | None:
        """The command with the verb that is nearest to what was typed, if one is near."""
        if not error.details["meant"]:
            return None
        said = f"{error.details['meant']} {error.details['rest']}"
        return to_command(self._registry, incoming.model_copy(update={"text": said}))

    async def _named(
        self, uow: UnitOfWork, incoming: Incoming, actor: Actor | None
    ) -> Command | None:
        """The command with the ticket in whose thread it was said: its answer may be read, and
        its buttons pressed, somewhere else."""
        command = self._command(incoming, actor)
        if command is None or command.number is not None:
            return command
        if not self._registry.verbs[command.verb].takes_ticket:
            return command
        return replace(command, number=await _number_at(uow, incoming))

    async def _said_as_command(
        self, uow: UnitOfWork, actor: Actor | None, incoming: Incoming
    ) -> str:
        """The command that does what the plain words would have done where they were said."""
        place = await _place_of(uow, incoming)
        if place is None and actor is not None:
            platform = self._platforms.get(incoming.spot.platform)
            place = await place_meant(uow, actor, incoming, platform)
        if place is None or place.ticket_id is None:
            return "ask"
        number = await number_of(uow, place.ticket_id)
        verb = "note" if place.role == INTERNAL else "reply"
        return f"{verb} {uow.ticket_prefix}-{number}"

    async def _author(self, organisation_id: UUID, incoming: Incoming) -> Actor | None:
        if incoming.kind is Kind.ALERTED or not incoming.sender:
            return None
        try:
            return await identify(self._database, organisation_id, incoming, self._platforms)
        except Exception as error:
            if not is_expected(error):
                raise
            return None


def to_values(incoming: Incoming, command: Command | None) -> dict[str, str]:
    """What the person wrote and would have to write again, by field."""
    if incoming.kind is Kind.SAID:
        return {"text": incoming.text}
    if command is None:
        # No verb at all; more than one word of it took some writing.
        is_more = incoming.kind is Kind.COMMAND and first_word(incoming.text)[1]
        return {"text": incoming.text} if is_more else {}
    values = {"text": command.text, **command.options}
    kept = {name: value for name, value in values.items() if value and name not in OWN_OPTIONS}
    return kept | files_to_keep(incoming, command)


def _text_of(values: dict[str, str], incoming: Incoming, command: Command | None) -> str:
    """The part of it that took some writing, to be shown again."""
    if incoming.kind is Kind.FORM:
        return values.get("text") or values.get("description", "")
    if incoming.kind is Kind.SAID or command is None or command.verb in WORDY:
        return values.get("text", "")
    return ""


def _without_values(command: Command | None, prefix: str) -> str:
    if command is None:
        return ""
    number = f" {prefix}-{command.number}" if command.number is not None else ""
    seen = f" r{command.seen}" if command.seen is not None else ""
    return f"{command.verb}{number}{seen}"


async def _place_of(uow: UnitOfWork, incoming: Incoming) -> Place | None:
    spot = incoming.spot
    thread = spot.thread or incoming.stamp
    return await place_at(uow, spot.platform, spot.workspace, spot.channel, thread)


async def _number_at(uow: UnitOfWork, incoming: Incoming) -> int | None:
    place = await _place_of(uow, incoming)
    return await number_of(uow, place.ticket_id) if place and place.ticket_id else None
