"""From what came in to a use case: the two lanes.

Asked: quick, and it changes nothing but how a card stands (open a form, check one, complete a
word). Told: the receipt is committed, then acknowledged, then handled in a transaction of its
own.
"""

from collections.abc import Sequence

import structlog

from bot.cards import Card, Form, Option
from bot.forms.forms import to_field_errors
from bot.forms.suggesting import suggest
from bot.grammar.command import Command
from bot.grammar.parse import first_word, parse
from bot.grammar.verbs import Registry, Verb
from bot.incoming import Incoming, Kind
from bot.ports import ChatPlatform, Completion
from bot.receiving.completing import options_of, recent_tickets, wants_ticket
from bot.receiving.handling import Handler
from bot.receiving.identifying import UnknownSender, identify, organisation_of
from bot.receiving.overhearing import concerns_us
from bot.receiving.picking import let_go
from bot.receiving.previewing import preview_links
from bot.receiving.refusing import to_command
from bot.receiving.sentences import speaks_plainly
from bot.showing.link_cards import asks_for_code
from bot.talk import Talk
from core.access.permissions import may
from core.conversation.drafts import keep_draft, kept_draft
from core.database.unit_of_work import Database
from core.errors import HelpdeskError
from core.events.models import Receipt
from core.events.receipts import accept, forget, lease_receipts
from core.people.identities import NotLinked

log = structlog.get_logger()


