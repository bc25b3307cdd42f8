"""What Slack's refusals and silences mean for a delivery."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.ports import Gone, NotOurs, OutcomeUnknown, Refused, SendError, TryLater

_LIMITED = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_BUSY = {"service_unavailable", "request_timeout", "team_added_to_org", "accesslimited"}
# Slack says of these that part of the work may have been done.
_HALF_DONE = {"fatal_error", "internal_error"}
_GONE = {"message_not_found"}
# The connection is at fault, not what was to be sent: all of it waits until that is mended.
_CUT_OFF = {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"}
_CUT_OFF_FOR = 60.0
_NOT_OURS = {"cant_update_message", "cant_delete_message"}

_WORDS = {
    "account_inactive": "Slack has deactivated the app or removed it from the workspace.",
    "cannot_dm_bot": "Slack lets nobody write to a bot.",
    "channel_not_found": "Slack knows no such channel, or the app is not in it.",
    "expired_trigger_id": "The form could not open in time. Press again.",
    "invalid_auth": "Slack does not accept the bot token.",
    "invalid_blocks": "Slack does not accept the form of this message.",
    "is_archived": "The channel is archived.",
    "missing_scope": "The app lacks a permission in Slack: install it again from its manifest.",
    "msg_blocks_too_long": "The message is too long for Slack.",
    "msg_too_long": "The message is too long for Slack.",
    "no_such_subteam": "Slack knows no such user group: choose one from the list after @.",
    "no_permission": "The app may not do that in this workspace.",
    "not_authed": "No bot token reached Slack.",
    "not_in_channel": "The app is not in the channel: invite it there.",
    "restricted_action": "A setting of the workspace forbids posting in this channel.",
    "token_expired": "The bot token has expired.",
    "token_revoked": "The bot token was revoked.",
    "user_not_found": "Slack knows no such user.",
    "user_not_in_channel": "The person is not in the channel.",
}


class Expired(Refused):
    """The private way to answer has run out."""


@contextmanager
def mapped(method: str, *, repeatable: bool) -> Iterator[None]:
    """Raise whatever goes wrong inside as a :class:`bot.ports.SendError`.

    ``repeatable`` says that doing it twice does no harm, so that an unknown outcome
    is merely a reason to try again.
    """
    try:
        yield
    except SlackApiError as error:
        raise _answered(error, method, repeatable) from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise TryLater("Slack cannot be reached.") from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise _unclear("Slack did not answer.", repeatable) from error
    except (SlackClientError, AttributeError, TypeError, ValueError) as error:
        # The client trips over answers that are not what Slack would say.
        raise _unclear("Slack's answer made no sense.", repeatable) from error


def _answered(error: SlackApiError, method: str, repeatable: bool) -> SendError:
    response = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)
    data = getattr(response, "data", None)
    code = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == 429 or code in _LIMITED:
        return TryLater(
            "Slack asks for patience.",
            retry_after=to_retry_after(getattr(response, "headers", {})),
            everywhere=True,
        )
    if status == 503 or code in _BUSY:
        return TryLater("Slack is not working at the moment.")
    if status == 408 or status >= 500 or code in _HALF_DONE:
        return _unclear("Slack broke off in the middle.", repeatable)
    if code in _CUT_OFF:
        return TryLater(_WORDS[code], retry_after=_CUT_OFF_FOR, everywhere=True)
    if code in _GONE:
        return Gone("The message is no longer in Slack.")
    if code in _NOT_OURS:
        return NotOurs("Only its author can change this message in Slack.")
    if code:
        return Refused(_WORDS.get(code, f"Slack refused ({method}: {code})."))
    return _unclear("Slack's answer made no sense.", repeatable)


def to_webhook_error(status: int, body: str, headers: object) -> SendError | None:
    """What the answer of a ``response_url`` means; None when it took the message."""
    if status == 200:
        return None
    if status == 429:
        return TryLater(
            "Slack asks for patience.", retry_after=to_retry_after(headers), everywhere=True
        )
    if status >= 500:
        return TryLater("Slack is not working at the moment.")
    if status in (403, 404, 410) or "url" in body:
        return Expired("The private answer came too late for Slack.")
    return Refused(f"Slack refused the private answer ({status}).")


def error_code(error: SendError) -> str:
    """Slack's own word for a refusal, or an empty text."""
    cause = error.__cause__
    data = getattr(getattr(cause, "response", None), "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def is_limit(error: SendError) -> bool:
    """Whether Slack has asked for patience."""
    cut_off = error_code(error) in _CUT_OFF
    return isinstance(error, TryLater) and error.everywhere and not cut_off


def to_retry_after(headers: object) -> float:
    """The seconds that a rate limit asks for; one when it does not say."""
    getter = getattr(headers, "get", None)
    value = (getter("Retry-After") or getter("retry-after")) if getter else None
    try:
        return max(0.0, float(str(value)))
    except ValueError:
        return 1.0


def _unclear(reason: str, repeatable: bool) -> SendError:
    return TryLater(reason) if repeatable else OutcomeUnknown(reason)
