"""What Teams' refusals and silences mean for a delivery."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import isfinite
from typing import Any

import httpx

from bot.ports import Gone, NotOurs, OutcomeUnknown, Refused, SendError, TryLater

_GONE = frozenset({"ActivityNotFoundInConversation", "MessageNotFound", "NotFound"})
_GONE_TOO = (403, "ServiceError")
"""How Teams answers, too, when what is to be changed was removed (BotFramework-Services #269)."""
_NOT_ADDED = "ForbiddenOperationException"
_CUT_OFF_FOR = 60.0
_WORDS = {
    "BotDisabledByAdmin": "An administrator of Teams has blocked the app.",
    "BotNotInConversationRoster": "The app is not in that channel or chat: add it there.",
    "ConversationBlockedByUser": "The person has blocked the app in Teams.",
    "ConversationNotFound": "Teams knows no such channel or chat, or the app is not in it.",
    _NOT_ADDED: "The app is not installed where it should speak.",
    "InvalidBotApiHost": "The app belongs to another cloud of Microsoft.",
    "MessageSizeTooBig": "The message is too long for Teams.",
    "MessageWritesBlocked": "The person has blocked the app in Teams.",
    "ServiceError": "Teams is not working at the moment.",
}


class NotAllowed(Refused):
    """The app is not there, or may not: another way may reach the person."""


class NotAdded(NotAllowed):
    """The app is not where it should speak: a person has not added it, or it was taken away."""


class Limited(TryLater):
    """Teams has asked for patience."""


@contextmanager
def mapped(*, repeatable: bool) -> Iterator[None]:
    """Raise what goes wrong on the way as a :class:`bot.ports.SendError`.

    ``repeatable`` says that doing it twice does no harm, so that an unknown outcome is merely
    a reason to try again.
    """
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise TryLater("Teams cannot be reached.") from error
    except httpx.HTTPError as error:
        raise unclear("Teams did not answer.", repeatable) from error


def to_error(
    response: httpx.Response, *, repeatable: bool, changes: bool = False
) -> SendError | None:
    """What an answer means; None when it is a good one. ``changes``: what we said there
    before was to be changed or removed."""
    status = response.status_code
    if status < 300:
        return None
    code = to_code(response)
    if status in (412, 429):
        reason = "Teams asks for patience."
        return Limited(reason, retry_after=to_retry_after(response.headers))
    if status == 408 or status >= 500:
        # The message may stand there nevertheless: it was seen to be sent twice.
        return unclear("Teams broke off in the middle.", repeatable)
    if status == 401:
        reason = "Teams does not accept the app's id and password."
        return TryLater(reason, retry_after=_CUT_OFF_FOR, everywhere=True)
    if (status == 404 and code in _GONE) or (changes and (status, code) == _GONE_TOO):
        return Gone("The message is no longer in Teams.")
    if status == 413:
        return Refused(_WORDS["MessageSizeTooBig"])
    words = _WORDS.get(code)
    if status == 403 and code == "NotEnoughPermissions":
        return NotOurs("Only its author can change this message in Teams.")
    if status == 403 and code == _NOT_ADDED:
        return NotAdded(_WORDS[code])
    if status in (403, 404):
        return NotAllowed(words or f"Teams does not let the app do that ({code or status}).")
    return Refused(words or f"Teams refused ({code or status}).")


def to_code(response: httpx.Response) -> str:
    """Teams' own word for a refusal, or an empty text."""
    try:
        told: Any = json.loads(response.content)
    except ValueError:
        return ""
    if not isinstance(told, Mapping):
        return ""
    error = told.get("error")
    inner = error.get("code") if isinstance(error, Mapping) else error
    return inner if isinstance(inner, str) else _sub_code(told.get("message"))


def _sub_code(message: object) -> str:
    """The word inside the message of Teams' older refusals, which is JSON once more."""
    try:
        told = json.loads(message) if isinstance(message, str) else None
    except ValueError:
        return ""
    inner = told.get("subCode") if isinstance(told, Mapping) else None
    return inner if isinstance(inner, str) else ""


def to_retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that a rate limit asks for; None when it does not say."""
    try:
        seconds = float(headers.get("Retry-After", ""))
    except ValueError:
        return None
    return max(0.0, seconds) if isfinite(seconds) else None


def unclear(reason: str, repeatable: bool) -> SendError:
    """The request left, and nobody knows what came of it."""
    return TryLater(reason) if repeatable else OutcomeUnknown(reason)
