"""How our connections to Slack do, for administrators."""

from adapters.slack.manifest import SCOPES
from adapters.slack.workspaces.connections import Connection, Removed, UnknownTeam, Workspaces
from bot.ports import SendError
from bot.process.health import ConnectionHealth, Fault

_MEND = (
    "Until then nobody becomes staff by being in it. Invite the app there, or end it with"
    " `/desk channel #name role:off`."
)


async def report(known: Workspaces, teams: tuple[str, ...]) -> list[ConnectionHealth]:
    """The connections to these teams; one that is cut off says why."""
    told = []
    for team in teams:
        try:
            told.append(await _told(known, await known.of(team, hastily=True)))
        except UnknownTeam:
            continue
        except SendError as error:
            gone = isinstance(error, Removed)
            how = "an installation that has ended" if gone else known.how(None)
            told.append(ConnectionHealth(team, team, how, trouble=error.reason.rstrip(".")))
    return told


async def faults_of(line: Connection) -> tuple[Fault, ...]:
    """The triage channels by which nobody becomes staff, because we cannot read them."""
    return tuple(
        Fault(f"#{channel} serves triage and cannot be read", f"{reason} {_MEND}")
        for channel, reason in (await line.people.unreadable()).items()
    )


async def _told(known: Workspaces, line: Connection) -> ConnectionHealth:
    scopes = line.calls.health.scopes
    missing = None if scopes is None else tuple(sorted(set(SCOPES) - scopes))
    return ConnectionHealth(
        line.own.team,
        line.name,
        known.how(line),
        since=line.installed.since if line.installed else None,
        missing=missing,
        faults=await faults_of(line),
    )
