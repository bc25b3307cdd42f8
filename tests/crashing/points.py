"""The named points of the journey at which a desk dies, by wrapping what stands there."""

import asyncio
import os
import signal
from collections.abc import Callable
from typing import Any, NoReturn

from sqlalchemy.ext.asyncio import AsyncSession

from bot.receiving.handling import Handler
from bot.receiving.router import Router
from bot.sending import outcomes
from bot.sending.answering import Answers
from bot.sending.outcomes import Outcomes
from bot.sending.outgoing import Sender
from core.conversation.places import CUSTOMER
from core.events import due, sequencer
from core.events.deliveries import workspaces_with_work
from core.tickets.held import held_sending

acknowledged = asyncio.Event()
"""Set by the child once the answer to the first request has left."""


def die() -> NoReturn:
    """As with kill -9: nothing is closed, nothing is said."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


def _after(owner: Any, name: str, dies: Callable[..., bool] = lambda *_: True) -> None:
    done = getattr(owner, name)

    async def wrapped(*args: Any, **more: Any) -> Any:
        answer = await done(*args, **more)
        if dies(*args):
            die()
        return answer

    setattr(owner, name, wrapped)


def _instead(owner: Any, name: str, dies: Callable[..., bool] = lambda *_: True) -> None:
    done = getattr(owner, name)

    async def wrapped(*args: Any, **more: Any) -> Any:
        if dies(*args):
            die()
        return await done(*args, **more)

    setattr(owner, name, wrapped)


def receipt_committed(_: str) -> None:
    """The receipt is committed, the acknowledgement has not left."""
    _after(Router, "tell")


def acknowledged_unhandled(_: str) -> None:
    """The acknowledgement has left, nothing is handled."""
    done = Handler.handle_all

    async def wrapped(self: Handler, receipts: list[Any]) -> bool:
        if receipts:
            await acknowledged.wait()
            die()
        return await done(self, receipts)

    Handler.handle_all = wrapped  # type: ignore[method-assign]


def handling(_: str) -> None:
    """Everything was done, and nothing of it is committed."""
    _after(Answers, "give")


def handled_unleased(_: str) -> None:
    """The act is committed; no delivery has been taken up."""
    done = Sender.send_waiting

    async def wrapped(self: Sender) -> bool:
        async with self._database.system() as session:
            if await workspaces_with_work(session, self._database.clock.now()):
                die()
        return await done(self)

    Sender.send_waiting = wrapped  # type: ignore[method-assign]


def leased(platform: str) -> None:
    """A delivery has been taken up and not begun."""
    _instead(Sender, "_send", lambda _, row: _is_message(row, platform))


def sent(platform: str) -> None:
    """It stands on the platform, and nobody here knows."""
    _instead(Outcomes, "sent", lambda _, row, *__: _is_message(row, platform))


def sent_to_customer(platform: str) -> None:
    """The customer reads it, and nobody here knows; whatever of it stands elsewhere."""
    _instead(Outcomes, "sent", lambda _, row, to, *__: _is_to_customer(row, to, platform))


def keeping(platform: str) -> None:
    """Its outcome and where it stands are written, and not committed."""
    _after(outcomes, "_remember", lambda _, parcel, *__: _is_copy(parcel, platform))


def kept(platform: str) -> None:
    """Its outcome is kept; what comes after it is not."""
    _after(Outcomes, "sent", lambda _, row, *__: _is_message(row, platform))


def sequencing(_: str) -> None:
    """Events have got their positions, and nothing is committed."""
    done = AsyncSession.execute

    async def wrapped(self: AsyncSession, statement: Any, *args: Any, **more: Any) -> Any:
        answer: Any = await done(self, statement, *args, **more)
        if statement is sequencer._PLACE and answer.rowcount:
            die()
        return answer

    AsyncSession.execute = wrapped  # type: ignore[method-assign]


def any_moment(seconds: str) -> None:
    """So many seconds from now, wherever that is."""
    asyncio.get_running_loop().call_later(float(seconds), die)


def _is_message(delivery: Any, platform: str) -> bool:
    return bool(delivery.kind == "message" and delivery.platform == platform)


def _is_to_customer(delivery: Any, parcel: Any, platform: str) -> bool:
    return _is_message(delivery, platform) and parcel.place.role == CUSTOMER


def _is_copy(parcel: Any, platform: str) -> bool:
    return bool(parcel.kind == "message" and parcel.spot.platform == platform)


def held_unsaid(_: str) -> None:
    """A reply that waited has been said, and nothing is committed."""
    _after(held_sending, "_say")


def held_said(_: str) -> None:
    """A reply that waited is committed; the one who swept does not know."""
    _after(due, "_handle", lambda *args: args[2].kind == held_sending.HELD_DUE)


SCHEDULED: dict[str, Callable[[str], None]] = {"unsaid": held_unsaid, "said": held_said}
"""Points at which a scheduler dies."""
POINTS: dict[str, Callable[[str], None]] = {
    "receipt committed": receipt_committed,
    "acknowledged, unhandled": acknowledged_unhandled,
    "handling": handling,
    "handled, unleased": handled_unleased,
    "leased": leased,
    "sent": sent,
    "keeping": keeping,
    "kept": kept,
    "sequencing": sequencing,
}
TO_CUSTOMER = "sent to the customer"
ANY_MOMENT = "any moment"
