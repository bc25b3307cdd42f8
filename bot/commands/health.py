"""``/desk health``: how the connections to chat platforms do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.cards import Badge, Card, Row, Tone
from bot.grammar.command import Command
from bot.health import ConnectionHealth, ReportsHealth
from bot.outcomes import pause_of
from bot.talk import Answer, Talk
from core.access.permissions import Permission, require
from core.conversation.places import served_channels
from core.events.loads import Load, workspace_load
from core.tickets.wording import ago

_HONEST = (
    "Counted over all processes: what waits, and when something came in last. Calls, waits and"
    " failures are those of the process that answers you, since it started."
)


async def run_health(talk: Talk, command: Command) -> Answer:
    """A row for each workspace of the organisation on a platform that can tell."""
    require(talk.actor, Permission.CONFIGURE)
    here = (talk.incoming.spot.platform, talk.incoming.spot.workspace)
    served = await served_channels(talk.uow)
    known = {(one.platform, one.workspace) for one in served} | {here}
    rows = []
    for slug, found in talk.uow.outside(_looking(talk, known)):
        for one in found:
            pause = pause_of(slug, one.workspace)
            load = await workspace_load(talk.uow, talk.actor, slug, one.workspace, pause)
            rows += _rows(slug, one, load, talk.uow.now)
    body = "" if rows else "No chat platform is connected but the web chat."
    return Answer(private=Card(title="Health", body=body, rows=tuple(rows), footer=_HONEST))


@dataclass(frozen=True)
class Looking:
    """Work for ``UnitOfWork.outside``: platforms may be asked while they tell how they do."""

    workspaces: tuple[tuple[str, tuple[str, ...]], ...]
    platforms: Mapping[str, ReportsHealth] = field(compare=False)

    async def do(self) -> list[tuple[str, list[ConnectionHealth]]]:
        """What each says, by its slug."""
        return [(slug, await self.platforms[slug].health(of)) for slug, of in self.workspaces]


def _looking(talk: Talk, known: Collection[tuple[str, str]]) -> Looking:
    found: dict[str, object] = dict(talk.platforms)
    reporting = {slug: one for slug, one in found.items() if isinstance(one, ReportsHealth)}
    workspaces = tuple(
        (slug, tuple(sorted(workspace for at, workspace in known if at == slug)))
        for slug in sorted(reporting)
    )
    return Looking(workspaces, reporting)


def _rows(slug: str, one: ConnectionHealth, load: Load, now: datetime) -> list[Row]:
    def since(moment: datetime | None) -> str:
        return ago(now - moment) if moment is not None else "never"

    owed = f"{load.waiting} waiting, {load.dead} dead, {load.unknown} unknown"
    until = max(
        (at for at in (load.paused_until, one.paused_until) if at and at > now), default=None
    )
    parts = [
        f"by {one.how}, since {since(one.since)}",
        f"last event in: {since(load.heard_at)}",
        f"deliveries: {owed}",
        f"calls in the last minute: {one.calls_lately}; told to wait: {one.waits} times",
    ]
    if until is not None:
        parts.append(f"paused for another {int((until - now).total_seconds())} s")
    if one.missing:
        parts.append(f"missing permissions: {', '.join(one.missing)}")
    if one.trouble:
        parts.append(one.trouble)
    badge = _badge(one, load, until)
    first = Row(
        title=f"{slug.capitalize()}: {one.name}", detail=". ".join(parts) + ".", badges=(badge,)
    )
    failed = [
        Row(title=f"⚠️ {stumble.what}", detail=stumble.reason, moment=stumble.at)
        for stumble in one.stumbles
    ]
    faults = [Row(title=f"⚠️ {fault.what}", detail=fault.mend) for fault in one.faults]
    return [first, *faults, *failed]


def _badge(one: ConnectionHealth, load: Load, until: datetime | None) -> Badge:
    if one.trouble:
        return Badge(word="❌ cut off", tone=Tone.DANGER)
    if until is not None:
        return Badge(word="Paused", tone=Tone.WARNING)
    if one.missing or one.faults or load.dead or load.unknown:
        return Badge(word="⚠️ look here", tone=Tone.WARNING)
    return Badge(word="✅ well", tone=Tone.GOOD)
