"""`deskhand apikey`: keys for integrations."""

from datetime import datetime
from typing import Any
from uuid import UUID

from rich.console import Console

from bot.cli.attaching import attach
from bot.cli.console import Voice, build_table
from core.access.actor import Role
from core.access.keys import NewKey, create_key, list_keys, revoke_key, rotate_key
from core.access.models import ApiKey


async def create(voice: Voice, role: Role, scopes: list[str], name: str, days: int | None) -> None:
    """Make a key and show it, this once."""
    async with attach() as desk, desk.opened.database.unit_of_work(desk.organisation_id) as uow:
        key = await create_key(uow, desk.actor, role=role, scopes=scopes, name=name, days=days)
    _show(voice, key)


async def rotate(voice: Voice, key_id: UUID, grace_days: int) -> None:
    """A new key in place of an old one."""
    async with attach() as desk, desk.opened.database.unit_of_work(desk.organisation_id) as uow:
        key = await rotate_key(uow, desk.actor, key_id, grace_days=grace_days)
    _show(voice, key)


async def revoke(voice: Voice, key_id: UUID) -> None:
    """End a key at once."""
    async with attach() as desk, desk.opened.database.unit_of_work(desk.organisation_id) as uow:
        await revoke_key(uow, desk.actor, key_id)
    voice.answer({"id": key_id, "revoked": True}, lambda out: out.print("Revoked."))


async def list_all(voice: Voice) -> None:
    """All keys, without their secrets."""
    async with attach() as desk, desk.opened.database.unit_of_work(desk.organisation_id) as uow:
        keys = await list_keys(uow, desk.actor)
        now = uow.now
    values = [_to_value(key, now) for key in keys]

    def say(out: Console) -> None:
        if not values:
            out.print("There are no keys. Make one with `deskhand apikey create --role agent`.")
            return
        table = build_table("Id", "Name", "Begins", "Scopes", "State")
        for value in values:
            scopes = ", ".join(value["scopes"])
            table.add_row(str(value["id"]), value["name"], value["hint"], scopes, value["state"])
        out.print(table)

    voice.answer(values, say)


def _to_value(key: ApiKey, now: datetime) -> dict[str, Any]:
    state = "valid"
    if key.revoked_at is not None:
        state = "revoked"
    elif key.expires_at is not None and key.expires_at <= now:
        state = "expired"
    return {
        "id": key.id,
        "name": key.name,
        "hint": f"{key.hint}…",
        "scopes": key.scopes,
        "state": state,
        "created_at": key.created_at.isoformat(),
        "expires_at": key.expires_at.isoformat() if key.expires_at else None,
    }


def _show(voice: Voice, key: NewKey) -> None:
    value = {
        "id": key.id,
        "key": key.secret,
        "scopes": key.scopes,
        "expires_at": key.expires_at.isoformat() if key.expires_at else None,
    }

    def say(out: Console) -> None:
        out.print(key.secret, markup=False, highlight=False, soft_wrap=True)
        ends = f"until {key.expires_at:%Y-%m-%d}" if key.expires_at else "without end"
        out.print(f"Id {key.id}, {ends}. Scopes: {', '.join(key.scopes)}.", markup=False)
        out.print("The key is shown this once. Send it as `Authorization: Bearer ...`.")

    voice.answer(value, say)
