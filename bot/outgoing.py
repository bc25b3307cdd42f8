"""Sending what is owed: lease, render, pass the gate, send, keep the outcome.

No transaction is open while a platform is spoken to. One process at a time sends to
a workspace, so that its rate limits have one owner; places inside keep their order.
"""

import asyncio

import structlog

from bot.breaking import break_storms
from bot.cards import Card, Text
from bot.carrying import FILE, bring, take_away, with_files
from bot.handing_over import APART, RENDERED, abilities_of
from bot.outcomes import Outcomes, pause_of
from bot.ports import (
    ChatPlatform,
    Gone,
    NotOurs,
    OutcomeUnknown,
    PrivateAnswer,
    Refused,
    SendError,
    TryLater,
)
from bot.private_places import keep_out
from bot.quiet import keep_quiet
from bot.reading_along import seen_by
from bot.rendering import Parcel, Renderer, Undeliverable
from core.conversation.files import Files
from core.conversation.gate import Withheld, pass_gate
from core.conversation.ports import NoSuchFile, StorageDown
from core.database.unit_of_work import Database
from core.events.deliveries import (
    UNCERTAIN,
    lease_deliveries,
    mark_sending,
    mark_withheld,
    workspaces_with_work,
)
from core.events.leasing import hold, is_paused, let_go
from core.events.models import Delivery
from core.tickets.announcing_amendments import TAKEN_BACK

log = structlog.get_logger()
AT_ONCE = 8
SLOW = 0.25
"""Seconds after which a call holds up nobody: it goes on beside what is sent next."""
LEASE_SECONDS = 15.0
"""How long a workspace waits for another process after the one that sent to it was killed."""


def lease_of(platform: str, workspace: str) -> str:
    """The name of the lease of who sends to a workspace."""
    return f"send:{platform}:{workspace}"


