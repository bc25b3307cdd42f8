"""Who somebody is in Slack, and who can see a channel. Fails closed."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import timedelta
from typing import Any

import structlog

from adapters.slack.inbound.payloads import Own
from adapters.slack.webapi.calls import SlackCalls
from bot.ports import Profile, Refused, SendError, TryLater
from bot.process.kept import Kept
from core.clock import Clock
from core.conversation.audience import Audience

_log = structlog.get_logger(__name__)

_SHORT = timedelta(seconds=60)
# Whether somebody is a guest changes rarely; who is in a channel is asked every minute.
_LONG = timedelta(minutes=5)
_LONGEST = timedelta(days=1)  # a direct channel stays the same
_MOST_MEMBERS = 1000
_ONE_BY_ONE = 20
_PAGES = 10


class SlackPeople:
    """The people and channels of one workspace."""

    def __init__(
        self, calls: SlackCalls, triage: Callable[[], Awaitable[Collection[str]]], clock: Clock
    ) -> None:
        self._calls = calls
        self._triage = triage
        self._users: Kept[dict[str, Any]] = Kept(clock, _LONG)
        self._members: Kept[frozenset[str]] = Kept(clock, _SHORT)
        self._audiences: Kept[Audience] = Kept(clock, _SHORT)
        self._directs: Kept[str] = Kept(clock, _LONGEST)

    async def profile(self, own: Own, user: str) -> Profile | None:
        """Who the user is; None for a bot, somebody deactivated, or when Slack does not answer."""
        try:
            found = await self._user(user, _SHORT)
            staff = await self._is_in_triage(user)
            if found.get("is_bot") or found.get("deleted"):
                return None
            direct = await self.direct(user)
        except SendError as error:
            _log.warning("slack.profile_unknown", user=user, reason=error.reason)
            return None
        details = found.get("profile") or {}
        guest = _is_outsider(found, own)
        # What another workspace has confirmed proves nothing here.
        own_word = found.get("is_email_confirmed") and not _is_stranger(found, own)
        email = str(details.get("email") or "") if own_word else ""
        return Profile(
            name=_name(found, details) or user,
            direct=direct,
            email=email or None,
            guest=guest,
            staff=staff and not guest,
            timezone=found.get("tz") or None,
            avatar_url=details.get("image_72") or None,
        )

    async def _is_in_triage(self, user: str) -> bool:
        """By the channels that can be read: what cannot makes nobody staff, and keeps nobody
        out either. Raises :class:`TryLater` while one that might say so does not answer."""
        late: TryLater | None = None
        for channel in await self._triage():
            try:
                if user in await self.members_of(channel):
                    return True
            except TryLater as error:
                late = error
            except SendError as error:
                _log.warning("slack.triage_unreadable", channel=channel, reason=error.reason)
        if late is not None:
            raise late
        return False

    async def unreadable(self) -> dict[str, str]:
        """The triage channels whose members Slack will not tell us, and why."""
        found = {}
        for channel in sorted(await self._triage()):
            try:
                await self.members_of(channel)
            except TryLater:
                continue  # that passes
            except SendError as error:
                found[channel] = error.reason
        return found

    async def direct(self, user: str) -> str:
        """The channel that reaches the user alone; the user's own id where none can be opened."""
        kept = self._directs.get(user)
        if kept is not None:
            return kept
        try:
            opened = await self._calls.write("conversations.open", repeatable=True, users=user)
        except Refused:
            return user
        return self._directs.put(user, str((opened.get("channel") or {}).get("id") or user))

    async def audience(self, own: Own, channel: str) -> Audience:
        """Who can see the channel; public whenever that is not certain.

        Raises :class:`TryLater` while Slack does not say: what waits can still be sent, what
        was withheld cannot.
        """
        kept = self._audiences.get(channel)
        if kept is not None:
            return kept
        try:
            found = await self._audience(own, channel)
        except TryLater:
            raise
        except SendError as error:
            _log.warning("slack.audience_unknown", channel=channel, reason=error.reason)
            return Audience.PUBLIC
        return self._audiences.put(channel, found)

    async def _audience(self, own: Own, channel: str) -> Audience:
        if channel.startswith("D"):
            return Audience.PUBLIC
        info = (await self._calls.read("conversations.info", channel=channel)).get("channel") or {}
        open_to_others = ("is_im", "is_mpim", "is_shared", "is_ext_shared", "is_pending_ext_shared")
        if any(info.get(flag) for flag in open_to_others) or _is_connected(info, own):
            return Audience.PUBLIC
        if not (info.get("is_channel") or info.get("is_group")):
            return Audience.PUBLIC
        members = await self.members_of(channel)
        if not members or len(members) > _MOST_MEMBERS:
            return Audience.PUBLIC
        users = await self._known(members)
        if len(users) < len(members) or any(_is_outsider(user, own) for user in users):
            return Audience.PUBLIC
        return Audience.INTERNAL

    async def _known(self, members: Iterable[str]) -> list[dict[str, Any]]:
        """The users behind these ids; asks for all at once when many are new."""
        # Who is known now stays known until the end: asking for others takes its time.
        users = {one: self._users.get(one, _LONG) for one in members}
        new = [one for one, user in users.items() if user is None]
        if len(new) > _ONE_BY_ONE:
            await self._learn_all()
            users |= {one: self._users.get(one, _LONG) for one in new}
            new = [one for one in new if users[one] is None]
        for one in new[:_ONE_BY_ONE]:
            users[one] = await self._user(one, _LONG)
        return [user for user in users.values() if user is not None]

    async def _learn_all(self) -> None:
        cursor = ""
        for _ in range(_PAGES):
            page = await self._calls.read("users.list", limit=200, cursor=cursor)
            for user in page.get("members") or ():
                self._users.put(str(user["id"]), user)
            cursor = _next_cursor(page)
            if not cursor:
                return

    async def _user(self, user: str, within: timedelta) -> dict[str, Any]:
        kept = self._users.get(user, within)
        if kept is not None:
            return kept
        found = (await self._calls.read("users.info", user=user)).get("user")
        return self._users.put(user, found if isinstance(found, dict) else {})

    async def members_of(self, channel: str) -> frozenset[str]:
        """All who are in the channel. Raises :class:`Refused` where they are too many."""
        kept = self._members.get(channel)
        if kept is not None:
            return kept
        members: list[str] = []
        cursor = ""
        for _ in range(_PAGES):
            page = await self._calls.read(
                "conversations.members", channel=channel, limit=500, cursor=cursor
            )
            members += page.get("members") or ()
            cursor = _next_cursor(page)
            if not cursor:
                return self._members.put(channel, frozenset(members))
        # Whoever was not looked at might be a guest.
        raise Refused("The channel has more members than can be looked at.")


