"""Writing into Discord: under whose name, into which thread, and what is changed later."""

from typing import Any
from uuid import UUID

from adapters.discord.addresses import Own
from adapters.discord.inbound.reading import to_text
from adapters.discord.render.limits import NONCE, THREAD_NAME
from adapters.discord.render.messages import first_words, render, to_body
from adapters.discord.render.packing import short
from adapters.discord.sending.voices import HOOK, HOOK_MESSAGE, Hook, Hooks, inside, to_voice
from adapters.discord.webapi.calls import DiscordCalls, Json
from adapters.discord.webapi.failures import (
    ARCHIVED,
    THREAD_THERE,
    UNKNOWN_CHANNEL,
    UNKNOWN_WEBHOOK,
    WRONG_FORM,
    WRONG_WEBHOOK_TOKEN,
    code_of,
)
from adapters.discord.webapi.people import DiscordPeople
from bot.cards import Card, Text
from bot.incoming import Spot
from bot.ports import Gone, NotOurs, OutcomeUnknown, Refused, SendError
from bot.showing.texts import plain

_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = f"{_MESSAGES}/{{message_id}}"
_A_WEEK = 10080


class Writer:
    """Posts, changes and removes messages of ours."""

    def __init__(self, calls: DiscordCalls, people: DiscordPeople, hooks: Hooks) -> None:
        self._calls = calls
        self._people = people
        self._hooks = hooks

    async def post(self, own: Own, spot: Spot, content: Text | Card, delivery: UUID) -> str:
        """Post it, under its author's name where we may; the message's id."""
        if await self._people.is_direct(spot.channel):
            direct = await self._people.opened(spot.channel)
            return await self._post(
                direct, render(content, delivery=delivery), delivery, spot.thread
            )
        voice = to_voice(content)
        hook = await self._hooks.of(own, spot.channel) if voice else None
        if hook is not None:
            components = render(content, voiced=True, delivery=delivery)
            try:
                return await self._in_thread(
                    spot, lambda: self._speak(hook, spot, to_body(components) | voice)
                )
            except Refused as refused:
                # Nothing was posted: somebody removed it, or Discord minds the author's name.
                if code_of(refused) in {UNKNOWN_WEBHOOK, WRONG_WEBHOOK_TOKEN}:
                    self._hooks.forget(spot.channel)
                elif code_of(refused) != WRONG_FORM:
                    raise
        components = render(content, delivery=delivery)
        channel = spot.thread or spot.channel
        posted = await self._in_thread(spot, lambda: self._post(channel, components, delivery))
        if spot.thread is None and isinstance(content, Card) and content.ref:
            await self._begin_thread(spot.channel, posted, f"{content.ref} {content.title}")
        return posted

    async def _post(
        self, channel: str, components: list[Json], delivery: UUID, answers: str | None = None
    ) -> str:
        # Within minutes the same nonce yields the message that is there already.
        body = to_body(components) | {"nonce": short(delivery)[:NONCE], "enforce_nonce": True}
        if answers:
            reference = {"message_id": answers, "fail_if_not_exists": False}
            body |= {"message_reference": reference}
        told = await self._calls.do("POST", _MESSAGES, body, repeatable=False, channel_id=channel)
        return _id_of(told)

    async def _speak(self, hook: Hook, spot: Spot, body: Json) -> str:
        query: Json = {"wait": "true", "with_components": "true"}
        query |= inside(spot.channel, spot.thread or spot.channel)
        told = await self._calls.do("POST", HOOK, body, repeatable=False, query=query, **hook.at)
        return _id_of(told)

    async def _in_thread(self, spot: Spot, write: Any) -> str:
        """Write into the spot; where its thread does not exist yet, begin it first."""
        try:
            return str(await write())
        except Refused as refused:
            if spot.thread is None or code_of(refused) != UNKNOWN_CHANNEL:
                raise
        await self.begin(spot.channel, spot.thread)
        return str(await write())

    async def begin(self, channel: str, root: str) -> None:
        """A thread under that message, called by its first words. Raises :class:`Refused`."""
        try:
            message = await self._read(channel, root)
        except Gone as gone:
            # What is to be posted is not gone: there is no place for it, and people must see that.
            raise Refused("The thread is gone.") from gone
        await self._thread(channel, root, to_text(first_words(message)).lstrip("#* "))

    async def _begin_thread(self, channel: str, root: str, name: str) -> None:
        """The room below a card. Should that fail, what is said there first begins it."""
        try:
            await self._thread(channel, root, name)
        except SendError:
            return

    async def _thread(self, channel: str, root: str, name: str) -> None:
        body = {"name": plain(name, THREAD_NAME, empty="Ticket"), "auto_archive_duration": _A_WEEK}
        try:
            await self._calls.do(
                "POST",
                f"{_MESSAGE}/threads",
                body,
                repeatable=True,
                channel_id=channel,
                message_id=root,
            )
        except Refused as refused:
            if code_of(refused) != THREAD_THERE:
                raise

    async def change(self, own: Own, spot: Spot, ref: str, content: Text | Card) -> None:
        """Replace a message of ours, whoever's name it stands under."""
        voiced = bool(to_voice(content)) and not await self._people.is_direct(spot.channel)
        hook = await self._hooks.of(own, spot.channel) if voiced else None
        channel = await self.channel_of(spot, ref)

        async def speak(hook: Hook) -> None:
            body = to_body(render(content, voiced=True))
            await self._calls.do(
                "PATCH",
                HOOK_MESSAGE,
                body,
                repeatable=True,
                query=inside(spot.channel, channel) | {"with_components": "true"},
                message_id=ref,
                **hook.at,
            )

        async def write() -> None:
            body = to_body(render(content))
            await self._calls.do(
                "PATCH", _MESSAGE, body, repeatable=True, channel_id=channel, message_id=ref
            )

        if hook is not None:
            try:
                return await self.awake(channel, lambda: speak(hook))
            except Gone:
                other = await self._hooks.that_said(
                    own, spot.channel, await self._read(channel, ref)
                )
            if other is not None:
                return await self.awake(channel, lambda: speak(other))
        # It stands under our own name: what we say ourselves, or a time without a webhook.
        await self.awake(channel, write)

    async def remove(self, own: Own, spot: Spot, ref: str) -> None:
        """Delete a message of ours; one that is gone already counts as deleted."""
        channel = await self.channel_of(spot, ref)

        async def delete() -> None:
            await self._calls.do(
                "DELETE", _MESSAGE, repeatable=True, channel_id=channel, message_id=ref
            )

        try:
            await self.awake(channel, delete)
        except Gone:
            return
        except NotOurs:
            raise
        except Refused:
            await self._unspeak(own, spot, channel, ref)

    async def _unspeak(self, own: Own, spot: Spot, channel: str, ref: str) -> None:
        try:
            message = await self._read(channel, ref)
            author = str((message.get("author") or {}).get("id"))
            if author != own.user and str(message.get("application_id")) != own.application:
                raise NotOurs("Only its author can remove this message in Discord.")
            hook = await self._hooks.that_said(own, spot.channel, message)
            if hook is None:
                raise Refused("The bot lacks a permission there: see `deskhand doctor`.")
            query, at = inside(spot.channel, channel), {"message_id": ref, **hook.at}
            await self._calls.do("DELETE", HOOK_MESSAGE, None, repeatable=True, query=query, **at)
        except Gone:
            return

    async def _read(self, channel: str, ref: str) -> Json:
        return await self._calls.ask("GET", _MESSAGE, channel_id=channel, message_id=ref)

    async def channel_of(self, spot: Spot, ref: str = "") -> str:
        """The channel that one writes to, or that holds the message ``ref``: the root of a
        thread stands beside it, but that of a forum inside."""
        if spot.thread is None or await self._people.is_direct(spot.channel):
            return await self._people.opened(spot.channel)
        if ref != spot.thread:
            return spot.thread
        return spot.thread if await self._people.is_forum(spot.channel) else spot.channel

    async def awake(self, thread: str, act: Any) -> None:
        """Do something in a thread; one that is put away is woken for it, and put away again."""
        try:
            await act()
            return
        except Refused as refused:
            if code_of(refused) != ARCHIVED:
                raise
        await self.set_archived(thread, False)
        try:
            await act()
        finally:
            await self.set_archived(thread, True)

    async def set_archived(self, thread: str, archived: bool, **more: Any) -> None:
        """Put a thread away, or fetch it back."""
        self._people.changed(thread)
        await self._calls.do(
            "PATCH",
            "/channels/{channel_id}",
            {"archived": archived, **more},
            repeatable=True,
            channel_id=thread,
        )


def _id_of(told: Json) -> str:
    if not told.get("id"):
        raise OutcomeUnknown("Discord did not say where the message is.")
    return str(told["id"])
