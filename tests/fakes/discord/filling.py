"""A modal is filled in as a person fills it in: only what it lets them."""

from typing import TYPE_CHECKING, Any

from tests.fakes.discord.components import (
    CHECK,
    CHECKS,
    INPUT,
    LABEL,
    RADIO,
    ROW,
    SELECT,
    UPLOAD,
    or_else,
    units,
)
from tests.fakes.discord.meaning import bring
from tests.fakes.discord.modals import fields_of

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

Json = dict[str, Any]


def filled(discord: "FakeDiscord", modal: Json, values: Json) -> tuple[list[Json], Json]:
    """The components of a submitted modal, and what their ids mean."""
    known = {name for label, one in fields_of(modal) for name in (label, one["custom_id"])}
    if set(values) - known:
        raise LookupError(f"that modal has no {sorted(set(values) - known)}, but {sorted(known)}")
    resolved: Json = {}
    told = []
    for number, top in enumerate(modal["components"], 1):
        base = {"type": top["type"], "id": top.get("id") or number}
        if top["type"] == LABEL:
            one, name = top["component"], top["label"]
            told.append(base | {"component": _one(discord, one, name, values, resolved, number)})
        elif top["type"] == ROW:
            one = top["components"][0]
            made = _one(discord, one, one["label"], values, resolved, number)
            told.append(base | {"components": [made]})
        else:
            told.append(base)
    return told, resolved


def _one(
    discord: "FakeDiscord", one: Json, label: str, values: Json, resolved: Json, number: int
) -> Json:
    kind, name = one["type"], one["custom_id"]
    base = {"type": kind, "id": one.get("id") or 100 + number, "custom_id": name}
    given = values.get(label, values.get(name))
    if kind == INPUT:
        return base | {"value": _text(one, label, given)}
    if kind == CHECK:
        return base | {"value": bool(one.get("default") if given is None else given)}
    if kind == RADIO:
        chosen = _lines(one, label, given)
        _count(one, label, chosen, 1, 1)
        return base | {"value": chosen[0] if chosen else None}
    if kind == UPLOAD:
        return base | {"values": _files(discord, one, label, given, resolved)}
    chosen = _lines(one, label, given) if kind in (SELECT, CHECKS) else _ids(one, given)
    most = len(one["options"]) if kind == CHECKS else 1
    _count(one, label, chosen, 1, most)
    if kind not in (SELECT, CHECKS):
        resolved |= discord.resolved("", chosen)
    return base | {"component_type": kind, "values": chosen}


def _text(one: Json, label: str, given: Any) -> str:
    text = str(one.get("value") or "") if given is None else str(given)
    least, most = one.get("min_length") or 0, one.get("max_length") or 4000
    if one.get("required", True) and not text:
        raise LookupError(f"{label!r} has to be filled in")
    if text and not least <= units(text) <= most:
        raise LookupError(f"{label!r} takes {least} to {most} characters")
    return text


def _lines(one: Json, label: str, given: Any) -> list[str]:
    options = one.get("options") or []
    if given is None:
        return [line["value"] for line in options if line.get("default")]
    wanted = [given] if isinstance(given, str) else list(given)
    known = {line["value"]: line["value"] for line in options}
    known = {line["label"]: line["value"] for line in options} | known
    missing = [line for line in wanted if line not in known]
    if missing:
        raise LookupError(f"{label!r} offers no {missing}, but {sorted(known)}")
    return [known[line] for line in wanted]


def _ids(one: Json, given: Any) -> list[str]:
    if given is None:
        return [str(value["id"]) for value in one.get("default_values") or ()]
    return [given] if isinstance(given, str) else [str(value) for value in given]


def _files(discord: "FakeDiscord", one: Json, label: str, given: Any, resolved: Json) -> list[str]:
    records = [bring(discord, *file) | {"ephemeral": True} for file in (given or {}).items()]
    _count(one, label, records, 1, 1)
    for record in records:
        told = discord.link(record)
        resolved.setdefault("attachments", {})[record["id"]] = told
    return [record["id"] for record in records]


def _count(one: Json, label: str, chosen: list[Any], fewest: int, usual: int) -> None:
    least, most = or_else(one.get("min_values"), fewest), or_else(one.get("max_values"), usual)
    needed = one.get("required", True)
    if (not chosen and not needed) or least <= len(chosen) <= most:
        return
    raise LookupError(f"{label!r} takes {least} to {most}, not {len(chosen)}")
