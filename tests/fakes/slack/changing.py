"""People change, remove and react to what stands in the fake Slack, and other bots speak."""

from typing import TYPE_CHECKING, Any

import httpx

from tests.fakes.copying import copied
from tests.fakes.slack.state import Json

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack


class Changes:
    """What becomes of messages. Each act returns our answer to its event."""

    def __init__(self, slack: "FakeSlack") -> None:
        self._slack = slack

    async def edit(self, channel: str, stamp: str, text: str, **more: Any) -> httpx.Response:
        """The author changes the message; ``files`` are those that it still has."""
        event = self.edited(channel, stamp, text, **more)
        return await self._slack.send.event(event)

    def edited(self, channel: str, stamp: str, text: str, **more: Any) -> Json:
        """The event of an edit; the message says the new text already."""
        message = self._slack.channels[channel].messages[stamp]
        before = copied(message)
        message.update({"text": text, **more})
        message["edited"] = {"user": message.get("user"), "ts": self._slack.next_stamp()}
        return self._changed(channel, before, message)

    async def unfurl(self, channel: str, stamp: str) -> httpx.Response:
        """Slack adds a preview of a link: a change in which nobody changed a word."""
        message = self._slack.channels[channel].messages[stamp]
        before = copied(message)
        message["attachments"] = [{"title": "A page", "from_url": "https://example.org"}]
        return await self._slack.send.event(self._changed(channel, before, message))

    async def remove(self, channel: str, stamp: str) -> httpx.Response:
        """The author removes the message; a root with answers leaves its tombstone."""
        return await self._slack.send.event(self.removed(channel, stamp))

    def removed(self, channel: str, stamp: str) -> Json:
        """The event of a removal; the message is gone already."""
        messages = self._slack.channels[channel].messages
        before = messages.pop(stamp)
        if any(one.get("thread_ts") == stamp for one in messages.values()):
            tomb = {
                "type": "message",
                "subtype": "tombstone",
                "text": "This message was deleted.",
                "user": "USLACKBOT",
                "hidden": True,
                "ts": stamp,
                "thread_ts": stamp,
            }
            messages[stamp] = tomb
            return self._changed(channel, before, tomb)
        moment = self._slack.next_stamp()
        return {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "channel": channel,
            "deleted_ts": stamp,
            "previous_message": before,
            "ts": moment,
            "event_ts": moment,
        }

    async def react(
        self, user: str, channel: str, stamp: str, emoji: str, *, off: bool = False
    ) -> httpx.Response | None:
        """A person puts an emoji on a message, or takes it ``off``; None where the app may not
        hear of it."""
        if self._slack.scopes is not None and "reactions:read" not in self._slack.scopes:
            return None
        event = self.reacted(user, channel, stamp, emoji)
        if off:
            event["type"] = "reaction_removed"
        return await self._slack.send.event(event)

    def reacted(self, user: str, channel: str, stamp: str, emoji: str) -> Json:
        """The event of a reaction."""
        message = self._slack.channels[channel].messages[stamp]
        return {
            "type": "reaction_added",
            "user": user,
            "reaction": emoji,
            "item_user": message.get("user"),
            "item": {"type": "message", "channel": channel, "ts": stamp},
            "event_ts": self._slack.next_stamp(),
        }

    async def alert(self, bot: str, channel: str, text: str, **more: Any) -> Json:
        """Another bot posts; the message."""
        event = self._slack.send.message(
            "",
            channel,
            text,
            subtype="bot_message",
            bot_id=bot,
            **{"username": "Pager", **more},
        )
        event.pop("user")
        self._slack.channels[channel].messages[event["ts"]].pop("user")
        answer = await self._slack.send.event(event)
        assert answer.status_code == 200
        return event

    def _changed(self, channel: str, before: Json, after: Json) -> Json:
        moment = self._slack.next_stamp()
        return {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": channel,
            "message": copied(after),
            "previous_message": before,
            "ts": moment,
            "event_ts": moment,
        }
