"""Installations: the workspaces that our app was installed in, with their tokens sealed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from core.access.actor import Actor
from core.access.events import InstallationBegun, InstallationEnded
from core.access.models import Installation
from core.access.permissions import Permission, require
from core.access.vault import Vault
from core.database.organisations import find_organisation, list_in_directory
from core.database.unit_of_work import UnitOfWork
from core.errors import ErrorKind, HelpdeskError
from core.ids import new_id

ACTIVE, ENDED = "active", "ended"


class BoundElsewhere(HelpdeskError):
    """A workspace belongs to one organisation: that binding is not taken over."""

    kind = ErrorKind.CONFLICT
    code = "workspace.bound_elsewhere"
    text = (
        "The workspace {name} belongs to another organisation here, so nothing was changed. "
        "Its administrators would have to give it up first."
    )


@dataclass(frozen=True)
class Tokens:
    """What a platform gave us to act with. Never shown: a repr names no value."""

    token: str
    refresh_token: str | None = None
    expires_at: datetime | None = None

    def __repr__(self) -> str:
        return f"Tokens(expires_at={self.expires_at})"


@dataclass(frozen=True)
class Granted:
    """A platform's answer to an installation, with our own ids there.

    ``url`` is where it is reached. No ``tokens``: the app has its own, the same everywhere.
    """

    platform: str
    workspace: str
    name: str
    bot_user: str
    bot: str
    bot_name: str
    url: str
    scopes: tuple[str, ...]
    tokens: Tokens | None
    enterprise: str | None = None
    is_enterprise_wide: bool = False


async def begin_installation(
    uow: UnitOfWork, actor: Actor, vault: Vault, granted: Granted
) -> Installation:
    """Keep an installation, or begin an ended one anew; its places are as they were.

    Raises :class:`BoundElsewhere` for a workspace of another organisation.
    """
    require(actor, Permission.CONFIGURE)
    await bind_workspace(uow, granted.platform, granted.workspace, granted.name)
    values = {
        "id": new_id(),
        "organisation_id": uow.organisation_id,
        "platform": granted.platform,
        "workspace": granted.workspace,
        "teams": [] if granted.is_enterprise_wide else [granted.workspace],
    }
    given = {
        "enterprise": granted.enterprise,
        "is_enterprise_wide": granted.is_enterprise_wide,
        "name": granted.name,
        "bot_user": granted.bot_user,
        "bot": granted.bot,
        "bot_name": granted.bot_name,
        "url": granted.url,
        "scopes": sorted(granted.scopes),
        "state": ACTIVE,
        "end_reason": None,
        "installed_by": actor.person_id,
        "installed_at": uow.now,
        "ended_at": None,
        **_sealed(vault, uow, granted.platform, granted.workspace, granted.tokens),
    }
    statement = insert(Installation).values(values | given)
    await uow.session.execute(
        statement.on_conflict_do_update(
            index_elements=["organisation_id", "platform", "workspace"], set_=given
        )
    )
    begun = InstallationBegun(
        platform=granted.platform, workspace=granted.workspace, scopes=granted.scopes
    )
    await uow.record(begun, actor)
    found = await find_installation(uow, granted.platform, granted.workspace)
    assert found is not None
    return found


async def bind_workspace(uow: UnitOfWork, platform: str, workspace: str, name: str) -> None:
    """Make a workspace lead to this organisation. Raises :class:`BoundElsewhere`."""
    key = f"{platform}:{workspace}"
    await list_in_directory(uow.session, "workspace", key, uow.organisation_id)
    if await find_organisation(uow.session, "workspace", key) != uow.organisation_id:
        raise BoundElsewhere(name=name or workspace)


async def find_installation(
    uow: UnitOfWork, platform: str, workspace: str, *, lock: bool = False
) -> Installation | None:
    """The installation of exactly that workspace or enterprise; ``lock``: to change it."""
    query = select(Installation).where(
        Installation.platform == platform, Installation.workspace == workspace
    )
    found: Installation | None = await uow.session.scalar(
        query.with_for_update() if lock else query, execution_options={"populate_existing": True}
    )
    return found


async def installation_serving(
    uow: UnitOfWork, platform: str, team: str, enterprises: Collection[str] = ()
) -> Installation | None:
    """The installation that serves a team: its own, or its enterprise's, which has met the
    team before or is named now. One that ended comes last."""
    serving = [
        one
        for one in await all_installations(uow, platform)
        if one.workspace == team
        or (one.is_enterprise_wide and (team in one.teams or one.workspace in enterprises))
    ]
    serving.sort(key=lambda one: (one.state != ACTIVE, one.workspace != team))
    return serving[0] if serving else None


async def meet_team(uow: UnitOfWork, installation: Installation, team: str) -> None:
    """A team of the enterprise that the app is installed for. Raises :class:`BoundElsewhere`."""
    await bind_workspace(uow, installation.platform, team, installation.name)
    if team not in installation.teams:
        installation.teams = [*installation.teams, team]
        await uow.session.flush()


async def all_installations(uow: UnitOfWork, platform: str) -> list[Installation]:
    """Those of the organisation, ended ones too, by name."""
    query = select(Installation).where(Installation.platform == platform)
    return list(await uow.session.scalars(query.order_by(Installation.name, Installation.id)))


def open_tokens(vault: Vault, installation: Installation) -> Tokens | None:
    """The tokens of an installation; None once it ended."""
    if installation.token is None:
        return None
    kept = installation.refresh_token
    context = (str(installation.organisation_id), installation.platform, installation.workspace)
    return Tokens(
        token=vault.open(installation.token, _belongs("token", *context)),
        refresh_token=vault.open(kept, _belongs("refresh", *context)) if kept else None,
        expires_at=installation.expires_at,
    )


async def renew_tokens(
    uow: UnitOfWork, vault: Vault, installation: Installation, tokens: Tokens
) -> None:
    """Keep the tokens that follow those that end."""
    sealed = _sealed(vault, uow, installation.platform, installation.workspace, tokens)
    for name, value in sealed.items():
        setattr(installation, name, value)
    await uow.session.flush()


async def move_installation(uow: UnitOfWork, installation: Installation, url: str) -> None:
    """From now on the platform reaches us from there, and is reached there."""
    installation.url = url
    await uow.session.flush()


async def end_installation(
    uow: UnitOfWork, actor: Actor, installation: Installation, reason: str
) -> bool:
    """Our app is not there any more: the tokens are forgotten, all else stays for a new one.

    False: it had ended already.
    """
    require(actor, Permission.CONFIGURE)
    if installation.state == ENDED:
        return False
    installation.state, installation.end_reason = ENDED, reason
    installation.token = installation.refresh_token = installation.expires_at = None
    installation.ended_at = uow.now
    await uow.session.flush()
    ended = InstallationEnded(
        platform=installation.platform, workspace=installation.workspace, reason=reason
    )
    await uow.record(ended, actor)
    return True


def _sealed(
    vault: Vault, uow: UnitOfWork, platform: str, workspace: str, tokens: Tokens | None
) -> dict[str, bytes | datetime | None]:
    if tokens is None:
        return {"token": None, "refresh_token": None, "expires_at": None}
    context = (str(uow.organisation_id), platform, workspace)
    kept = tokens.refresh_token
    return {
        "token": vault.seal(tokens.token, _belongs("token", *context)),
        "refresh_token": vault.seal(kept, _belongs("refresh", *context)) if kept else None,
        "expires_at": tokens.expires_at,
    }


def _belongs(what: str, organisation: str, platform: str, workspace: str) -> str:
    return f"installation:{organisation}:{platform}:{workspace}:{what}"
