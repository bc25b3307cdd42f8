"""The fake acts as Slack towards us: signed events, commands, presses and forms."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import httpx

from tests.fakes.slack.asking import chosen
from tests.fakes.slack.elements import FINDING
from tests.fakes.slack.methods import store_view
from tests.fakes.slack.rules import elements_of
from tests.fakes.slack.state import Json

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack

PATH = "/slack/events"


@dataclass
class Said:
    """A message that was said, what was sent about it, and what we answered."""

    ts: str
    events: list[Json]
    answers: list[httpx.Response]


class Sender:
    """Sends what people do to us. Give it a client whose base URL is ours."""

    def __init__(self, slack: "FakeSlack") -> None:
        self._slack = slack
        self.client: httpx.AsyncClient | None = None
        self.by_socket = False

    async def raw(
        self, body: str, kind: str, headers: dict[str, str] | None = None, *, age: float = 0
    ) -> httpx.Response:
        """Send a body signed as Slack signs; ``headers`` win, ``age`` makes it old."""
        if self.by_socket:
            return await self._by_socket(body, kind)
        if self.client is None:
            raise RuntimeError("give `send.client` an httpx.AsyncClient first")
        stamp = str(int(time.time() - age))
        secret = self._slack.signing_secret.encode()
        digest = hmac.new(secret, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        signed = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}",
        }
        content = body.encode()
        return await self.client.post(PATH, content=content, headers={**signed, **(headers or {})})

    async def _by_socket(self, body: str, kind: str) -> httpx.Response:
        """The same through a socket, as the answer that it would have been by HTTP."""
        if kind == "application/json":
            payload, what = json.loads(body), "events_api"
        else:
            form = dict(parse_qsl(body, keep_blank_values=True))
            payload = json.loads(form["payload"]) if "payload" in form else form
            what = "interactive" if "payload" in form else "slash_commands"
        accepts = what != "events_api"
        answer = await self._slack.socket_host.deliver(what, payload, accepts=accepts)
        if answer is None:
            return httpx.Response(500)
        said = answer.get("payload")
        return httpx.Response(200, json=said) if said else httpx.Response(200)

    async def event(self, event: Json, retry: int = 0, **more: Any) -> httpx.Response:
        """Deliver an event; ``retry`` marks a repeated delivery, ``event_id`` may be given."""
        body = {
            "type": "event_callback",
            "team_id": self._slack.team,
            "api_app_id": "A0APP",
            "event_id": f"Ev{self._slack.next_number()}",
            "event_time": int(time.time()),
            "authorizations": [{"team_id": self._slack.team, "is_bot": True}],
            "event": event,
            **more,
        }
        headers = {}
        if retry:
            headers = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        return await self.raw(json.dumps(body), "application/json", headers)

    def message(self, user: str, channel: str, text: str, **more: Any) -> Json:
        """The event of something that a person says now; it stands in the channel already."""
        stamp = self._slack.next_stamp()
        place = self._slack.channels[channel]
        event = {"type": "message", "user": user, "text": text, "ts": stamp, **more}
        place.messages[stamp] = dict(event)
        kinds = {"channel": "channel", "group": "group", "im": "im", "mpim": "mpim"}
        return event | {"channel": channel, "channel_type": kinds[place.kind]}

    async def say(self, user: str, channel: str, text: str, **more: Any) -> Said:
        """A person says something; who mentions us is delivered twice, as Slack does."""
        event = self.message(user, channel, text, **more)
        events = [event]
        if f"<@{self._slack.bot_user}>" in text and event["channel_type"] != "im":
            events.append({**event, "type": "app_mention"})
        return Said(event["ts"], events, [await self.event(one) for one in events])

    async def slash(self, user: str, channel: str, command: str, text: str = "") -> httpx.Response:
        """A person types a slash command."""
        form = {
            "command": command,
            "text": text,
            "team_id": self._slack.team,
            "user_id": user,
            "channel_id": channel,
            "trigger_id": self._slack.new_trigger(),
            "response_url": self._slack.new_hook(channel, user),
        }
        return await self.form(form)

    async def press(
        self, user: str, channel: str, message: Json, label: str, **more: Any
    ) -> httpx.Response:
        """A person presses the button with this label (or picks the line of a select)."""
        action = _action(message, label)
        action["action_ts"] = self._slack.next_stamp()
        container = {"type": "message", "message_ts": message["ts"], "channel_id": channel}
        container["is_ephemeral"] = message in self._slack.ephemerals
        if message.get("thread_ts"):
            container["thread_ts"] = message["thread_ts"]
        payload = {
            "type": "block_actions",
            "team": {"id": self._slack.team},
            "user": {"id": user},
            "channel": {"id": channel},
            "container": container,
            "actions": [action],
            "trigger_id": self._slack.new_trigger(),
            "response_url": self._slack.new_hook(channel, user),
            **more,
        }
        return await self.form({"payload": json.dumps(payload)})

    async def submit(self, user: str, view: Json, values: dict[str, str]) -> httpx.Response:
        """A person submits a modal; an answer that replaces it is checked and kept."""
        offered = self._slack.offered
        state = {
            block["block_id"]: _filled(block, values, offered.get((view["id"], block["block_id"])))
            for block in _inputs(view)
        }
        payload = {
            "type": "view_submission",
            "team": {"id": self._slack.team},
            "user": {"id": user},
            "view": {**view, "state": {"values": state}},
        }
        response = await self.form({"payload": json.dumps(payload)})
        answer = response.json() if response.content else {}
        if answer.get("response_action") == "update":
            store_view(self._slack, answer["view"], view)
        return response

    async def form(self, form: dict[str, str]) -> httpx.Response:
        """Send a form as Slack sends commands and acts."""
        return await self.raw(urlencode(form), "application/x-www-form-urlencoded")


def _action(message: Json, label: str) -> Json:
    for block in message.get("blocks") or ():
        for element in elements_of(block):
            if element["type"] == "button" and element["text"]["text"] == label:
                return {**element, "block_id": "generated"}
            for option in element.get("options") or ():
                if option["text"]["text"] == label:
                    return {**element, "block_id": "generated", "selected_option": option}
    raise LookupError(f"nothing says {label!r} in that message")


def _found(element: Json, value: str | None, offered: list[Json]) -> Json:
    """Only what was offered can be chosen, or what was chosen already."""
    if element["type"] == "external_select":
        begun = element.get("initial_option")
        if value is None:
            return {"selected_option": begun}
        return {"selected_option": chosen([*([begun] if begun else []), *offered], value)}
    begun = element.get("initial_options") or []
    if value is None:
        return {"selected_options": begun}
    found = [chosen([*begun, *offered], part) for part in value.split(",") if part.strip()]
    return {"selected_options": [one for one in found if one is not None]}


def _inputs(view: Json) -> list[Json]:
    return [block for block in view["blocks"] if block["type"] == "input"]


def _filled(block: Json, values: dict[str, str], offered: list[Json] | None) -> Json:
    element = block["element"]
    value = values.get(block["block_id"])
    kind = element["type"]
    if kind == "static_select":
        chosen = [one for one in element["options"] if one["value"] == value]
        filled: Json = {"selected_option": chosen[0] if chosen else element.get("initial_option")}
    elif kind in FINDING:
        filled = _found(element, value, offered or [])
    elif kind == "datepicker":
        filled = {"selected_date": value or element.get("initial_date")}
    else:
        filled = {"value": value if value is not None else element.get("initial_value")}
    return {element["action_id"]: {"type": kind, **filled}}