def _is_outsider(user: dict[str, Any], own: Own) -> bool:
    """Guests and users of another organisation. An unknown user is an outsider too."""
    if not user or any(user.get(f"is_{how}") for how in ("restricted", "ultra_restricted")):
        return True
    return _is_stranger(user, own)


def _is_stranger(user: dict[str, Any], own: Own) -> bool:
    """Somebody of another organisation, whose administrators vouch for what we read of them."""
    if user.get("is_stranger"):
        return True
    teams = (user.get("enterprise_user") or {}).get("teams") or ()
    return user.get("team_id") != own.team and own.team not in teams


def _is_connected(info: dict[str, Any], own: Own) -> bool:
    """Whether another organisation hosts the channel, shares it or is invited to it (Slack
    Connect), whatever the flags say."""
    teams = (*(info.get("connected_team_ids") or ()), *(info.get("pending_shared") or ()))
    pending = (*teams, *(info.get("pending_connected_team_ids") or ()))
    host = info.get("conversation_host_id") or own.team
    return bool(pending) or host != own.team


def _name(user: dict[str, Any], details: dict[str, Any]) -> str:
    names = (details.get("real_name"), user.get("real_name"), details.get("display_name"))
    return next((str(name) for name in (*names, user.get("name")) if name), "")


def _next_cursor(page: dict[str, Any]) -> str:
    return str((page.get("response_metadata") or {}).get("next_cursor") or "")
