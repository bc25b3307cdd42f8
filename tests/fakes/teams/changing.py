"""People change and remove what they said, react, come and go; other bots speak."""

import unicodedata
from typing import TYPE_CHECKING, Any

import httpx

from tests.fakes.teams.records import Conversation, Json, Message, Team

if TYPE_CHECKING:
    from tests.fakes.teams.server import FakeTeams


class Changes:
    """What becomes of messages and of who is where. Each act returns our answers to it: none
    where the bot may not hear of it."""

    def __init__(self, teams: "FakeTeams") -> None:
        self._teams = teams

    async def edit(self, message: Message, text: str) -> list[httpx.Response]:
        """The author changes the words of a message."""
        changed = self.edited(message, text)
        return await self._told(changed)

    def edited(self, message: Message, text: str) -> Json:
        """The activity of an edit; the message says the new text already."""
        place = self._teams.conversations[message.conversation]
        words = self._teams.activities.words(text, place)
        words["entities"] += [
            one for one in message.activity.get("entities") or () if one["type"] != "mention"
        ]
        message.activity |= words
        message.edited = True
        return self._changed(message, "messageUpdate", "editMessage")

    async def remove(self, message: Message) -> list[httpx.Response]:
        """The author takes a message back."""
        gone = self._changed(message, "messageDelete", "softDeleteMessage")
        message.deleted = True
        for name in ("text", "attachments", "textFormat"):
            gone.pop(name, None)
        return await self._told(gone, heard=message)

    async def restore(self, message: Message) -> list[httpx.Response]:
        """The author takes the taking back back."""
        message.deleted = False
        return await self._told(self._changed(message, "messageUpdate", "undeleteMessage"))

    def _changed(self, message: Message, kind: str, event: str) -> Json:
        kept = ("text", "textFormat", "attachments", "entities")
        said = {name: message.activity[name] for name in kept if name in message.activity}
        made = self._teams.activities.of(
            kind,
            message.sender,
            message.conversation,
            message.root or message.id,
            **{**said, "id": message.id},
        )
        made["channelData"]["eventType"] = event
        return made

    async def react(
        self, user: str, message: Message, kind: str = "like", *, remove: bool = False
    ) -> list[httpx.Response]:
        """Somebody puts an emoji on a message, or takes it off. Bots hear of their own alone.

        ``kind`` is one of the six that have names of their own, or a sign: ``👀``.
        """
        if message.only_for is not None or message not in self._teams.seen_by(user):
            raise LookupError("nobody can react to that")
        done = message.reactions.remove if remove else message.reactions.append
        done((user, kind))
        if message.sender != self._teams.bot:
            return []
        name = "reactionsRemoved" if remove else "reactionsAdded"
        where, thread = message.conversation, message.root or message.id
        made = self._teams.activities.of(
            "messageReaction",
            user,
            where,
            thread,
            **{name: [{"type": _type_of(kind)}]},
            replyToId=message.id,
        )
        return await self._teams.send.deliver(made)

    async def alert(
        self,
        bot: str,
        name: str,
        conversation: str,
        text: str,
        thread: str | None = None,
        **more: Any,
    ) -> tuple[Message, list[httpx.Response]]:
        """Another bot posts. Ours hears it where somebody consented that it hears all."""
        place = self._teams.conversations[conversation]
        fresh, member = self._teams.next_id(), sorted(self._teams.members_of(place))[0]
        where = thread or fresh
        made = self._teams.activities.of("message", member, conversation, where, id=fresh)
        made |= {"from": {"id": f"28:{bot}", "name": name, "role": "bot"}, "text": text, **more}
        now = self._teams.clock.now()
        said = Message(fresh, f"28:{bot}", conversation, made, now, root=thread)
        message = self._teams.keep(said)
        return message, await self._told(made)

    async def join(self, user: str, team: Team) -> list[httpx.Response]:
        """Somebody comes into a team."""
        team.members.add(user)
        return await self._members(team, user, "membersAdded", "teamMemberAdded")

    async def leave(self, user: str, team: Team) -> list[httpx.Response]:
        """Somebody leaves a team."""
        answers = await self._members(team, user, "membersRemoved", "teamMemberRemoved")
        team.members.discard(user)
        return answers

    async def install(self, by: str, team: Team | None = None) -> list[httpx.Response]:
        """Somebody adds the app: to a team, or for themselves."""
        if team is None:
            self._teams.users[by].installed = True
        else:
            team.installed = True
        return await self._installed(by, team, "membersAdded", "teamMemberAdded", "add")

    async def uninstall(self, by: str, team: Team | None = None) -> list[httpx.Response]:
        """Somebody removes the app: from a team, or for themselves."""
        answers = await self._installed(by, team, "membersRemoved", "teamMemberRemoved", "remove")
        if team is None:
            self._teams.users[by].installed = False
        else:
            team.installed = False
        return answers

    async def channel(self, by: str, place: Conversation, event: str) -> list[httpx.Response]:
        """A channel is created, renamed, deleted or restored: ``event`` says which."""
        made = self._teams.activities.of("conversationUpdate", by, str(place.team))
        made["channelData"] |= {
            "eventType": event,
            "channel": {"id": place.id, "name": place.name},
        }
        return await self._teams.send.deliver(made)

    async def _members(
        self, team: Team, who: str, name: str, event: str, by: str = ""
    ) -> list[httpx.Response]:
        member = {"id": who}
        if who in self._teams.users:
            member["aadObjectId"] = self._teams.users[who].aad
        made = self._teams.activities.of("conversationUpdate", by or who, team.id)
        made[name] = [member]
        made["channelData"] |= {
            "eventType": event,
            "team": {"id": team.id, "name": team.name, "aadGroupId": team.aad_group},
        }
        return await self._teams.send.deliver(made)

    async def _installed(
        self, by: str, team: Team | None, name: str, event: str, act: str
    ) -> list[httpx.Response]:
        where = team.id if team else self._teams.personal(by).id
        if team is not None:
            answers = await self._members(team, self._teams.bot, name, event, by)
        else:
            made = self._teams.activities.of("conversationUpdate", by, where)
            made[name] = [{"id": self._teams.bot}]
            answers = await self._teams.send.deliver(made)
        made = self._teams.activities.of("installationUpdate", by, where, action=act)
        return answers + await self._teams.send.deliver(made)

    async def _told(self, made: Json, heard: Message | None = None) -> list[httpx.Response]:
        """Tell us, if we may hear it; ``heard``: judge by what that message said."""
        if not self._teams.send.is_heard({**made, **(heard.activity if heard else {})}):
            await self._teams.notify()
            return []
        return await self._teams.send.deliver(made)


def _type_of(kind: str) -> str:
    """How Teams names an emoji: ``2705_whiteheavycheckmark``."""
    if kind.isascii():
        return kind
    letters = "-".join(f"{ord(one):04x}" for one in kind)
    return f"{letters}_{unicodedata.name(kind[0]).replace(' ', '').lower()}"
