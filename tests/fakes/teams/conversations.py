"""The Bot Connector's conversations: created, spoken in, changed and cleared by the bot."""

from typing import TYPE_CHECKING

from aiohttp import web

from tests.fakes.teams.records import Conversation, Json, Message, Refusal
from tests.fakes.teams.rules import FILE_CONSENT, broken_by_activity

if TYPE_CHECKING:
    from tests.fakes.teams.server import FakeTeams

_AT = "/amer/v3/conversations"


class Conversations:
    """What the bot may do in conversations."""

    def __init__(self, teams: "FakeTeams") -> None:
        self._teams = teams

    def add_to(self, app: web.Application) -> None:
        """Serve them."""
        app.router.add_post(_AT, self._create)
        app.router.add_post(_AT + "/{conversation}/activities", self._send)
        app.router.add_post(_AT + "/{conversation}/activities/{activity}", self._send)
        app.router.add_put(_AT + "/{conversation}/activities/{activity}", self._update)
        app.router.add_delete(_AT + "/{conversation}/activities/{activity}", self._delete)

    async def _create(self, request: web.Request) -> web.StreamResponse:
        body = await body_of(request)
        return await self._teams.answer("create", body, lambda: self.create(body), request)

    async def _send(self, request: web.Request) -> web.StreamResponse:
        body = await body_of(request)
        where = request.match_info["conversation"]
        reply_to, targeted = request.match_info.get("activity"), is_targeted(request)
        return await self._teams.answer(
            "targeted" if targeted else "typing" if body.get("type") == "typing" else "send",
            body,
            lambda: self.send(where, body, reply_to, targeted=targeted),
            request,
        )

    async def _update(self, request: web.Request) -> web.StreamResponse:
        body = await body_of(request)
        where, which = request.match_info["conversation"], request.match_info["activity"]
        targeted = is_targeted(request)
        return await self._teams.answer(
            "update", body, lambda: self.update(where, which, body, targeted=targeted), request
        )

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        where, which = request.match_info["conversation"], request.match_info["activity"]
        targeted = is_targeted(request)
        asked = {"conversation": where, "activity": which}
        return await self._teams.answer(
            "delete", asked, lambda: self.delete(where, which, targeted=targeted), request
        )

    def create(self, body: Json) -> Json:
        """Begin a thread in a channel, or open somebody's personal chat."""
        told = body.get("channelData") or {}
        channel = (told.get("channel") or {}).get("id") or told.get("teamsChannelId")
        if channel:
            return self._create_thread(str(channel), body.get("activity"))
        members = body.get("members") or []
        if len(members) != 1 or body.get("isGroup"):
            raise Refusal("create.members")
        # The Bot Connector minds no capitals; botbuilder writes tenantID.
        named = [value for name, value in body.items() if name.casefold() == "tenantid"]
        if self._teams.tenant not in (*named, (told.get("tenant") or {}).get("id")):
            raise Refusal("create.tenant")
        user = self._teams.users.get(str(members[0].get("id")))
        if user is None:
            raise Refusal("person.unknown")
        if not self._teams.can_reach(user):
            raise Refusal("person.uninstalled")
        place = self._teams.personal(user.id)
        self._teams.take_turn("create", place.id)
        if not body.get("activity"):
            return {"id": place.id}
        return {"id": place.id, "activityId": self.send(place.id, body["activity"])["id"]}

    def _create_thread(self, channel: str, activity: Json | None) -> Json:
        self.writable(channel)
        if not activity:
            raise Refusal("create.activity")
        sent = self.send(channel, activity)["id"]
        return {"id": f"{channel};messageid={sent}", "activityId": sent}

    def send(
        self, where: str, body: Json, reply_to: str | None = None, *, targeted: bool = False
    ) -> Json:
        """Say something; its id, but none where text and card stand in one activity."""
        place, root = self.writable(where)
        rule = broken_by_activity(body)
        if rule is not None:
            raise Refusal(rule)
        root = self._root(place, root, reply_to)
        only_for = self._target(place, body) if targeted else None
        self._teams.take_turn("send", place.id)
        if body["type"] == "typing":
            place.typing.append(root)
            return {}
        self._check_files(place, body)
        parts = _split(body)
        ids = [self._stand(place, root, one, only_for).id for one in parts]
        return {"id": ids[0]} if len(ids) == 1 else {}

    def update(self, where: str, which: str, body: Json, *, targeted: bool = False) -> Json:
        """Replace an own message."""
        place, _ = self.writable(where)
        message = self._own(place, which, targeted=targeted)
        if targeted and body.get("recipient"):
            raise Refusal("targeted.changed")
        rule = broken_by_activity(body)
        if rule is not None:
            raise Refusal(rule)
        self._teams.take_turn("update", place.id)
        message.activity, message.edited = body, True
        message.views.clear()
        self._teams.note_pings(place, body)
        return {"id": message.id}

    def delete(self, where: str, which: str, *, targeted: bool = False) -> None:
        """Take an own message away."""
        place, _ = self.writable(where)
        message = self._own(place, which, targeted=targeted)
        self._teams.take_turn("delete", place.id)
        message.deleted = True

    def writable(self, where: str) -> tuple[Conversation, str | None]:
        """The conversation that the bot may write in, or Teams' refusal."""
        place, root = self._teams.place_of(where)
        if self._teams.disabled:
            raise Refusal("bot.disabled")
        if place.private:
            raise Refusal("conversation.private")
        if not self._teams.bot_is_in(place):
            raise Refusal("conversation.roster")
        if place.kind == "personal":
            user = self._teams.users[next(iter(place.members))]
            if user.blocked or not self._teams.can_reach(user):
                raise Refusal("person.blocked")
        return place, root

    def _root(self, place: Conversation, root: str | None, reply_to: str | None) -> str | None:
        named = [self._teams.aliases.get(one, one) for one in (root, reply_to) if one]
        if any(one not in place.messages for one in named):
            raise Refusal("activity.unknown")
        if place.kind != "channel" or not named:
            return None
        return place.messages[named[0]].root or named[0]

    def _target(self, place: Conversation, body: Json) -> str:
        recipient = (body.get("recipient") or {}).get("id")
        if place.kind == "personal":
            raise Refusal("targeted.personal")
        if not recipient:
            raise Refusal("targeted.recipient")
        if recipient not in self._teams.members_of(place):
            raise Refusal("targeted.member")
        return str(recipient)

    def _own(self, place: Conversation, which: str, *, targeted: bool) -> Message:
        message = place.messages.get(self._teams.aliases.get(which, which))
        if message is None or message.deleted or targeted != (message.only_for is not None):
            raise Refusal("activity.unknown")
        if self._teams.is_over(message):
            raise Refusal("targeted.expired")
        if message.sender != self._teams.bot:
            raise Refusal("activity.not_own")
        return message

    def _check_files(self, place: Conversation, body: Json) -> None:
        kinds = {one["contentType"] for one in body.get("attachments") or ()}
        if FILE_CONSENT in kinds and place.kind != "personal":
            raise Refusal("file.personal")

    def _stand(
        self, place: Conversation, root: str | None, body: Json, only_for: str | None
    ) -> Message:
        self._teams.note_pings(place, body)
        now = self._teams.clock.now()
        made = Message(self._teams.next_id(), self._teams.bot, place.id, body, now, root, only_for)
        return self._teams.keep(made)


async def body_of(request: web.Request) -> Json:
    """The activity or parameters of a call; an empty object for nonsense."""
    try:
        told = await request.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def is_targeted(request: web.Request) -> bool:
    """Whether a call is about a message for one person."""
    return request.query.get("isTargetedActivity", "").casefold() == "true"


def _split(body: Json) -> list[Json]:
    """Teams makes two messages of a text with an attachment."""
    if not body.get("text") or not body.get("attachments"):
        return [body]
    words = {name: value for name, value in body.items() if name != "attachments"}
    rest = {name: value for name, value in body.items() if name not in ("text", "entities")}
    return [words, rest]
