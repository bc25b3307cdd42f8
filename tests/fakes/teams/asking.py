"""People search, act on messages, paste links and look things up in fields."""

from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.fakes.teams.answers import broken_by_extension, broken_by_search
from tests.fakes.teams.cards import inputs_of
from tests.fakes.teams.pressing import Dialog, Pressed
from tests.fakes.teams.records import Json, Message
from tests.fakes.teams.sending import Asked, Said

if TYPE_CHECKING:
    from tests.fakes.teams.server import FakeTeams

PAGE = 25


@dataclass
class Found:
    """What a message extension offers, or the error or the words in its place."""

    asked: Asked
    results: list[Json] = field(default_factory=list)
    text: str = ""

    @property
    def error(self) -> str | None:
        """What Teams tells the person instead of our answer."""
        return self.asked.error


class Asks:
    """What people do with our message extension, and with fields that ask for choices."""

    def __init__(self, teams: "FakeTeams") -> None:
        self._teams = teams

    async def search(
        self,
        user: str,
        conversation: str,
        query: str,
        command: str,
        parameter: str = "query",
        skip: int = 0,
        count: int = PAGE,
    ) -> Found:
        """Type into the search of the message extension; nothing typed: it was just opened."""
        given = {"name": parameter, "value": query}
        value = {
            "commandId": command,
            "parameters": [given if query else {"name": "initialRun", "value": "true"}],
            "queryOptions": {"skip": skip, "count": count},
        }
        return await self._offered(user, conversation, "composeExtension/query", value)

    async def link(self, user: str, conversation: str, url: str) -> Json | None:
        """Paste a link; the card under it, if any."""
        name = "composeExtension/queryLink"
        found = await self._offered(user, conversation, name, {"url": url})
        return found.results[0] if found.results else None

    async def insert(
        self, user: str, conversation: str, result: Json, thread: str | None = None
    ) -> Said:
        """Post what was found, as one's own message."""
        card = {name: value for name, value in result.items() if name != "preview"}
        return await self._teams.send.say(user, conversation, "", thread, attachments=[card])

    async def on_message(
        self, user: str, message: Message, command: str, *, fetch: bool = True
    ) -> Pressed:
        """Choose a command from the menu of a message. ``fetch``: the command opens a dialog
        that we are asked for."""
        if message not in self._teams.seen_by(user) or message.only_for is not None:
            raise LookupError(f"{user} has no menu on that message")
        about = {
            "commandId": command,
            "commandContext": "message",
            "messagePayload": self._payload(message),
        }
        where, thread = message.conversation, message.root or message.id
        return await self._command(Dialog(user, where, thread, "", {}, about=about), fetch)

    async def compose(self, user: str, conversation: str, command: str) -> Pressed:
        """Choose a command beside the field in which one writes."""
        about = {"commandId": command, "commandContext": "compose"}
        return await self._command(Dialog(user, conversation, None, "", {}, about=about), True)

    async def type(self, user: str, dialog: Dialog, name: str, typed: str) -> list[Json]:
        """Type into a field of a dialog that asks for its choices; those that it offers now."""
        found = next(one for one in inputs_of(dialog.card) if one["id"] == name)
        value = {
            "queryText": typed,
            "queryOptions": {"skip": 0, "top": 15},
            "dataset": found["choices.data"]["dataset"],
        }
        asked = await self._teams.send.invoke(
            user, dialog.conversation, "application/search", value, dialog.thread
        )
        told = asked.judge(self._teams, broken_by_search)
        results: list[Json] = told["value"]["results"] if told else []
        dialog.offered.setdefault(name, []).extend(results)
        return results

    async def _command(self, dialog: Dialog, fetch: bool) -> Pressed:
        dialog.submit = "composeExtension/submitAction"
        name = "composeExtension/fetchTask" if fetch else dialog.submit
        value = {**dialog.about, "requestId": uuid4().hex, "context": {"theme": "default"}}
        asked = await self._teams.send.invoke(
            dialog.user, dialog.conversation, name, value, dialog.thread
        )
        return self._teams.press.opened(asked, dialog)

    async def _offered(self, user: str, conversation: str, name: str, value: Json) -> Found:
        asked = await self._teams.send.invoke(user, conversation, name, value)
        told = asked.judge(self._teams, broken_by_extension).get("composeExtension") or {}
        return Found(asked, list(told.get("attachments") or ()), str(told.get("text") or ""))

    def _payload(self, message: Message) -> Json:
        person = self._teams.users.get(message.sender)
        user = {
            "userIdentityType": "aadUser",
            "id": person.aad if person else None,
            "displayName": person.name if person else None,
        }
        bot = {"applicationIdentityType": "bot", "id": message.sender.removeprefix("28:")}
        html = [
            one["content"]
            for one in message.activity.get("attachments") or ()
            if one["contentType"] == "text/html"
        ]
        stamp = message.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        where = f"{message.conversation}/{message.id}"
        return {
            "linkToMessage": f"https://teams.microsoft.com/l/message/{where}",
            "id": message.id,
            "replyToId": message.root,
            "createdDateTime": stamp,
            "lastModifiedDateTime": stamp if message.edited else None,
            "deleted": False,
            "importance": "normal",
            "locale": "en-us",
            "body": {"contentType": "html", "content": "".join(html) or message.text},
            "from": {"user": user} if person else {"application": bot},
            "reactions": [],
            "mentions": [],
            "attachments": [
                {"contentType": one["contentType"], "name": one.get("name")}
                for one in message.activity.get("attachments") or ()
                if one["contentType"] != "text/html"
            ],
        }