class Sender:
    """Sends the deliveries of all workspaces whose platform this process serves."""

    def __init__(
        self,
        database: Database,
        platforms: dict[str, ChatPlatform],
        renderer: Renderer,
        outcomes: Outcomes,
        files: Files | None = None,
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._renderer = renderer
        self._outcomes = outcomes
        self._files = files
        self._me = database.process
        self._busy: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._again: set[tuple[str, str]] = set()
        self._resting = False

    async def send_waiting(self) -> bool:
        """Begin to serve each workspace that has something due. Never waits for one:
        a slow or silent platform must not hold up the others."""
        async with self._database.system() as session:
            work = await workspaces_with_work(session, self._database.clock.now())
        for key in work:
            running = self._busy.get(key)
            self._again.add(key)
            if key[0] in self._platforms and (running is None or running.done()):
                self._busy[key] = asyncio.create_task(self._serve(*key))
        return False

    async def _serve(self, platform: str, workspace: str) -> None:
        leaving: set[asyncio.Task[None]] = set()
        try:
            # What is queued while the last round ends must not wait for the next poll.
            while (platform, workspace) in self._again:
                self._again.discard((platform, workspace))
                while not self._resting and await self._send_some(platform, workspace, leaving):
                    pass
            await asyncio.gather(*leaving)
        except Exception as error:
            log.exception("sender.failed", platform=platform, error=repr(error))
        finally:
            for task in leaving:
                task.cancel()
            await asyncio.gather(*leaving, return_exceptions=True)

    async def _send_some(
        self, platform: str, workspace: str, leaving: set[asyncio.Task[None]]
    ) -> bool:
        """Begin what is due, beside what is leaving; False if there is none of both."""
        async with self._database.system() as session:
            now = self._database.clock.now()
            if await is_paused(session, pause_of(platform, workspace), now):
                return False
            name = lease_of(platform, workspace)
            if not await hold(session, name, self._me, now, seconds=LEASE_SECONDS):
                return False
            most = AT_ONCE - len(leaving)
            rows = await lease_deliveries(session, platform, workspace, now, self._me, most)
        leaving |= {asyncio.create_task(self._guarded(row)) for row in rows}
        if leaving:
            done, _ = await asyncio.wait(leaving, timeout=SLOW)
            leaving -= done
        return bool(rows or leaving)

    async def _guarded(self, delivery: Delivery) -> None:
        structlog.contextvars.bind_contextvars(
            request_id=delivery.request_id, delivery=str(delivery.id)
        )
        try:
            await self._send(delivery)
        except Exception as error:
            log.exception("delivery.failed", error=repr(error))
            await self._outcomes.retry(delivery, repr(error))

    async def _send(self, delivery: Delivery) -> None:
        platform = self._platforms[delivery.platform]
        uncertain = delivery.state in UNCERTAIN
        async with self._database.unit_of_work(delivery.organisation_id) as uow:
            # Before it is rendered: a card that is owed from now on must not count this one
            # as still waiting, because it may not show the newest state.
            await mark_sending(uow.session, delivery)
            try:
                render = RENDERED.get(delivery.kind, self._renderer.render)
                await keep_out(uow, delivery)
                await break_storms(uow, delivery)
                await keep_quiet(uow, delivery, platform)
                parcel = await with_files(uow, await render(uow, delivery))
            except Undeliverable as reason:
                await mark_withheld(uow.session, delivery, str(reason))
                return
        able = abilities_of(platform, parcel.spot)
        try:
            if uncertain and parcel.is_post and parcel.act != FILE:
                found = await platform.find(parcel.spot, delivery.id)
                if found is not None:
                    await self._outcomes.sent(delivery, parcel, found, able)
                    return
            pass_gate(
                parcel.audience, parcel.place, await seen_by(self._database, platform, parcel)
            )
            external_id = await self._hand_over(platform, parcel, uncertain=uncertain)
            log.info("delivery.sent", kind=delivery.kind, platform=delivery.platform)
            await self._outcomes.sent(delivery, parcel, external_id, able)
        except Withheld as refusal:
            log.warning("gate.withheld", place=str(parcel.place.id))
            await self._outcomes.withheld(delivery, parcel, str(refusal))
        except SendError as error:
            await self._missed(delivery, parcel, error)
        except (StorageDown, NoSuchFile) as error:
            await self._outcomes.retry(delivery, f"the file cannot be read: {error}")

    async def _hand_over(
        self, platform: ChatPlatform, parcel: Parcel, *, uncertain: bool
    ) -> str | None:
        spot, content, delivery = parcel.spot, parcel.content, parcel.delivery_id
        if parcel.act == FILE:
            return await bring(platform, self._files, parcel, uncertain=uncertain)
        if parcel.act == "remove":
            # Taken back before we knew whether it had arrived: then it is looked for.
            ref = parcel.ref or (await platform.find(spot, delivery) if uncertain else None)
            if ref:
                await platform.remove(spot, ref)
        if parcel.act in {"remove", TAKEN_BACK}:
            await take_away(platform, parcel)
            return None
        if parcel.act in APART:
            return await APART[parcel.act](platform, parcel) or parcel.ref
        assert content is not None
        if parcel.act == "update" and parcel.ref:
            await platform.update(spot, parcel.ref, content)
            return parcel.ref
        if parcel.act == "answer":
            return await self._answer(platform, parcel, content)
        return await platform.post(spot, content, delivery=delivery)

    async def _answer(self, platform: ChatPlatform, parcel: Parcel, content: Text | Card) -> str:
        if parcel.ref:
            try:
                await platform.update(parcel.spot, parcel.ref, content)
            except Gone:
                pass  # or it cannot be changed there: then it is said anew
            else:
                return parcel.ref
        to = PrivateAnswer(parcel.viewer or "", parcel.token, parcel.token_until)
        return await platform.answer(parcel.spot, to, content, delivery=parcel.delivery_id)

    async def _missed(self, delivery: Delivery, parcel: Parcel, error: SendError) -> None:
        log.info(
            "delivery.missed",
            platform=delivery.platform,
            reason=error.reason,
            kind=type(error).__name__,
        )
        if isinstance(error, Gone):
            await self._outcomes.gone(delivery, parcel)
        elif isinstance(error, NotOurs) and parcel.message_id is not None:
            await self._outcomes.told_instead(delivery, parcel)
        elif isinstance(error, Refused):
            await self._outcomes.dead(delivery, error.reason)
        elif isinstance(error, TryLater):
            await self._outcomes.retry(
                delivery, error.reason, after=error.retry_after, everywhere=error.everywhere
            )
        else:
            unknown = isinstance(error, OutcomeUnknown) and parcel.is_post
            await self._outcomes.retry(delivery, error.reason, unknown=unknown)

    async def stop(self) -> None:
        """Send all that is due and let it finish."""
        await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def rest(self, grace: float) -> None:
        """Take up nothing more, let what is being sent finish within ``grace`` seconds,
        and let others go on in our workspaces.

        What is broken off keeps its lease: its outcome is unknown and is looked up then.
        """
        self._resting = True
        if not self._busy:
            return
        _, late = await asyncio.wait(self._busy.values(), timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        async with self._database.system() as session:
            for workspace in self._busy:
                await let_go(session, lease_of(*workspace), self._me)
