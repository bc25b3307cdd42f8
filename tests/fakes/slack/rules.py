"""What Slack refuses: one row per rule, with its documented limit and its error."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.fakes.slack.elements import broken_by_block, units

Json = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """A rule: its limit (None where it is not a number) and the error that Slack gives."""

    limit: int | None
    error: str


_BLOCKS = "invalid_blocks"
_VIEW = "invalid_arguments"

APP_RULES: dict[str, Rule] = {
    "rate.method": Rule(None, "ratelimited"),
    "auth.expired": Rule(43_200, "token_expired"),
    "auth.revoked": Rule(None, "token_revoked"),
    "enterprise.team": Rule(None, "missing_argument"),
    "oauth.client": Rule(None, "invalid_client_id"),
    "oauth.secret": Rule(None, "bad_client_secret"),
    "oauth.code": Rule(600, "invalid_code"),
    "oauth.redirect": Rule(None, "bad_redirect_uri"),
    "oauth.refresh": Rule(1, "invalid_refresh_token"),
    "socket.token": Rule(None, "not_allowed_token_type"),
    "socket.ticket": Rule(30, "ticket"),
    "socket.many": Rule(10, "too_many_websockets"),
    "socket.envelope": Rule(None, "unknown_envelope"),
    "socket.payload": Rule(None, "no_payload_accepted"),
}
"""What the app itself may not: being installed, its tokens, its sockets, its rates."""

RULES: dict[str, Rule] = {
    **APP_RULES,
    # messages
    "message.empty": Rule(None, "no_text"),
    "message.text": Rule(4000, "msg_too_long"),
    "message.metadata": Rule(None, "invalid_metadata_format"),
    "message.blocks": Rule(50, _BLOCKS),
    # not documented; taken from refusals that people measured
    "message.all_text": Rule(9600, "msg_blocks_too_long"),
    "message.all_json": Rule(15600, "msg_blocks_too_long"),
    # blocks
    "block.type": Rule(None, _BLOCKS),
    "block.id": Rule(255, _BLOCKS),
    "block.id_unique": Rule(None, _BLOCKS),
    "text.empty": Rule(1, _BLOCKS),
    "text.kind": Rule(None, _BLOCKS),
    "section.text": Rule(3000, _BLOCKS),
    "section.empty": Rule(None, _BLOCKS),
    "section.fields": Rule(10, _BLOCKS),
    "section.field": Rule(2000, _BLOCKS),
    "header.text": Rule(150, _BLOCKS),
    "context.elements": Rule(10, _BLOCKS),
    "context.text": Rule(3000, _BLOCKS),
    "actions.elements": Rule(25, _BLOCKS),
    "action.id": Rule(255, _BLOCKS),
    "action.id_unique": Rule(None, _BLOCKS),
    "button.text": Rule(75, _BLOCKS),
    "button.value": Rule(2000, _BLOCKS),
    "button.style": Rule(None, _BLOCKS),
    "button.accessibility": Rule(75, _BLOCKS),
    "finding.options": Rule(None, _BLOCKS),
    "finding.fewest": Rule(0, _BLOCKS),
    "finding.initial": Rule(None, _BLOCKS),
    "select.options": Rule(100, _BLOCKS),
    "select.placeholder": Rule(150, _BLOCKS),
    "select.initial": Rule(None, _BLOCKS),
    "option.text": Rule(75, _BLOCKS),
    "option.value": Rule(150, _BLOCKS),
    # modals
    "view.type": Rule(None, _VIEW),
    "view.size": Rule(250_000, "view_too_large"),
    "view.title": Rule(24, _VIEW),
    "view.submit": Rule(24, _VIEW),
    "view.close": Rule(24, _VIEW),
    "view.blocks": Rule(100, _VIEW),
    "view.metadata": Rule(3000, _VIEW),
    "view.callback": Rule(255, _VIEW),
    "view.submit_missing": Rule(None, _VIEW),
    "input.label": Rule(2000, _VIEW),
    "input.hint": Rule(2000, _VIEW),
    "input.max_length": Rule(3000, _VIEW),
    "input.initial": Rule(None, _VIEW),
    "date.initial": Rule(None, _VIEW),
    "trigger.unknown": Rule(None, "invalid_trigger_id"),
    "trigger.expired": Rule(3, "expired_trigger_id"),
    "trigger.used": Rule(1, "exchanged_trigger_id"),
    # who may what, and where
    "auth.missing": Rule(None, "not_authed"),
    "auth.wrong": Rule(None, "invalid_auth"),
    "auth.scope": Rule(None, "missing_scope"),
    "method.unknown": Rule(None, "unknown_method"),
    "channel.unknown": Rule(None, "channel_not_found"),
    "channel.hidden": Rule(None, "channel_not_found"),
    "channel.not_in": Rule(None, "not_in_channel"),
    "channel.archived": Rule(None, "is_archived"),
    "channel.viewer": Rule(None, "user_not_in_channel"),
    "unfurl.message": Rule(None, "cannot_find_message"),
    "unfurl.url": Rule(None, "cannot_unfurl_url"),
    "thread.unknown": Rule(None, "thread_not_found"),
    "message.unknown": Rule(None, "message_not_found"),
    "message.not_own": Rule(None, "cant_update_message"),
    "message.not_own_delete": Rule(None, "cant_delete_message"),
    "reaction.name": Rule(None, "invalid_name"),
    "reaction.twice": Rule(1, "already_reacted"),
    "reaction.none": Rule(None, "no_reaction"),
    "group.unknown": Rule(None, "no_such_subteam"),
    "user.unknown": Rule(None, "user_not_found"),
    "user.bot": Rule(None, "cannot_dm_bot"),
    "rate.channel": Rule(1, "ratelimited"),
    "upload.arguments": Rule(None, "missing_argument"),
    "upload.alt": Rule(1000, "alt_txt_too_long"),
    "upload.expired": Rule(3600, "expired_url"),
    "upload.size": Rule(None, "wrong_size"),
    "file.not_brought": Rule(None, "file_not_found"),
    "file.unknown": Rule(None, "file_not_found"),
    "file.not_own": Rule(None, "cant_delete_file"),
    "download.token": Rule(None, "sign_in"),
    "download.scope": Rule(None, "sign_in"),
    "hook.expired": Rule(1800, "expired_url"),
    "hook.used": Rule(5, "used_url"),
}


def broken_by_message(payload: Json) -> str | None:
    """The first rule that a message breaks, or None."""
    return next(_message(payload), None)


def broken_by_view(view: Json, kind: str = "modal") -> str | None:
    """The first rule that a modal, or a ``home``, breaks; None if none."""
    return next(_view(view, kind), None)


def _message(payload: Json) -> Iterator[str]:
    text, blocks = payload.get("text") or "", payload.get("blocks") or []
    if not text and not blocks:
        yield "message.empty"
    if units(text) > 4000:
        yield "message.text"
    yield from _metadata(payload.get("metadata"))
    if len(blocks) > 50:
        yield "message.blocks"
    yield from _blocks(blocks)
    if sum(units(one) for one in texts_in(blocks)) > 9600:
        yield "message.all_text"
    if units(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > 15600:
        yield "message.all_json"


def _metadata(metadata: Any) -> Iterator[str]:
    if metadata is None:
        return
    good = isinstance(metadata, dict) and isinstance(metadata.get("event_payload"), dict)
    if not good or not isinstance(metadata.get("event_type"), str):
        yield "message.metadata"


def _view(view: Json, kind: str) -> Iterator[str]:
    blocks = view.get("blocks") or []
    if view.get("type") != kind or not blocks:
        yield "view.type"
    if units(json.dumps(view, ensure_ascii=False)) > 250_000:
        yield "view.size"
    if kind == "home":
        yield from _page(blocks)
        return
    for part in ("title", "submit", "close"):
        text = (view.get(part) or {}).get("text", "")
        if units(text) > 24 or (part == "title" and not text):
            yield f"view.{part}"
    if units(view.get("private_metadata") or "") > 3000:
        yield "view.metadata"
    if units(view.get("callback_id") or "") > 255:
        yield "view.callback"
    if not view.get("submit") and any(one.get("type") == "input" for one in blocks):
        yield "view.submit_missing"
    yield from _page(blocks)


def _page(blocks: list[Json]) -> Iterator[str]:
    if len(blocks) > 100:
        yield "view.blocks"
    yield from _blocks(blocks)


def _blocks(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        yield from broken_by_block(block)
    ids = [one["block_id"] for one in blocks if one.get("block_id")]
    if any(units(one) > 255 for one in ids):
        yield "block.id"
    if len(set(ids)) < len(ids):
        yield "block.id_unique"
    actions = [one["action_id"] for block in blocks for one in elements_of(block)]
    if any(units(one) > 255 for one in actions):
        yield "action.id"
    if len(set(actions)) < len(actions):
        yield "action.id_unique"


def elements_of(block: Json) -> list[Json]:
    """The interactive elements of a block."""
    found = list(block.get("elements") or ()) if block.get("type") == "actions" else []
    found += [one for one in (block.get("accessory"), block.get("element")) if one]
    return [one for one in found if one.get("action_id")]


def texts_in(part: Any) -> Iterator[str]:
    """Every text that a person would read in these blocks."""
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for value in part.values():
            yield from texts_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from texts_in(value)
