"""What Teams asks and is answered at once: presses, dialogs, searches, links.

What changes something is told to the desk before Teams hears that we have it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from adapters.teams.door import extension
from adapters.teams.door.bringing import Bringing
from adapters.teams.door.telling import Telling
from adapters.teams.inbound.activities import to_press
from adapters.teams.platform import TeamsPlatform
from adapters.teams.render.elements import Json
from adapters.teams.render.forms import origin_of, to_dialog, to_origin, to_submission
from adapters.teams.webapi.own import Payload, is_a_person, is_for, part, to_spot
from bot.cards import Card, Form, Option
from bot.incoming import Incoming
from bot.ports import Desk, Refused, SendError
from bot.receiving.asking import ask_within
from core.clock import Clock
from core.ids import new_id

_log = structlog.get_logger(__name__)

_SECONDS = 4.5
"""Teams waits five for a message extension, and no longer for anything that a person sees."""
_SOON = 1.0
"""Of those, what looking up people may take: nearly always they are known."""
_TAKEN = "It is on its way."
_NO_FORM = "There is nothing to fill in. The answer comes in the chat."
_NOT_HERE = (
    "What was found cannot be shown to all who read here. Search in your own chat with Ticket; "
    "staff find tickets in their triage channel too."
)
_NOT_NOW = "That could not be looked up just now. Try again in a moment."

Invoked = Json | None
"""The body of an answer; None for an empty one."""


class Invokes:
    """Answers invoke activities by name."""

    def __init__(
        self, desk: Desk, telling: Telling, platform: TeamsPlatform, clock: Clock, address: str
    ) -> None:
        self._desk = desk
        self._telling = telling
        self._platform = platform
        self._own = platform.own
        self._bringing = Bringing(platform)
        self._clock = clock
        self._address = address
        self._by_name: dict[str, Callable[[Payload], Awaitable[Invoked]]] = {
            "adaptiveCard/action": self._on_press,
            "task/fetch": self._on_fetch,
            "task/submit": self._on_submit,
            "composeExtension/query": self._on_query,
            "composeExtension/queryLink": self._on_link,
            "composeExtension/fetchTask": self._on_act,
            "composeExtension/submitAction": self._on_submit,
            "application/search": self._on_typing,
            "fileConsent/invoke": self._on_consent,
        }

    async def answer(self, activity: Payload) -> tuple[int, Invoked]:
        """The status and the body of the answer."""
        handle = self._by_name.get(str(activity.get("name") or ""))
        if handle is None:
            return 501, None
        if not is_for(activity, self._own) or not is_a_person(activity, self._own):
            return 403, None
        return 200, await handle(activity)

    async def _on_press(self, activity: Payload) -> Invoked:
        incoming = self._pressed(activity, part(part(activity, "value"), "action"))
        if incoming is not None:
            await self._telling.tell(incoming)
        kind = "application/vnd.microsoft.activity.message"
        return {"statusCode": 200, "type": kind, "value": _TAKEN}

    async def _on_fetch(self, activity: Payload) -> Invoked:
        return await self._opened(self._pressed(activity, part(activity, "value")), _SECONDS)

    def _pressed(self, activity: Payload, action: Payload) -> Incoming | None:
        data = part(action, "data")
        incoming = to_press(activity, data, self._own, self._clock.now())
        return self._platform.origins.restored(incoming, data) if incoming else None

    async def _on_act(self, activity: Payload) -> Invoked:
        accounts: dict[str, str] = {}
        with suppress(TimeoutError):
            async with asyncio.timeout(_SOON):
                accounts = await self._accounts(activity)
        incoming = extension.to_act(activity, self._own, self._clock.now(), accounts)
        if incoming is not None and incoming.direct:
            incoming = await self._alone(incoming)
        return await self._opened(incoming, _SECONDS - 2 * _SOON)

    async def _alone(self, incoming: Incoming) -> Incoming:
        """The act as if it was made in its user's own chat with us.

        Teams calls a chat of two people personal too, but we are not in it and cannot answer.
        """
        try:
            async with asyncio.timeout(_SOON):
                own = await self._platform.posting.people.direct(incoming.sender)
        except (SendError, TimeoutError):
            own = incoming.sender
        if incoming.spot.channel == own:
            return incoming
        spot = incoming.spot.model_copy(update={"channel": own, "thread": None})
        return incoming.model_copy(update={"spot": spot})

    async def _on_submit(self, activity: Payload) -> Invoked:
        data = part(part(activity, "value"), "data")
        incoming = to_submission(activity, data, self._own, self._clock.now())
        origin = to_origin(data)
        if incoming is None or origin is None:
            return None
        incoming = self._platform.origins.with_chosen(incoming, origin.chosen)
        form = await ask_within(_SECONDS, self._desk, incoming)
        if form is None:
            await self._telling.tell(incoming)
            return None
        return self._dialog(incoming, form, origin.name)

    async def _opened(self, incoming: Incoming | None, seconds: float) -> Invoked:
        """The dialog that this asks for; whatever opens none is told."""
        if incoming is None:
            return _message(_NO_FORM)
        form = await ask_within(seconds, self._desk, incoming)
        if form is not None:
            try:
                return self._dialog(incoming, form, new_id().hex)
            except Refused as error:
                # The person pressed something: the desk answers in words instead.
                _log.warning("teams.form_not_opened", key=incoming.key, reason=error.reason)
        await self._telling.tell(incoming)
        return _message(_NO_FORM)

    def _dialog(self, incoming: Incoming, form: Form, name: str) -> Json:
        seal = self._platform.origins.to_seal(incoming)
        return {"task": to_dialog(form, origin_of(incoming, form, name, seal))}

    async def _on_query(self, activity: Payload) -> Invoked:
        asked = extension.to_query(activity, self._own, self._clock.now())
        if asked is None:
            return extension.to_results(())
        began = time.monotonic()
        found = await self._found(asked)
        urls = [extension.to_address(asked.source, one, self._address) for one in found]
        if not urls:
            return extension.to_results(())
        left = _SECONDS - (time.monotonic() - began)
        cards = await self._previewed(asked.incoming, urls, left)
        if cards is None:
            return extension.to_words(_NOT_NOW)
        shown = [cards[url] for url in urls if url in cards]
        if not shown:
            return extension.to_words(_NOT_HERE)
        return extension.to_results(shown[asked.skip : asked.skip + asked.count])

    async def _on_typing(self, activity: Payload) -> Invoked:
        asked = extension.to_typing(activity, self._own, self._clock.now())
        found = await self._found(asked) if asked else []
        kind = "application/vnd.microsoft.search.searchResponse"
        return {"statusCode": 200, "type": kind, "value": extension.to_choices(found)}

    async def _on_link(self, activity: Payload) -> Invoked:
        linked = extension.to_link(activity, self._own, self._clock.now())
        cards = await self._previewed(linked[0], [linked[1]], _SECONDS) if linked else None
        return extension.to_results(cards.values() if cards else ())

    async def _on_consent(self, activity: Payload) -> Invoked:
        await self._bringing.answer(activity)
        return None

    async def _found(self, asked: extension.Asked) -> list[Option]:
        try:
            async with asyncio.timeout(_SECONDS):
                return await self._desk.suggest(asked.incoming, asked.source)
        except TimeoutError:
            _log.warning("teams.suggestions_too_slow", source=asked.source)
            return []

    async def _previewed(
        self, incoming: Incoming, urls: list[str], seconds: float
    ) -> dict[str, Card] | None:
        """A card for each that may be shown there; None where that cannot be said in time."""
        try:
            async with asyncio.timeout(seconds):
                return await self._desk.preview(incoming, urls, most=len(urls))
        except (SendError, TimeoutError) as error:
            _log.warning("teams.not_previewed", error=repr(error))
            return None

    async def _accounts(self, activity: Payload) -> dict[str, str]:
        """The accounts of those who read there, by Microsoft's id of their owners."""
        channel = to_spot(activity, self._own).channel
        try:
            members = await self._platform.posting.people.members_of(channel) if channel else {}
        except SendError:
            return {}
        named = {_microsofts(one): account for account, one in members.items()}
        return {name: account for name, account in named.items() if name}


def _microsofts(member: Payload) -> str:
    return str(member.get("aadObjectId") or member.get("objectId") or "")


def _message(words: str) -> Json:
    return {"task": {"type": "message", "value": words}}
