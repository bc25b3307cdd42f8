"""Posting into one workspace: under whose name, in public or to one person alone."""

from uuid import UUID

from adapters.slack.render.messages import Message, render
from adapters.slack.sending.bodies import QUIET, in_thread, to_body
from adapters.slack.sending.voices import to_voice
from adapters.slack.webapi.failures import error_code
from adapters.slack.webapi.finding import to_metadata
from adapters.slack.workspaces.connections import Connection
from bot.cards import Card, Text
from bot.incoming import Spot
from bot.ports import OutcomeUnknown, Refused

# Where the channel cannot hold a private answer, a direct message can.
_NOT_THERE = {
    "user_not_in_channel",
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "channel_is_archived",
    "restricted_action",
}


async def say(line: Connection, spot: Spot, content: Text | Card, delivery: UUID) -> str:
    """Post it, under its author's name where the app may; the stamp of the message."""
    voice = to_voice(line, content)
    message = render(content, voiced=bool(voice))
    try:
        return await _post(line, spot.channel, spot.thread, message, delivery, voice)
    except Refused as refused:
        if not voice or error_code(refused) != "missing_scope":
            raise
    # Nothing was posted: the name stands in the message instead, from now on.
    line.voiceless = True
    return await _post(line, spot.channel, spot.thread, render(content), delivery)


async def _post(
    line: Connection,
    channel: str,
    thread: str | None,
    message: Message,
    delivery: UUID,
    voice: dict[str, str] | None = None,
    *,
    again: bool = False,
) -> str:
    body = to_body(message) | QUIET | in_thread(thread) | (voice or {})
    posted = await line.calls.write(
        "chat.postMessage",
        repeatable=again,
        channel=channel,
        metadata=to_metadata(delivery),
        **body,
    )
    if not posted.get("ts"):
        raise OutcomeUnknown("Slack did not say where the message is.")
    return str(posted["ts"])


async def answer_without_token(
    line: Connection, spot: Spot, viewer: str, message: Message, delivery: UUID
) -> str:
    """Say it to one person alone: there, else directly."""
    if spot.channel == viewer:
        # Pressed at home, or a shortcut from nowhere: no channel could hold the answer.
        return await _post(
            line, await line.people.direct(viewer), None, message, delivery, again=True
        )
    try:
        posted = await line.calls.write(
            "chat.postEphemeral",
            repeatable=True,
            channel=spot.channel,
            user=viewer,
            **(to_body(message) | in_thread(spot.thread)),
        )
    except Refused as refused:
        if error_code(refused) not in _NOT_THERE:
            raise
    else:
        return f"private:{posted.get('message_ts') or delivery}"
    direct = await line.people.direct(viewer)
    # Nobody but its reader minds the same private answer twice; a lost one is worse.
    return await _post(line, direct, None, message, delivery, again=True)
