"""Sending what is owed: lease, render, pass the gate, send, keep the outcome.

No transaction is open while a platform is spoken to. One process at a time sends to
a workspace, so that its rate limits have one owner; places inside keep their order.
"""

import asyncio
from uuid import UUID

import structlog

from bot.ports import (
    ChatPlatform,
    Gone,
    NotOurs,
    OutcomeUnknown,
    Refused,
    SendError,
    TryLater,
)
from bot.ports_places import Able
from bot.sending.breaking import break_storms
from bot.sending.carrying import FILE, with_files
from bot.sending.handing_over import RENDERED, abilities_of, hand_over
from bot.sending.outcomes import Outcomes
from bot.sending.parcels import NotYet, Parcel, Undeliverable
from bot.sending.private_places import keep_out
from bot.sending.quiet import keep_quiet
from bot.sending.reading_along import seen_by
from bot.sending.rendering import Renderer
from core.conversation.files import Files
from core.conversation.gate import Withheld, pass_gate
from core.conversation.ports import NoSuchFile, StorageDown
from core.database.unit_of_work import Database
from core.events.deliveries import (
    UNCERTAIN,
    lease_deliveries,
    mark_retry,
    mark_sending,
    mark_withheld,
    workspaces_with_work,
)
from core.events.leasing import hold, is_paused, let_go, pause_of
from core.events.models import Delivery

log = structlog.get_logger()
AT_ONCE = 8
SLOW = 0.25
"""Seconds after which a call holds up nobody: it goes on beside what is sent next."""
LEASE_SECONDS = 15.0
"""How long a workspace waits for another process after the one that sent to it was killed."""


Leaving = dict[UUID, asyncio.Task[None]]
"""What is being sent to a workspace at this moment, by the delivery's id."""


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
        leaving: Leaving = {}
        try:
            # What is queued while the last round ends must not wait for the next poll.
            while (platform, workspace) in self._again:
                self._again.discard((platform, workspace))
                while not self._resting and await self._send_some(platform, workspace, leaving):
                    pass
        except Exception as error:
            log.exception("sender.failed", platform=platform, error=repr(error))
        except asyncio.CancelledError:
            for task in leaving.values():
                task.cancel()
            raise
        finally:
            await asyncio.gather(*leaving.values(), return_exceptions=True)

    async def _send_some(self, platform: str, workspace: str, leaving: Leaving) -> bool:
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
        for row in rows:
            if row.id not in leaving:  # else its lease ran out, and is a new one now
                leaving[row.id] = asyncio.create_task(self._guarded(row))
        if leaving:
            await asyncio.wait(leaving.values(), timeout=SLOW)
        for key in [key for key, task in leaving.items() if task.done()]:
            del leaving[key]
        return bool(rows or leaving)

    async def _guarded(self, delivery: Delivery) -> None:
        structlog.contextvars.bind_contextvars(
            request_id=delivery.request_id, delivery=str(delivery.id)
        )
        try:
            await self._send(delivery)
        except Exception as error:
            log.exception("delivery.failed", error=repr(error))
            await self._outcomes.retry(delivery, repr(error), unknown=delivery.state in UNCERTAIN)

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
            except NotYet as reason:
                await mark_retry(uow.session, delivery, str(reason), uow.now)
                return
        able = abilities_of(platform, parcel.spot)
        unknown = uncertain
        try:
            if uncertain and parcel.is_post and parcel.act != FILE:
                found = await platform.find(parcel.spot, delivery.id)
                if found is not None:
                    await self._remember(delivery, parcel, found, able)
                    return
            pass_gate(
                parcel.audience, parcel.place, await seen_by(self._database, platform, parcel)
            )
            unknown |= parcel.is_post
            external_id = await hand_over(platform, self._files, parcel, uncertain=uncertain)
            log.info("delivery.sent", kind=delivery.kind, platform=delivery.platform)
            await self._remember(delivery, parcel, external_id, able)
        except Withheld as refusal:
            log.warning("gate.withheld", place=str(parcel.place.id))
            await self._outcomes.withheld(delivery, parcel, str(refusal))
        except SendError as error:
            await self._missed(delivery, parcel, error, uncertain=uncertain)
        except (StorageDown, NoSuchFile) as error:
            await self._outcomes.retry(delivery, f"the file cannot be read: {error}")
        except Exception as error:
            # A fault of ours; what may have left is looked for before it is sent again.
            log.exception("delivery.failed", error=repr(error))
            await self._outcomes.retry(delivery, repr(error), unknown=unknown)

    async def _remember(
        self, delivery: Delivery, parcel: Parcel, external_id: str | None, able: Able
    ) -> None:
        try:
            await self._outcomes.sent(delivery, parcel, external_id, able)
        except Exception as error:
            # It is there, and we could not keep that: it must be looked for before it is sent.
            log.exception("delivery.forgotten", error=repr(error))
            await self._outcomes.retry(delivery, repr(error), unknown=parcel.is_post)

    async def _missed(
        self, delivery: Delivery, parcel: Parcel, error: SendError, *, uncertain: bool
    ) -> None:
        # What may be there stays so until it was found, or not, whatever else fails meanwhile.
        unknown = uncertain and (parcel.is_post or parcel.act == "remove")
        log.info(
            "delivery.missed",
            platform=delivery.platform,
            reason=error.reason,
            kind=type(error).__name__,
        )
        if isinstance(error, Gone) and parcel.act not in {"post", FILE}:
            await self._outcomes.gone(delivery, parcel)
        elif isinstance(error, NotOurs) and parcel.message_id is not None:
            await self._outcomes.told_instead(delivery, parcel)
        elif isinstance(error, Refused):
            await self._outcomes.dead(delivery, error.reason)
        elif isinstance(error, TryLater):
            await self._outcomes.retry(
                delivery,
                error.reason,
                after=error.retry_after,
                everywhere=error.everywhere,
                unknown=unknown,
            )
        else:
            unknown |= isinstance(error, OutcomeUnknown) and parcel.is_post
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
