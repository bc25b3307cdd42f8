"""What Discord's refusals and silences mean for a delivery."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import aiohttp
import discord

from bot.ports import Gone, NotOurs, OutcomeUnknown, Refused, SendError, TryLater

UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, UNKNOWN_INTERACTION = 10003, 10008, 10062
UNKNOWN_WEBHOOK, WRONG_WEBHOOK_TOKEN, ACKNOWLEDGED = 10015, 50027, 40060
CLOSED_TO_US, MISSING_ACCESS, MISSING_PERMISSION = 50007, 50001, 50013
DIRECTS_TOO_FAST = 40003
ANOTHER_AUTHOR, ARCHIVED, THREAD_THERE, WRONG_FORM = 50005, 50083, 160004, 50035
_SLOW = frozenset({20016, 20022, 20028, 20029, 30039, DIRECTS_TOO_FAST, 40004})
_EXPIRED = frozenset({UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, WRONG_WEBHOOK_TOKEN, ACKNOWLEDGED})
_CUT_OFF_FOR = 60.0

_WORDS = {
    10003: "Discord knows no such channel.",
    10004: "Discord knows no such server.",
    10007: "Discord knows no such member.",
    10013: "Discord knows no such user.",
    30003: "No more can be pinned in that channel.",
    30007: "The channel has as many webhooks as it may have.",
    40005: "The file is too large for Discord.",
    50001: "The bot cannot see that channel: give it the permission View Channel there.",
    50006: "Discord takes no empty message.",
    50007: "That person takes no direct messages from the bot.",
    50008: "Nobody can write into a channel of that kind.",
    50013: "The bot lacks a permission there: see `deskhand doctor`.",
    50024: "Discord does not do that in a channel of that kind.",
    50083: "The thread is archived.",
    160005: "The thread is locked.",
    160006: "The server has as many open threads as Discord allows.",
}


class Answered(Exception):
    """Discord's answer to a call that is not to be repeated in the same breath."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        super().__init__(status)
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def told(self) -> dict[str, Any]:
        """What it says, if that is an object."""
        try:
            told = json.loads(self.body)
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}


class Expired(Refused):
    """The private way to answer has run out."""


class NoSense(Exception):
    """An answer that is not what Discord would say."""


@contextmanager
def mapped(what: str, *, repeatable: bool) -> Iterator[None]:
    """Raise whatever goes wrong inside as a :class:`bot.ports.SendError`.

    ``repeatable`` says that doing it twice does no harm, so that an unknown outcome
    is merely a reason to try again.
    """
    try:
        yield
    except Answered as answered:
        raise _not_now(answered, repeatable) from answered
    except discord.RateLimited as limited:
        raise TryLater(
            "Discord allows no more there at the moment.", retry_after=limited.retry_after
        ) from limited
    except discord.LoginFailure as error:
        raise _cut_off() from error
    except discord.HTTPException as error:
        raise _answered(error, what, repeatable) from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise TryLater("Discord cannot be reached.") from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise _unclear("Discord did not answer.", repeatable) from error
    except (NoSense, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _unclear("Discord's answer made no sense.", repeatable) from error


def _not_now(answered: Answered, repeatable: bool) -> SendError:
    if answered.status != 429:
        return _unclear("Discord is not working at the moment.", repeatable)
    told = answered.told
    after = told.get("retry_after") or answered.headers.get("Retry-After")
    # An answer that Discord's own servers did not give: we are kept out as a whole.
    everywhere = bool(told.get("global")) or "retry_after" not in told
    return TryLater(
        "Discord asks for patience.", retry_after=_seconds(after), everywhere=everywhere
    )


def _answered(error: discord.HTTPException, what: str, repeatable: bool) -> SendError:
    code = error.code
    if error.status == 401 and code not in _EXPIRED:
        return _cut_off()
    if code in _SLOW:
        return TryLater("Discord allows no more there at the moment.", retry_after=5.0)
    if code == UNKNOWN_MESSAGE:
        return Gone("The message is no longer in Discord.")
    if code == ANOTHER_AUTHOR:
        return NotOurs("Only its author can change this message in Discord.")
    if code in _EXPIRED:
        return Expired("The answer came too late for Discord.")
    if error.status >= 500:
        return _unclear("Discord is not working at the moment.", repeatable)
    if code or error.status == 413 or (error.status in (400, 403, 404) and _is_theirs(error)):
        words = _WORDS.get(code)
        return Refused(words or f"Discord refused ({what}: {error.text or code}).")
    return _unclear("Discord's answer made no sense.", repeatable)


def _is_theirs(error: discord.HTTPException) -> bool:
    """Whether Discord's API has said it: a page comes from something on the way."""
    return "json" in str(error.response.headers.get("Content-Type", ""))


def _cut_off() -> SendError:
    reason = "Discord does not accept the bot's token."
    return TryLater(reason, retry_after=_CUT_OFF_FOR, everywhere=True)


def code_of(error: SendError) -> int:
    """Discord's own number for a refusal; 0 if it gave none."""
    cause = error.__cause__
    return int(cause.code) if isinstance(cause, discord.HTTPException) else 0


def in_our_words(error: SendError) -> str:
    """The reason without what Discord says itself: that may repeat what was to be sent."""
    code = code_of(error)
    is_theirs = type(error) is Refused and code not in _WORDS
    return f"Discord refused ({code})." if is_theirs else error.reason


def is_limit(error: SendError) -> bool:
    """Whether Discord has asked for patience."""
    cause = error.__cause__
    limited = isinstance(cause, Answered) and cause.status == 429
    return limited or isinstance(cause, discord.RateLimited)


def _seconds(value: object) -> float:
    try:
        return max(0.0, float(str(value)))
    except ValueError:
        return 1.0


def _unclear(reason: str, repeatable: bool) -> SendError:
    return TryLater(reason) if repeatable else OutcomeUnknown(reason)