class Router:
    """Implements :class:`bot.ports.Desk`."""

    def __init__(
        self, database: Database, registry: Registry, handler: Handler, address: str
    ) -> None:
        self._database = database
        self._registry = registry
        self._handler = handler
        self._address = address

    @property
    def platforms(self) -> dict[str, ChatPlatform]:
        """The connected platforms by slug."""
        return self._handler.platforms

    async def ask(self, incoming: Incoming) -> Form | None:
        """A form to open or to show again with its errors; None: tell it.

        Whatever is wrong otherwise is told, so that the refusal arrives as a
        private answer with the text kept.
        """
        if incoming.kind not in {Kind.COMMAND, Kind.PRESS, Kind.FORM}:
            return None
        try:
            command = to_command(self._registry, incoming)
            verb = self._registry.verbs[command.verb]
            if verb.form is None:
                return None
            return await self._form(incoming, command, verb)
        except (HelpdeskError, ValueError, UnknownSender) as error:
            log.info("chat.not_asked", key=incoming.key, error=repr(error))
            return None

    async def _form(self, incoming: Incoming, command: Command, verb: Verb) -> Form | None:
        organisation_id = await organisation_of(self._database, incoming)
        try:
            actor = await identify(self._database, organisation_id, incoming, self.platforms)
        except NotLinked:
            return asks_for_code(command)
        async with self._database.unit_of_work(organisation_id) as uow:
            talk = await self._handler.talk(uow, actor, incoming)
            if verb.form is None or not may(talk.actor, verb.permission) or speaks_plainly(talk):
                return None
            if "held" in command.options:
                return None  # a text that was kept is to be used as it is
            if incoming.kind is Kind.FORM:
                return await self._checked(talk, verb, command, incoming)
            form = await verb.form(talk, command)
            if form is not None:
                await let_go(talk)
            kept = command.options.get("draft")
            return await _filled_in(talk, verb, command, form, kept) if form and kept else form

    async def _checked(
        self, talk: Talk, verb: Verb, command: Command, incoming: Incoming
    ) -> Form | None:
        """The submitted form again with its errors; None if it is right."""
        errors = await _mistakes(talk, verb, command)
        grown = await verb.grow(talk, command, bool(errors)) if verb.grow else None
        if grown is not None:
            # What was not asked for yet is no mistake.
            asked = {name: said for name, said in errors.items() if name in incoming.values}
            return grown.with_errors(asked, incoming.values)
        if not errors or verb.form is None:
            return None
        form = await verb.form(talk, parse(incoming.text, self._registry.grammar_of_buttons()))
        return form.with_errors(errors, incoming.values) if form else None

    async def tell(self, incoming: Incoming) -> None:
        """Commit the receipt. What came in before, under the same key, is let go, and so
        is what is none of our business."""
        if not await concerns_us(self._database, incoming):
            return
        payload = self._handler.sealed(incoming)
        async with self._database.system() as session:
            now = self._database.clock.now()
            lane, twins = incoming.lane, incoming.twins
            fresh = await accept(session, incoming.key, lane, payload, now, twins)
        if not fresh:
            log.info("receipt.repeated", key=incoming.key)

    async def answered(self, incoming: Incoming) -> None:
        """The same once more is no repetition: it was acknowledged in time."""
        async with self._database.system() as session:
            await forget(session, incoming.twins[:1])

    async def complete(self, incoming: Incoming) -> list[Completion]:
        """Verbs, options and choices that go on from what was typed so far."""
        organisation_id = await organisation_of(self._database, incoming)
        actor = await identify(self._database, organisation_id, incoming, self.platforms)
        verbs = self._registry.offered(incoming.words, actor)
        typed = incoming.text.lstrip()
        first, rest = first_word(typed)
        if typed == first:
            return [
                Completion(f"{v.name} ", v.usage, v.summary)
                for v in verbs.values()
                if v.name.startswith(first.casefold())
            ]
        verb = verbs.get(first.casefold())
        if verb is None:
            return []
        recent: list[Completion] = []
        if wants_ticket(verb, rest):
            async with self._database.unit_of_work(organisation_id) as uow:
                recent = await recent_tickets(uow, actor, verb, rest)
        return recent + options_of(verb, typed, rest)

    async def suggest(self, incoming: Incoming, source: str) -> list[Option]:
        """Choices for a field of a form, by what is typed in it so far."""
        try:
            organisation_id = await organisation_of(self._database, incoming)
            actor = await identify(self._database, organisation_id, incoming, self.platforms)
            async with self._database.unit_of_work(organisation_id) as uow:
                talk = await self._handler.talk(uow, actor, incoming)
                return await suggest(talk, source, incoming.text)
        except (HelpdeskError, ValueError) as error:
            log.info("chat.nothing_suggested", key=incoming.key, error=repr(error))
            return []

    async def keep(self, incoming: Incoming) -> str | None:
        """Keep what the sender has filled in so far; the name under which it is given back."""
        try:
            organisation_id = await organisation_of(self._database, incoming)
            actor = await identify(self._database, organisation_id, incoming, self.platforms)
            async with self._database.unit_of_work(organisation_id) as uow:
                name = await keep_draft(uow, actor, incoming.values)
        except HelpdeskError:
            return None
        return str(name) if name else None

    async def kept(self, incoming: Incoming, name: str) -> dict[str, str]:
        """What the sender filled in before."""
        try:
            organisation_id = await organisation_of(self._database, incoming)
            actor = await identify(self._database, organisation_id, incoming, self.platforms)
            async with self._database.unit_of_work(organisation_id) as uow:
                return await kept_draft(uow, actor, name)
        except HelpdeskError:
            return {}

    async def preview(
        self, incoming: Incoming, urls: Sequence[str], *, most: int
    ) -> dict[str, Card]:
        """A small card for each of the first ``most`` links that all who read there may see."""
        try:
            return await preview_links(self._database, self._handler, incoming, urls, most=most)
        except (HelpdeskError, ValueError) as error:
            log.info("chat.nothing_previewed", key=incoming.key, error=repr(error))
            return {}

    async def handle_waiting(self) -> bool:
        """Handle the receipts that wait. True if there may be more."""
        receipts: list[Receipt] = []
        if room := self._handler.room:
            async with self._database.system() as session:
                now, me = self._database.clock.now(), self._database.process
                receipts = await lease_receipts(session, now, me, room)
        return await self._handler.handle_all(receipts)

    async def stop(self) -> None:
        """Let what is being handled finish."""
        await self._handler.stop()

    async def rest(self, grace: float) -> None:
        """Let it finish within so many seconds, and leave what is not done to others."""
        await self._handler.rest(grace)


async def _filled_in(talk: Talk, verb: Verb, command: Command, form: Form, kept: str) -> Form:
    """The form as it was tried before, each mistake beside its field."""
    values = await kept_draft(talk.uow, talk.actor, kept)
    return form.with_errors(await _mistakes(talk, verb, command.with_values(values)), values)


async def _mistakes(talk: Talk, verb: Verb, command: Command) -> dict[str, str]:
    """Which fields are wrong, and why."""
    if verb.check is None:
        return {}
    try:
        await verb.check(talk, command)
    except (HelpdeskError, ValueError) as error:
        return to_field_errors(error)
    return {}
