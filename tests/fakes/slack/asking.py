"""The fake asks as Slack does: shortcuts, what somebody types, links, homes."""

import json
from typing import TYPE_CHECKING

import httpx

from tests.fakes.slack.rules import elements_of
from tests.fakes.slack.state import Json

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack


class Asks:
    """What people do in Slack's own menus, fields and pages."""

    def __init__(self, slack: "FakeSlack") -> None:
        self._slack = slack

    async def shortcut(self, user: str, name: str) -> httpx.Response:
        """Choose a shortcut from anywhere: there is no channel and no response address."""
        payload = {"type": "shortcut", "callback_id": name, **self._who(user)}
        return await self._send(payload)

    async def message_shortcut(
        self, user: str, channel: str, stamp: str, name: str
    ) -> httpx.Response:
        """Choose a shortcut of a message. Slack shows it to all who see the message."""
        message = self._slack.channels[channel].messages[stamp]
        payload = {
            "type": "message_action",
            "callback_id": name,
            "channel": {"id": channel, "name": channel.lower()},
            "message": {"type": "message", **message},
            "message_ts": stamp,
            "response_url": self._slack.new_hook(channel, user),
            **self._who(user),
        }
        return await self._send(payload)

    async def type(self, user: str, view: Json, block_id: str, typed: str) -> list[Json]:
        """Type into a select; the choices that it offers now. Too few letters ask nothing."""
        block = next(one for one in view["blocks"] if one.get("block_id") == block_id)
        element = block["element"]
        if len(typed) < element.get("min_query_length", 3):
            return []
        payload = {
            "type": "block_suggestion",
            "action_id": element["action_id"],
            "block_id": block_id,
            "value": typed,
            "view": view,
            **self._who(user),
        }
        answer = await self._send(payload)
        assert answer.status_code == 200
        options: list[Json] = answer.json()["options"]
        assert len(options) <= 100
        self._slack.offered.setdefault((view["id"], block_id), []).extend(options)
        return options

    async def share_link(
        self, user: str, channel: str, *urls: str, composing: bool = False, **more: str
    ) -> Json:
        """Post a message with links to us; the message, with the cards under it if any."""
        event = self._slack.send.message(
            user, channel, f"Look: {' '.join(f'<{url}>' for url in urls)}", **more
        )
        stamp = event["ts"]
        shared = {
            "type": "link_shared",
            "user": user,
            "channel": "COMPOSER" if composing else channel,
            "message_ts": f"{stamp}-composer" if composing else stamp,
            "source": "composer" if composing else "conversations_history",
            "unfurl_id": f"{channel}.{stamp}",
            "links": [{"domain": url.split("/")[2], "url": url} for url in urls],
            "event_ts": self._slack.next_stamp(),
            **more,
        }
        assert (await self._slack.send.event(shared)).status_code == 200
        return self._slack.channels[channel].messages[stamp]

    async def open_home(self, user: str, tab: str = "home") -> httpx.Response:
        """Open the app's page."""
        event = {
            "type": "app_home_opened",
            "user": user,
            "channel": f"D{user[1:]}",
            "tab": tab,
            "event_ts": self._slack.next_stamp(),
        }
        return await self._slack.send.event(event)

    async def press_home(self, user: str, label: str, row: str = "") -> httpx.Response:
        """Press a button, or choose a line, in one's home; ``row``: below these words."""
        view = self._slack.homes[user]
        action = _action(view["blocks"], label, row)
        action["action_ts"] = self._slack.next_stamp()
        payload = {
            "type": "block_actions",
            "container": {"type": "view", "view_id": view["id"]},
            "view": view,
            "actions": [action],
            **self._who(user),
        }
        return await self._send(payload)

    def _who(self, user: str) -> Json:
        return {
            "team": {"id": self._slack.team},
            "user": {"id": user, "team_id": self._slack.team},
            "trigger_id": self._slack.new_trigger(),
            "action_ts": self._slack.next_stamp(),
        }

    async def _send(self, payload: Json) -> httpx.Response:
        return await self._slack.send.form({"payload": json.dumps(payload)})


def _action(blocks: list[Json], label: str, row: str) -> Json:
    passed = not row
    for block in blocks:
        passed = passed or row in json.dumps(block.get("text") or {}, ensure_ascii=False)
        for element in elements_of(block) if passed else ():
            if element["type"] == "button" and element["text"]["text"] == label:
                return {**element, "block_id": "generated"}
            for option in element.get("options") or ():
                if option["text"]["text"] == label:
                    return {**element, "block_id": "generated", "selected_option": option}
    raise LookupError(f"nothing says {label!r} there")


def chosen(offered: list[Json], value: str) -> Json | None:
    """The choice that is meant by a value, or by the words that were typed for it."""
    plain = value.casefold().lstrip("+#")
    for one in offered:
        if one["value"] == value or one["value"].casefold() == plain:
            return one
    return offered[0] if len(offered) == 1 else None
