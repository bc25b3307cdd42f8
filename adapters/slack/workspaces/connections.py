"""The workspaces that we are connected to: one connection each, found by the team's id.

One may be connected by the token in the settings; any number by installations. Nothing is
taken in from or sent to a workspace before its connection knows our own ids there.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from adapters.slack.inbound.naming import Payload, enterprises_of, teams_of
from adapters.slack.inbound.payloads import Own
from adapters.slack.webapi.calls import SlackCalls
from adapters.slack.webapi.files import SlackFiles
from adapters.slack.webapi.people import SlackPeople
from adapters.slack.webapi.tokens import FixedToken, Token
from bot.ports import Refused, SendError, TryLater
from bot.process.watching import Keep
from core.clock import Clock
from core.events.pacers import Pace, Pacer
from core.settings_chats import SlackSettings

_AGAIN = timedelta(seconds=5)
_FRESH = timedelta(seconds=10)
_UNKNOWN = "That place is in another Slack workspace."
REMOVED_FOR = 300.0

TriageOf = Callable[[str], Awaitable[Collection[str]]]
"""The triage channels of a team."""


class UnknownTeam(Refused):
    """No connection leads to that workspace."""


class Removed(TryLater):
    """The app was removed from that workspace: what is owed waits until it is installed again."""

    def __init__(self) -> None:
        reason = "The app was removed from this Slack workspace: install it again."
        super().__init__(reason, retry_after=REMOVED_FOR, everywhere=True)


@dataclass(frozen=True)
class Installed:
    """A stored installation as it serves one team. ``token`` is None once it ended."""

    key: str
    own: Own
    token: Token | None
    name: str
    scopes: frozenset[str]
    since: datetime
    is_enterprise_wide: bool = False


class Installations(Protocol):
    """Where installations are kept."""

    async def find(self, team: str, enterprises: Collection[str]) -> Installed | None:
        """The installation that serves this team."""


@dataclass
class Connection:
    """The line to one workspace. ``voiceless``: Slack lets us speak under no other name."""

    own: Own
    calls: SlackCalls
    people: SlackPeople
    files: SlackFiles
    name: str
    installed: Installed | None = None
    voiceless: bool = False


class Workspaces:
    """Finds connections; builds each once."""

    def __init__(
        self,
        settings: SlackSettings,
        clock: Clock,
        installations: Installations | None = None,
        pace: Pace | None = None,
        triage_of: TriageOf | None = None,
        keep: Keep | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._installations = installations
        self._pace = pace or Pacer(clock)
        self._triage_of = triage_of or self._set_triage
        self._keep = keep
        self._api = urlsplit(settings.api_url)
        self._by_team: dict[str, tuple[datetime, Connection]] = {}
        self._fixed: Connection | None = None
        self._asked: datetime | None = None
        self._fixed_calls: SlackCalls | None = None
        if settings.bot_token is not None:
            token = FixedToken(settings.bot_token.get_secret_value())
            self._fixed_calls = SlackCalls(settings.api_url, token, clock, self._pace, keep)

    @property
    def fixed(self) -> Connection | None:
        """The workspace of the token in the settings, once Slack has said which it is."""
        return self._fixed

    async def learn(self) -> Connection | None:
        """Ask Slack whose the token in the settings is; None if there is none there."""
        if self._fixed is None and self._fixed_calls is not None:
            self._asked = self._clock.now()
            told, scopes = await self._fixed_calls.who_we_are()
            ids = {name: str(told.get(f"{name}_id") or "") for name in ("team", "user", "bot")}
            if not all(ids.values()):
                raise Refused("The token is not a bot token of one workspace.")
            own = Own(**ids, name=str(told.get("user") or "Ticket"), url=str(told.get("url") or ""))
            self._fixed_calls.settle(own.team)
            self._fixed_calls.health.scopes = scopes
            self._fixed = self._connect(own, self._fixed_calls, str(told.get("team") or own.team))
        return self._fixed

    async def of(
        self, team: str, enterprises: Collection[str] = (), *, hastily: bool = False
    ) -> Connection:
        """The connection to a team; ``hastily``: without asking Slack at every call.

        Raises :class:`UnknownTeam`, :class:`Removed`, or whatever keeps us from knowing.
        """
        if self._fixed is not None and self._fixed.own.team == team:
            return self._fixed
        stored = await self._stored(team, enterprises)
        if stored is not None:
            return stored
        if self._fixed is None and self._fixed_calls is not None:
            if hastily and self._asked and self._clock.now() - self._asked < _AGAIN:
                raise TryLater("Slack has not said yet who we are.")
            fixed = await self.learn()
            if fixed is not None and fixed.own.team == team:
                return fixed
        raise UnknownTeam(_UNKNOWN)

    async def meant_by(self, body: Payload) -> Connection:
        """The connection that a payload of Slack's is for. Raises as :meth:`of` does."""
        missing: SendError = UnknownTeam(_UNKNOWN)
        enterprises = enterprises_of(body)
        for team in teams_of(body):
            try:
                return await self.of(team, enterprises, hastily=True)
            except UnknownTeam:
                continue
            except SendError as error:
                missing = error
        raise missing

    async def close(self) -> None:
        """Close all connections."""
        for calls in (self._fixed_calls, *(one.calls for _, one in self._by_team.values())):
            if calls is not None:
                await calls.close()

    def forget(self, team: str) -> None:
        """Look an installation up anew: something happened to it."""
        kept = self._by_team.get(team)
        if kept is not None:
            self._by_team[team] = (datetime.min.replace(tzinfo=self._clock.now().tzinfo), kept[1])

    async def _stored(self, team: str, enterprises: Collection[str]) -> Connection | None:
        if self._installations is None:
            return None
        kept = self._by_team.get(team)
        if kept is not None and self._clock.now() - kept[0] < _FRESH:
            return kept[1]
        installed = await self._installations.find(team, enterprises)
        if installed is None:
            return None
        if installed.token is None:
            raise Removed
        if kept is None or kept[1].installed is None or kept[1].installed.since != installed.since:
            connection = await self._build(installed, kept)
        else:
            connection = kept[1]
        self._by_team[team] = (self._clock.now(), connection)
        return connection

    async def _build(
        self, installed: Installed, before: tuple[datetime, Connection] | None
    ) -> Connection:
        if before is not None:
            await before[1].calls.close()
        assert installed.token is not None
        own = installed.own
        settings, token = self._settings, installed.token
        calls = SlackCalls(settings.api_url, token, self._clock, self._pace, self._keep)
        calls.settle(own.team, named=installed.is_enterprise_wide)
        calls.health.scopes = installed.scopes
        connection = self._connect(own, calls, installed.name)
        connection.installed = installed
        return connection

    def _connect(self, own: Own, calls: SlackCalls, name: str) -> Connection:
        async def triage() -> Collection[str]:
            return await self._triage_of(own.team)

        people = SlackPeople(calls, triage, self._clock)
        return Connection(own, calls, people, SlackFiles(calls, self._api), name)

    async def _set_triage(self, team: str) -> Collection[str]:
        channel = self._settings.triage_channel
        is_ours = self._fixed is not None and self._fixed.own.team == team
        return (channel,) if channel and is_ours else ()

    def how(self, line: Connection | None) -> str:
        """How a workspace is connected, in words."""
        what = "an installation" if line and line.installed else "the bot token of the settings"
        return f"{what}, over {'sockets' if self._settings.app_token else 'HTTP'}"

    def connections(self) -> dict[str, Connection]:
        """All that were found so far, by team."""
        found = {team: connection for team, (_, connection) in self._by_team.items()}
        return found | ({self._fixed.own.team: self._fixed} if self._fixed else {})
