"""Activities of what people do, as the Bot Connector tells them."""

import re
from html import escape
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.fakes.teams.records import Conversation, Json, Message

if TYPE_CHECKING:
    from tests.fakes.teams.server import FakeTeams

_LINK = re.compile(
    r"\[(?P<label>[^\]\n]+)\]\((?P<named>https?://[^\s()\"]+)\)"
    r"|(?P<bare>https?://[^\s()\"]*[^\s()\".,:;?!])"
)


class Activities:
    """Writes activities; nothing is sent."""

    def __init__(self, teams: "FakeTeams") -> None:
        self._teams = teams

    def of(
        self, kind: str, user: str, conversation: str, thread: str | None = None, **more: Any
    ) -> Json:
        """An activity of something that a person does there now."""
        person, place = self._teams.users[user], self._teams.conversations[conversation]
        made: Json = {
            "type": kind,
            "id": f"f:{uuid4()}",
            **self._moment(),
            "localTimezone": person.time_zone,
            "locale": "en-US",
            "serviceUrl": self._teams.service_url,
            "channelId": "msteams",
            "from": person.to_account(),
            "conversation": self._conversation(place, thread),
            "recipient": {"id": self._teams.bot, "name": self._teams.bot_name},
            "entities": [
                {
                    "type": "clientInfo",
                    "locale": "en-US",
                    "country": "US",
                    "platform": "Web",
                    "timezone": person.time_zone,
                }
            ],
            "channelData": self._channel_data(place),
        }
        return made | more

    def _moment(self) -> Json:
        now = self._teams.clock.now()
        return {
            "timestamp": now.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "localTimestamp": now.isoformat(timespec="milliseconds"),
        }

    def _conversation(self, place: Conversation, thread: str | None) -> Json:
        told: Json = {"conversationType": place.kind, "tenantId": self._teams.tenant}
        if place.kind != "personal":
            told["isGroup"] = True
        inside = place.kind == "channel" and thread
        return {**told, "id": f"{place.id};messageid={thread}" if inside else place.id}

    def _channel_data(self, place: Conversation) -> Json:
        told: Json = {"tenant": {"id": self._teams.tenant}}
        if place.team is not None:
            told |= {
                "teamsChannelId": place.id,
                "teamsTeamId": place.team,
                "channel": {"id": place.id},
                "team": {"id": place.team},
            }
        return told

    def message(
        self,
        user: str,
        conversation: str,
        text: str,
        thread: str | None = None,
        *,
        quoting: str = "",
        **more: Any,
    ) -> Json:
        """The activity of something that a person says now; it stands there already.

        ``@Name`` of the bot or of somebody there becomes a mention, ``[label](address)`` a
        link. ``quoting``: in answer to a message of the chat, which Teams marks before the words.
        """
        place = self._teams.conversations[conversation]
        if user not in self._teams.members_of(place):
            raise LookupError(f"{user} is not in {conversation}")
        if thread is not None and thread not in place.messages:
            raise LookupError(f"there is no thread {thread}")
        fresh = self._teams.next_id()
        root = thread if place.kind == "channel" else None
        made = self.of("message", user, conversation, root or fresh, id=fresh)
        said = self.words(text, place)
        if quoting:
            said["text"] = f'<quoted messageId="{quoting}"/> {said["text"]}'
            about = {"messageId": quoting}
            said["entities"].append({"type": "quotedReply", "quotedReply": about})
        said["entities"] += made["entities"]
        said["attachments"] = [*more.pop("attachments", ()), *said["attachments"]]
        made |= said | more
        now = self._teams.clock.now()
        self._teams.keep(Message(fresh, user, conversation, made, now, root))
        return made

    def words(self, text: str, place: Conversation) -> Json:
        """The parts of a message that hold its words."""
        words, entities, html = self._mentions(text, place)
        body = {"contentType": "text/html", "content": f"<div>{html}</div>"}
        plain: Json = {"textFormat": "plain", "text": words, "entities": entities}
        return plain | {"attachments": [body] if text else []}

    def _mentions(self, text: str, place: Conversation) -> tuple[str, list[Json], str]:
        people = [self._teams.users[one] for one in self._teams.members_of(place)]
        names = {one.name: one.id for one in people} | {self._teams.bot_name: self._teams.bot}
        longest = sorted(names, key=len, reverse=True)
        pattern = re.compile("@(" + "|".join(map(re.escape, longest)) + r")(?!\w)")
        entities: list[Json] = []

        def mark(found: re.Match[str]) -> str:
            said = f"<at>{found[1]}</at>"
            who = {"id": names[found[1]], "name": found[1]}
            entities.append({"type": "mention", "text": said, "mentioned": who})
            return said

        words = pattern.sub(mark, _LINK.sub(lambda found: found["label"] or found["bare"], text))
        html = _LINK.sub(_link_html, escape(text, quote=False))
        return words, entities, pattern.sub(mark_html, html)

    def repeated(self, activity: Json) -> Json:
        """The same activity with another id and another time."""
        fresh = f"f:{uuid4()}"
        if activity["type"] == "message":
            fresh, first = self._teams.next_id(), str(activity["id"])
            self._teams.aliases[fresh] = self._teams.aliases.get(first, first)
        return {**activity, "id": fresh, **self._moment()}


def _link_html(found: re.Match[str]) -> str:
    """A link as Teams' own clients write it: an address that was typed is its own label."""
    address = found["named"] or found["bare"]
    return f'<a href="{address}" rel="noreferrer noopener">{found["label"] or address}</a>'


def mark_html(found: re.Match[str]) -> str:
    """A mention as Teams' own clients write it."""
    return f'<span itemtype="http://schema.skype.com/Mention" itemscope="">{found[1]}</span>'
