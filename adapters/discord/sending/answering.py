"""Answers that one person alone sees: by the token of what they asked, else directly."""

from datetime import timedelta
from uuid import UUID

from adapters.discord.addresses import Own
from adapters.discord.inbound.interactions import REPLY_LASTS
from adapters.discord.render.messages import EPHEMERAL, render, to_body
from adapters.discord.sending.posting import Writer
from adapters.discord.webapi.calls import DiscordCalls
from adapters.discord.webapi.failures import UNKNOWN_WEBHOOK, Expired, code_of
from adapters.discord.webapi.people import DiscordPeople
from bot.cards import Card, Text
from bot.incoming import Spot
from bot.ports import Gone, PrivateAnswer, TryLater
from bot.process.kept import Kept
from core.clock import Clock

PRIVATE, DIRECT = "private:", "direct:"
_HOOK = "/webhooks/{webhook_id}/{webhook_token}"
_TOKENS_LAST = timedelta(minutes=14)
_ACKNOWLEDGED_WITHIN = timedelta(seconds=30)
_NOT_YET = "Discord has not heard yet that this was taken."


class Answerer:
    """Says things to one person, and changes what was said while Discord lets us."""

    def __init__(
        self, calls: DiscordCalls, people: DiscordPeople, writer: Writer, clock: Clock
    ) -> None:
        self._calls = calls
        self._people = people
        self._writer = writer
        self._clock = clock
        self._tokens: Kept[str] = Kept(clock, _TOKENS_LAST)

    async def answer(
        self, own: Own, spot: Spot, to: PrivateAnswer, content: Text | Card, delivery: UUID
    ) -> str:
        """Say it; where it stands, for :meth:`change`."""
        if to.token and (to.token_until is None or self._clock.now() < to.token_until):
            try:
                return await self._by_token(own, to.token, content, delivery)
            except Expired as expired:
                if code_of(expired) == UNKNOWN_WEBHOOK and self._is_fresh(to):
                    raise TryLater(_NOT_YET, retry_after=1.0) from expired
        direct = await self._people.direct(to.viewer)
        # Nobody but its reader minds the same private answer twice; a lost one is worse.
        there = spot.model_copy(update={"channel": direct, "thread": None})
        posted = await self._writer.post(own, there, content, delivery)
        return f"{DIRECT}{direct}:{posted}"

    def _is_fresh(self, to: PrivateAnswer) -> bool:
        """Whether it was asked just now: before Discord has our acknowledgement, which goes out
        by itself, it knows nothing of the token."""
        if to.token_until is None:
            return False
        return self._clock.now() < to.token_until - REPLY_LASTS + _ACKNOWLEDGED_WITHIN

    async def _by_token(self, own: Own, token: str, content: Text | Card, delivery: UUID) -> str:
        told = await self._calls.do(
            "POST",
            _HOOK,
            to_body(render(content), flags=EPHEMERAL),
            repeatable=True,
            query={"wait": "true", "with_components": "true"},
            webhook_id=own.application,
            webhook_token=token,
        )
        ref = str(told.get("id") or delivery)
        self._tokens.put(ref, token)
        return f"{PRIVATE}{ref}"

    async def change(self, own: Own, spot: Spot, ref: str, content: Text | Card) -> None:
        """Replace a private answer. Raises :class:`Gone` once Discord does not let us."""
        if ref.startswith(DIRECT):
            direct, _, message = ref.removeprefix(DIRECT).partition(":")
            there = spot.model_copy(update={"channel": direct, "thread": None})
            return await self._writer.change(own, there, message, content)
        message = ref.removeprefix(PRIVATE)
        token = self._tokens.get(message)
        if token is None:
            raise Gone("A private answer cannot be changed any more.")
        try:
            await self._calls.do(
                "PATCH",
                f"{_HOOK}/messages/{{message_id}}",
                to_body(render(content)),
                repeatable=True,
                query={"with_components": "true"},
                webhook_id=own.application,
                webhook_token=token,
                message_id=message,
            )
        except Expired as expired:
            raise Gone("A private answer cannot be changed any more.") from expired
