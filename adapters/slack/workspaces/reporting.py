"""How our connections to Slack do, for administrators."""

from adapters.slack.manifest import SCOPES
from adapters.slack.workspaces.connections import Connection, Removed, UnknownTeam, Workspaces
from bot.health import ConnectionHealth
from bot.ports import SendError


async def report(known: Workspaces, teams: tuple[str, ...]) -> list[ConnectionHealth]:
    """The connections to these teams; one that is cut off says why."""
    told = []
    for team in teams:
        try:
            told.append(_told(known, await known.of(team, hastily=True)))
        except UnknownTeam:
            continue
        except SendError as error:
            gone = isinstance(error, Removed)
            how = "an installation that has ended" if gone else known.how(None)
            told.append(
                ConnectionHealth(
                    team, team, how, known.started_at, trouble=error.reason.rstrip(".")
                )
            )
    return told


def _told(known: Workspaces, line: Connection) -> ConnectionHealth:
    health = line.calls.health
    since = line.installed.since if line.installed else health.since
    scopes = health.scopes
    missing = None if scopes is None else tuple(sorted(set(SCOPES) - scopes))
    return health.tell(line.own.team, line.name, known.how(line), since=since, missing=missing)
