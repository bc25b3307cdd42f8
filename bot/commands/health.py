"""``/desk health``: how the connections to chat platforms do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.cards import Badge, Card, Row, Tone
from bot.grammar.command import Command
from bot.process.health import ConnectionHealth, ReportsHealth, in_words
from bot.talk import Answer, Talk
from core.events.loads import Load, connection_loads
from core.tickets.reading.wording import ago

_FOOTER = "Counted over all processes. `deskhand doctor` shows the same."
Told = Mapping[tuple[str, str], ConnectionHealth]
"""What platforms say of their workspaces, by slug and workspace."""


async def run_health(talk: Talk, command: Command) -> Answer:
    """A row for each connected workspace of the organisation, and one for each failure."""
    loads = await connection_loads(talk.uow, talk.actor)
    told = talk.uow.outside(_looking(talk, loads))
    rows = [row for load in loads for row in _rows(load, told, talk)]
    body = "" if rows else "No chat platform is connected but the web chat."
    return Answer(private=Card(title="Health", body=body, rows=tuple(rows), footer=_FOOTER))


@dataclass(frozen=True)
class Looking:
    """Work for ``UnitOfWork.outside``: platforms may be asked while they tell how they do."""

    workspaces: tuple[tuple[str, tuple[str, ...]], ...]
    platforms: Mapping[str, ReportsHealth] = field(compare=False)

    async def do(self) -> Told:
        """What each says."""
        return {
            (slug, one.workspace): one
            for slug, of in self.workspaces
            for one in await self.platforms[slug].health(of)
        }


def _looking(talk: Talk, loads: Sequence[Load]) -> Looking:
    found: dict[str, object] = dict(talk.platforms)
    reporting = {slug: one for slug, one in found.items() if isinstance(one, ReportsHealth)}
    workspaces = tuple(
        (slug, tuple(one.workspace for one in loads if one.platform == slug))
        for slug in sorted(reporting)
    )
    return Looking(workspaces, reporting)


def _rows(load: Load, told: Told, talk: Talk) -> list[Row]:
    now, one = talk.uow.now, told.get((load.platform, load.workspace))
    if one is None:
        is_silent = load.platform in talk.platforms and not isinstance(
            talk.platforms[load.platform], ReportsHealth
        )
        trouble = "" if is_silent else "It is not connected any more"
        one = ConnectionHealth(load.workspace, load.workspace, "", trouble=trouble)
    parts = [*_connection(one, now), *in_words(load, now)]
    if one.missing:
        parts.append(f"missing permissions: {', '.join(one.missing)}")
    if one.trouble:
        parts.append(one.trouble)
    first = Row(
        title=f"{load.platform.capitalize()}: {one.name}",
        detail=". ".join(parts) + ".",
        badges=(_badge(one, load),),
    )
    failed = [
        Row(title=f"⚠️ {stumble.what}", detail=stumble.reason, moment=stumble.at)
        for stumble in load.stumbles
    ]
    faults = [Row(title=f"⚠️ {fault.what}", detail=fault.mend) for fault in one.faults]
    return [first, *faults, *failed]


def _connection(one: ConnectionHealth, now: datetime) -> list[str]:
    if not one.how:
        return []
    return [f"by {one.how}" + (f", since {ago(now - one.since)}" if one.since else "")]


def _badge(one: ConnectionHealth, load: Load) -> Badge:
    if one.trouble:
        return Badge(word="❌ cut off", tone=Tone.DANGER)
    if load.paused_until is not None:
        return Badge(word="Paused", tone=Tone.WARNING)
    if one.missing or one.faults or load.dead or load.unknown or load.away_lately:
        return Badge(word="⚠️ look here", tone=Tone.WARNING)
    return Badge(word="✅ well", tone=Tone.GOOD)
