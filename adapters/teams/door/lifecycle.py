"""What becomes of our app in Teams: added, removed, and channels that change their readers."""

import structlog

from adapters.teams.webapi.failures import NotAllowed
from adapters.teams.webapi.own import Own, Payload, is_direct, part, parts
from adapters.teams.webapi.people import TeamsPeople
from adapters.teams.webapi.tenancy import Tenancy
from bot.ports import SendError

_log = structlog.get_logger(__name__)


class Lifecycle:
    """Hears everything that comes in, before it is handled."""

    def __init__(self, own: Own, tenancy: Tenancy, people: TeamsPeople) -> None:
        self._own = own
        self._tenancy = tenancy
        self._people = people

    async def hear(self, activity: Payload) -> None:
        """Keep where the Bot Connector answers; begin or end the installation."""
        kind = activity.get("type")
        if kind in ("conversationUpdate", "installationUpdate"):
            self._people.forget_all()
        if self._is_removal(activity):
            if not is_direct(activity):
                await self._end_if_gone()
            return
        service = str(activity.get("serviceUrl") or "")
        if service:
            await self._tenancy.learn(service, revives=not is_direct(activity))

    def _is_removal(self, activity: Payload) -> bool:
        if activity.get("type") == "installationUpdate":
            return str(activity.get("action") or "").startswith("remove")
        if activity.get("type") != "conversationUpdate":
            return False
        gone = (str(one.get("id") or "") for one in parts(activity, "membersRemoved"))
        deleted = part(activity, "channelData").get("eventType") == "teamDeleted"
        return deleted or self._own.bot in gone

    async def _end_if_gone(self) -> None:
        """Of several teams the app may leave any: what counts is that of the triage channel."""
        for channel in await self._tenancy.channels("triage"):
            try:
                await self._people.members_of(channel)
            except NotAllowed:
                await self._tenancy.end()
                return
            except SendError as error:
                _log.warning("teams.still_there_unknown", reason=error.reason)
