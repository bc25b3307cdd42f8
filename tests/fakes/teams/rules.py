"""What Teams refuses: one row per rule, with its documented limit and its error."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.fakes.teams.cards import ADAPTIVE, broken_by_card

Json = dict[str, Any]

FILE_CONSENT = "application/vnd.microsoft.teams.card.file.consent"
FILE_INFO = "application/vnd.microsoft.teams.card.file.info"
_KINDS = {"message", "typing"}
_ATTACHMENTS = {ADAPTIVE, FILE_CONSENT, FILE_INFO}
MESSAGE_BYTES, CARD_BYTES = 102_400, 28_672


@dataclass(frozen=True)
class Rule:
    """A rule: its limit (None where it is not a number), and how Teams refuses."""

    limit: int | None
    status: int
    error: str
    words: str = "Bad argument"


_BAD = "BadArgument"

CARD_RULES: dict[str, Rule] = {
    "card.type": Rule(None, 400, _BAD, "An Adaptive Card is expected"),
    "card.version": Rule(None, 400, _BAD, "Cards go up to version 1.5"),
    "card.size": Rule(CARD_BYTES, 413, "MessageSizeTooBig", "Message size too large"),
    "card.element": Rule(None, 400, _BAD, "Unknown card element"),
    "card.required": Rule(None, 400, _BAD, "A property is missing"),
    "card.id": Rule(None, 400, _BAD, "Two elements have the same id"),
    "card.value": Rule(None, 400, _BAD, "A property has an unknown value"),
    "card.text": Rule(None, 400, _BAD, "A text is no text"),
    "card.moment": Rule(None, 400, _BAD, "A moment that clients would show as it stands"),
    "card.refresh": Rule(60, 400, _BAD, "Refresh takes an Action.Execute, for at most 60 people"),
    "card.mention": Rule(None, 400, _BAD, "A mention does not occur in the card"),
    "input.id": Rule(None, 400, _BAD, "An input has no id"),
    "input.value": Rule(None, 400, _BAD, "An input begins with a value that it cannot have"),
    "input.choices": Rule(None, 400, _BAD, "A choice needs a title and a value"),
    "action.type": Rule(None, 400, _BAD, "Unknown action"),
    "action.title": Rule(None, 400, _BAD, "An action has no title"),
    "action.verb": Rule(None, 400, _BAD, "Action.Execute needs a verb"),
    "action.version": Rule(None, 400, _BAD, "Action.Execute needs version 1.5"),
    "action.many": Rule(6, 400, _BAD, "Too many actions in a row"),
    "action.url": Rule(None, 400, _BAD, "Action.OpenUrl needs an address"),
    "action.target": Rule(None, 400, _BAD, "Action.ToggleVisibility names nothing"),
}
"""What no card may be, wherever it is shown."""

ANSWER_RULES: dict[str, Rule] = {
    "invoke.status": Rule(200, 0, "Something went wrong. Please try again."),
    "invoke.json": Rule(None, 0, "Something went wrong. Please try again."),
    "invoke.late": Rule(15, 0, "Unable to reach app. Please try again."),
    "extension.late": Rule(5, 0, "Unable to reach app. Please try again."),
    "act.shape": Rule(None, 0, "Something went wrong. Please try again."),
    "act.card": Rule(None, 0, "Something went wrong. Please try again."),
    "task.type": Rule(None, 0, "Unable to reach app. Please try again."),
    "task.title": Rule(None, 0, "Unable to reach app. Please try again."),
    "task.size": Rule(None, 0, "Unable to reach app. Please try again."),
    "task.card": Rule(None, 0, "Unable to reach app. Please try again."),
    "task.execute": Rule(None, 0, "Unable to reach app. Please try again."),
    "extension.type": Rule(None, 0, "Unable to reach app. Please try again."),
    "extension.layout": Rule(None, 0, "Unable to reach app. Please try again."),
    "extension.preview": Rule(None, 0, "Unable to reach app. Please try again."),
    "extension.card": Rule(None, 0, "Unable to reach app. Please try again."),
    "search.shape": Rule(None, 0, "Unable to load options."),
}
"""What no answer to an invoke may be; ``error`` is what the person reads instead."""

RULES: dict[str, Rule] = {
    **CARD_RULES,
    **ANSWER_RULES,
    # the sign-in
    "token.client": Rule(None, 400, "unauthorized_client", "AADSTS700016: no such application"),
    "token.secret": Rule(None, 401, "invalid_client", "AADSTS7000215: invalid client secret"),
    "token.grant": Rule(None, 400, "unsupported_grant_type", "AADSTS70003: unsupported grant"),
    "token.scope": Rule(None, 400, "invalid_scope", "AADSTS70011: invalid scope"),
    "token.tenant": Rule(None, 400, "invalid_request", "AADSTS90002: tenant not found"),
    "auth.missing": Rule(None, 401, "Unauthorized", "Authorization has been denied"),
    "auth.wrong": Rule(None, 401, "Unauthorized", "Authorization has been denied"),
    "auth.expired": Rule(3_600, 401, "Unauthorized", "Authorization has been denied"),
    # where the bot may speak
    "conversation.unknown": Rule(None, 404, "ConversationNotFound", "Conversation not found."),
    "conversation.roster": Rule(
        None,
        403,
        "BotNotInConversationRoster",
        "The bot is not part of the conversation roster.",
    ),
    "conversation.private": Rule(
        None,
        403,
        "BotNotInConversationRoster",
        "The bot is not part of the conversation roster.",
    ),
    "conversation.busy": Rule(
        1, 412, "PreconditionFailed", "Precondition failed, please try again."
    ),
    "bot.disabled": Rule(None, 403, "BotDisabledByAdmin", "The tenant admin disabled this bot."),
    "person.blocked": Rule(
        None, 403, "MessageWritesBlocked", "Thread is blocked from message writes."
    ),
    "person.unknown": Rule(None, 400, _BAD, "Failed to decrypt pairwise id"),
    "person.uninstalled": Rule(
        None,
        403,
        "ForbiddenOperationException",
        "Bot is not installed in user's personal scope",
    ),
    "create.tenant": Rule(None, 400, _BAD, "Tenant id must be provided"),
    "create.members": Rule(None, 400, "BadSyntax", "Exactly one member must be provided"),
    "create.activity": Rule(None, 400, "BadSyntax", "A thread needs its first activity"),
    "member.unknown": Rule(
        None,
        404,
        "MemberNotFoundInConversation",
        "The member was not found in the conversation.",
    ),
    "team.unknown": Rule(None, 404, "ConversationNotFound", "Conversation not found."),
    "members.token": Rule(None, 400, _BAD, "Unknown continuation token"),
    # messages
    "activity.json": Rule(None, 400, "BadSyntax", "The body is no activity"),
    "activity.kind": Rule(None, 400, "BadSyntax", "Unknown activity type"),
    "activity.empty": Rule(None, 400, "BadSyntax", "The activity says nothing"),
    "activity.size": Rule(MESSAGE_BYTES, 413, "MessageSizeTooBig", "Message size too large"),
    "activity.attachment": Rule(None, 400, _BAD, "Unknown attachment type"),
    "activity.unknown": Rule(
        None, 404, "ActivityNotFoundInConversation", "Conversation not found."
    ),
    "activity.not_own": Rule(
        None, 403, "NotEnoughPermissions", "Only its author can change a message."
    ),
    "targeted.recipient": Rule(None, 400, "Bad argument", "The recipient is missing"),
    "targeted.member": Rule(None, 400, "Bad argument", "The recipient is not a member"),
    "targeted.changed": Rule(None, 400, "Bad argument", "The recipient cannot be changed"),
    "targeted.personal": Rule(None, 400, "Bad argument", "Not in one-to-one chats"),
    "targeted.expired": Rule(
        86_400, 404, "ActivityNotFoundInConversation", "Conversation not found."
    ),
    "rate.conversation": Rule(None, 429, "Throttled", "Too many requests."),
    "rate.tenant": Rule(50, 429, "Throttled", "Too many requests."),
    # files
    "file.personal": Rule(None, 400, _BAD, "Files go through personal chats only"),
    "file.consent": Rule(None, 400, _BAD, "A consent card needs a name and its size in bytes"),
    "upload.unknown": Rule(None, 404, "itemNotFound", "The upload session was not found"),
    "upload.range": Rule(None, 400, "invalidRange", "Content-Range is missing or wrong"),
    "upload.token": Rule(None, 401, "unauthenticated", "The address itself is the right"),
    "download.expired": Rule(3_600, 401, "unauthenticated", "The link has ended"),
    "attachment.unknown": Rule(None, 404, "ServiceError", "The attachment was not found"),
}


def units(text: str) -> int:
    """The bytes of a text in UTF-16, in which Teams counts messages."""
    return len(text.encode("utf-16-le", "surrogatepass"))


def compact(part: Any) -> str:
    """A part as JSON without spaces."""
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"))


def broken_by_activity(activity: Json) -> str | None:
    """The first rule that an outgoing activity breaks, or None."""
    return next(_activity(activity), None)


def _activity(activity: Json) -> Iterator[str]:
    if not activity:
        yield "activity.json"
    if activity.get("type") not in _KINDS:
        yield "activity.kind"
    if activity.get("type") != "message":
        return
    attachments = activity.get("attachments") or []
    if not (activity.get("text") or "").strip() and not attachments:
        yield "activity.empty"
    if units(compact(activity)) > MESSAGE_BYTES:
        yield "activity.size"
    for one in attachments:
        yield from _attachment(one)


def _attachment(attachment: Json) -> Iterator[str]:
    kind = str(attachment.get("contentType") or "")
    if kind not in _ATTACHMENTS and not kind.startswith("image/"):
        yield "activity.attachment"
    elif kind == ADAPTIVE:
        yield from broken_by_attached(attachment)
    elif kind == FILE_CONSENT:
        size = (attachment.get("content") or {}).get("sizeInBytes")
        if not attachment.get("name") or not isinstance(size, int):
            yield "file.consent"


def broken_by_attached(attachment: Any) -> Iterator[str]:
    """The rules that a card breaks as an attachment."""
    if not isinstance(attachment, dict) or attachment.get("contentType") != ADAPTIVE:
        yield "card.type"
        return
    card = attachment.get("content")
    if len(compact(card).encode()) > CARD_BYTES:
        yield "card.size"
    yield from broken_by_card(card)
