"""Who somebody is in Teams, and who can see a channel. Fails closed."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import structlog

from adapters.teams.webapi.connector import Connector
from adapters.teams.webapi.failures import NotAdded
from adapters.teams.webapi.line import NONSENSE, Line
from adapters.teams.webapi.own import Own, has_threads
from bot.ports import Gone, OutcomeUnknown, Profile, Refused, SendError, TryLater
from bot.process.kept import Kept
from core.clock import Clock
from core.conversation.audience import Audience

_log = structlog.get_logger(__name__)

_SHORT = timedelta(seconds=60)
_LONGEST = timedelta(days=1)  # a personal chat stays the same
_PAGE = 200
_PAGES = 10

Member = Mapping[str, Any]
ServiceOf = Callable[[], Awaitable[str]]
"""Where the Bot Connector answers for our tenant."""
ChannelsOf = Callable[[str], Awaitable[Collection[str]]]
"""The channels of a role: ``triage`` or ``support``."""


class TeamsPeople:
    """The people and channels of one tenant."""

    def __init__(
        self,
        line: Line,
        connector: Connector,
        own: Own,
        clock: Clock,
        service: ServiceOf,
        channels: ChannelsOf,
    ) -> None:
        self._line = line
        self._connector = connector
        self._own = own
        self._service = service
        self._channels = channels
        self._members: Kept[dict[str, Member]] = Kept(clock, _SHORT)
        self._directs: Kept[str] = Kept(clock, _LONGEST)

    async def profile(self, user: str) -> Profile | None:
        """Who the user is; None for a bot, a stranger, or when Teams does not answer.

        Raises :class:`NotAdded` for somebody in no team of ours who has not added the app.
        """
        try:
            staff = await self._among("triage", user)
            direct, alone = await self._direct_with(user)
            found = staff or alone or await self._among("support", user)
        except SendError as error:
            _log.warning("teams.profile_unknown", user=user, reason=error.reason)
            return None
        if found is None:
            await self._require_added(user)
            return None
        guest = is_outsider(found, self._own)
        # What another tenant's administrators have written proves nothing here.
        email = "" if guest else str(found.get("email") or found.get("userPrincipalName") or "")
        return Profile(
            name=str(found.get("name") or found.get("givenName") or user),
            direct=direct,
            email=email if "@" in email else None,
            guest=guest,
            staff=staff is not None and not guest,
        )

    async def _require_added(self, user: str) -> None:
        try:
            await self.direct(user)
        except NotAdded:
            raise
        except SendError:
            return  # that says nothing about the person

    async def direct(self, user: str) -> str:
        """The personal chat with a user, begun if there is none. Raises a SendError."""
        kept = self._directs.get(user)
        if kept is not None:
            return kept
        asked = {"members": [user], "channelData": {"tenant": {"id": self._own.tenant}}}
        try:
            begun, _ = await self._connector.begin(await self._service(), asked)
        except OutcomeUnknown as error:
            # It says nothing, so beginning it twice does no harm.
            raise TryLater(error.reason) from error
        return self._directs.put(user, begun)

    async def audience(self, channel: str) -> Audience:
        """Who can see the channel; public whenever that is not certain.

        Raises :class:`TryLater` while Teams does not say: what waits can still be sent, what
        was withheld cannot.
        """
        if not has_threads(channel):
            return Audience.PUBLIC
        try:
            members = await self.members_of(channel)
        except TryLater:
            raise
        except SendError as error:
            _log.warning("teams.audience_unknown", channel=channel, reason=error.reason)
            return Audience.PUBLIC
        outsiders = any(is_outsider(one, self._own) for one in members.values())
        return Audience.PUBLIC if outsiders or not members else Audience.INTERNAL

    async def members_of(self, channel: str) -> dict[str, Member]:
        """All who can see the channel, by account, asked at most once a minute: the team's
        members in its standard channels, in private and shared ones the channel's own.

        Raises :class:`Refused` where they are too many to be looked at.
        """
        kept = self._members.get(channel)
        if kept is not None:
            return kept
        found: dict[str, Member] = {}
        query: dict[str, str | int] = {"pageSize": _PAGE}
        for _ in range(_PAGES):
            page = await self._read(f"{quote(channel, safe='')}/pagedmembers?{urlencode(query)}")
            members = page.get("members")
            if not isinstance(members, list):
                raise TryLater(NONSENSE)
            for one in members:
                found[str(one.get("id") or "")] = one
            more = str(page.get("continuationToken") or "")
            if not more:
                return self._members.put(channel, found)
            query["continuationToken"] = more
        # Whoever was not looked at might be a guest.
        raise Refused("The channel has more members than can be looked at.")

    def forget_all(self) -> None:
        """Who is where may have changed."""
        self._members.clear()

    async def _among(self, role: str, user: str) -> Member | None:
        for channel in await self._channels(role):
            try:
                found = (await self.members_of(channel)).get(user)
            except TryLater:
                raise
            except SendError as error:
                _log.warning("teams.members_unknown", channel=channel, reason=error.reason)
                continue
            if found is not None:
                return found
        return None

    async def _direct_with(self, user: str) -> tuple[str, Member | None]:
        """The personal chat, and who is in it; the account itself where none can be begun."""
        try:
            direct = await self.direct(user)
            found = await self._read(f"{quote(direct, safe='')}/members/{quote(user, safe='')}")
        except (Refused, Gone):
            return user, None
        return direct, found or None

    async def _read(self, path: str) -> Any:
        service = (await self._service()).rstrip("/")
        return await self._line.read(f"{service}/v3/conversations/{path}")


def is_outsider(member: Member, own: Own) -> bool:
    """Guests, anonymous users and users of another tenant. Who is not known to be a member
    is an outsider too."""
    role = str(member.get("userRole") or "").casefold()
    tenant = str(member.get("tenantId") or "")
    return role != "user" or tenant != own.tenant
