"""What is set for one connected workspace: what reactions mean there, and which bots are heard."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.conversation.models import WorkspaceSettings
from core.database.organisations import find_organisation
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid, NotFound
from core.events.event import Event
from core.ids import new_id

OPEN, CLAIM, RESOLVE, SEND = "open", "claim", "resolve", "send"
MEANINGS: dict[str, str] = {
    OPEN: "opens a ticket from a message",
    CLAIM: "claims a ticket, on its card",
    RESOLVE: "resolves a ticket, on its card",
    SEND: "sends your own note to the customer",
}
"""What a reaction may mean, with what it does in words."""

DEFAULT_REACTIONS: dict[str, tuple[str, ...]] = {
    OPEN: ("ticket", "admission_tickets"),
    CLAIM: ("eyes",),
    RESOLVE: ("white_check_mark",),
    SEND: ("incoming_envelope",),
}
"""Until an administrator says otherwise."""

SIGNS = {
    "🎫": "ticket",
    "🎟": "admission_tickets",
    "👀": "eyes",
    "✅": "white_check_mark",
    "📨": "incoming_envelope",
}
"""The names of those that are meant by default, for platforms and people who use the signs."""

_NAME = re.compile(r"[\w+'-]{1,100}\Z")
_VARIATION = "\ufe0f"
MOST_EMOJI = 10

Key = tuple[str, str]
"""Platform and workspace."""


@dataclass(frozen=True)
class AlertBot:
    """A bot that may open tickets, and the contact in whose name it does."""

    id: str
    person_id: UUID


@dataclass(frozen=True)
class Workspace:
    """What is set for one workspace."""

    reactions: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: dict(DEFAULT_REACTIONS)
    )
    alert_bots: Mapping[str, AlertBot] = field(default_factory=dict)

    def meaning_of(self, emoji: str) -> str | None:
        """What that reaction means here, if it means anything."""
        name = to_emoji(emoji)
        return next((meaning for meaning, all_of in self.reactions.items() if name in all_of), None)


@dataclass(frozen=True, kw_only=True)
class WorkspaceChanged(Event):
    """An administrator changed what is set for a workspace."""

    platform: str
    workspace: str
    fields: tuple[str, ...]


def to_emoji(said: str) -> str:
    """The emoji's name as it is compared: without colons, skin tone or variation."""
    plain = said.strip().strip(":").partition("::")[0].replace(_VARIATION, "")
    return SIGNS.get(plain, plain.casefold())


async def workspace_settings(uow: UnitOfWork, platform: str, workspace: str) -> Workspace:
    """What is set for a workspace; read once until it changes."""
    return (await uow.cached(_load)).get((platform, workspace), Workspace())


async def _load(uow: UnitOfWork) -> dict[Key, Workspace]:
    rows = await uow.session.scalars(select(WorkspaceSettings))
    return {(row.platform, row.workspace): _to_workspace(row) for row in rows}


def _to_workspace(row: WorkspaceSettings) -> Workspace:
    own = {meaning: tuple(all_of) for meaning, all_of in row.reactions.items()}
    bots = {bot: AlertBot(bot, UUID(person)) for bot, person in row.alert_bots.items()}
    return Workspace({**DEFAULT_REACTIONS, **own}, bots)


async def read_workspace(uow: UnitOfWork, actor: Actor, platform: str, workspace: str) -> Workspace:
    """The same for somebody who asks."""
    require(actor, Permission.CONFIGURE)
    return await workspace_settings(uow, platform, workspace)


async def require_connected(uow: UnitOfWork, actor: Actor, platform: str, workspace: str) -> None:
    """Let pass who names one of the organisation's own workspaces. Raises :class:`NotFound`."""
    require(actor, Permission.CONFIGURE)
    owner = await find_organisation(uow.session, "workspace", f"{platform}:{workspace}")
    if owner != uow.organisation_id:
        raise NotFound(ref="that workspace")


async def map_reactions(
    uow: UnitOfWork,
    actor: Actor,
    platform: str,
    workspace: str,
    wanted: Mapping[str, Iterable[str]],
) -> Workspace:
    """Say which emoji mean what; meanings that are left out stay, one with none is off.

    Raises :class:`Invalid` for a word that is no emoji, or one with two meanings.
    """
    require(actor, Permission.CONFIGURE)
    before = await workspace_settings(uow, platform, workspace)
    reactions = {**before.reactions}
    for meaning, said in wanted.items():
        reactions[meaning] = _checked(meaning, said)
    _refuse_two_meanings(reactions)
    if reactions != before.reactions:
        kept = {meaning: list(all_of) for meaning, all_of in reactions.items()}
        await keep_setting(uow, actor, (platform, workspace), "reactions", kept)
    return await workspace_settings(uow, platform, workspace)


def _checked(meaning: str, said: Iterable[str]) -> tuple[str, ...]:
    if meaning not in MEANINGS:
        raise Invalid(field="reactions", problem=f"{meaning!r} is none of {', '.join(MEANINGS)}")
    names = tuple(dict.fromkeys(to_emoji(one) for one in said if one.strip()))
    wrong = [name for name in names if not (_NAME.match(name) or _is_sign(name))]
    if wrong:
        raise Invalid(field=meaning, problem=f"{wrong[0]!r} is not the name of an emoji")
    if len(names) > MOST_EMOJI:
        raise Invalid(field=meaning, problem=f"name {MOST_EMOJI} emoji at most")
    return names


def _is_sign(name: str) -> bool:
    """Whether it is a sign by itself, as platforms without names for them say it."""
    return 0 < len(name) <= 16 and not any(c.isspace() or c.isascii() for c in name)


def _refuse_two_meanings(reactions: Mapping[str, tuple[str, ...]]) -> None:
    seen: dict[str, str] = {}
    for meaning, names in reactions.items():
        for name in names:
            if name in seen:
                problem = f"{name} already means {seen[name]}"
                raise Invalid(field=meaning, problem=problem)
            seen[name] = meaning


async def keep_setting(
    uow: UnitOfWork, actor: Actor, key: Key, name: str, value: Mapping[str, object]
) -> None:
    """Keep one setting of a workspace, and record that it changed."""
    platform, workspace = key
    values = {
        "id": new_id(),
        "organisation_id": uow.organisation_id,
        "platform": platform,
        "workspace": workspace,
        "reactions": {},
        "alert_bots": {},
        name: value,
    }
    await uow.session.execute(
        insert(WorkspaceSettings)
        .values(values)
        .on_conflict_do_update(
            index_elements=["organisation_id", "platform", "workspace"], set_={name: value}
        )
    )
    uow.configuration_changed()
    await uow.record(
        WorkspaceChanged(platform=platform, workspace=workspace, fields=(name,)), actor
    )
