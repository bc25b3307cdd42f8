"""Carrying out a case by each way in, and what it comes to in the core."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.contract.drivers.base import Driver, card, told
from tests.contract.journeys import sweep
from tests.contract.ways.cases import Case
from tests.contract.world import World

_CHANGING = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[0-9:.+]+Z?|TIK-\d+", re.IGNORECASE
)
_PLACES = {"place_id", "source", "number", "counted"}
"""Where and when it was said, and about which ticket: these differ."""


@dataclass(frozen=True)
class Subject:
    """The tickets that a case is about."""

    ref: str
    other: str


Way = Callable[[Driver, Case, Subject], Awaitable[None]]


def _words(case: Case, about: Subject, *, named: bool) -> str:
    ticket = about.ref if named and case.takes_ticket else ""
    says = case.says.format(ref=about.ref, other=about.other)
    return " ".join(f"{case.verb} {ticket} {says}".split())


async def _slash(door: Driver, case: Case, about: Subject) -> None:
    room = "triage" if case.who != "ana" else "support"
    form = await door.slash(case.who, _words(case, about, named=True), room=room)
    assert form is None, f"{case.verb} is complete, yet a form asks for {form.values}"


async def _mention(door: Driver, case: Case, about: Subject) -> None:
    if case.who == "ana":
        await door.mention("ana", _words(case, about, named=True), room="support")
        return
    shown = await card(door, case.who, about.ref)
    await door.mention(case.who, _words(case, about, named=False), thread=shown.id)


async def _direct(door: Driver, case: Case, about: Subject) -> None:
    await door.mention(case.who, _words(case, about, named=True), room="direct")


async def _button(door: Driver, case: Case, about: Subject) -> None:
    shown = await card(door, case.who, about.ref)
    form = await door.press(case.who, shown, case.label)
    if form is not None:
        await _fill(door, case, about, form)


async def _form(door: Driver, case: Case, about: Subject) -> None:
    ticket = about.ref if case.takes_ticket else ""
    form = await door.slash(case.who, f"{case.verb} {ticket}".strip())
    assert form is not None, f"{case.verb} opens no form"
    await _fill(door, case, about, form)


async def _fill(door: Driver, case: Case, about: Subject, form: Any) -> None:
    values = {name: text.format(other=about.other) for name, text in case.values.items()}
    again = await door.fill(case.who, form, **values)
    assert again is None, f"{case.verb}: {again.errors if again else ''}"


WAYS: dict[str, Way] = {
    "slash command": _slash,
    "mention": _mention,
    "direct message": _direct,
    "button": _button,
    "form": _form,
}


def ways_of(case: Case) -> tuple[str, ...]:
    """The ways by which this case can be said."""
    has = {"button": bool(case.label), "form": bool(case.values) and case.is_asked_for}
    return tuple(way for way in WAYS if has.get(way, True))


async def carry_out(door: Driver, case: Case, way: str) -> list[str]:
    """Do it on a fresh ticket; the events and messages that came of it, without what
    tells one ticket from another."""
    world = door.world
    wants_two = "{other}" in f"{case.says}{case.values}"
    about = Subject(await _open(world), await _open(world) if wants_two else "")
    for line in case.before:
        await door.slash("sam", line.format(ref=about.ref))
    if case.overdue:
        await sweep(world, days=3)
    await world.settled()
    since = await _latest(world)
    await WAYS[way](door, case, about)
    if case.answers:
        words = [one.format(ref=about.ref, other=about.other) for one in case.answers]
        await told(door, case.who, *words)
    await world.settled()
    return await _trace(world, since)


async def _open(world: World) -> str:
    answer = await world.client().post(
        "/api/v1/tickets",
        json={"subject": "The blue printer hums"},
        headers=await world.key("ana"),
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["ref"])


async def _latest(world: World) -> int:
    [(latest,)] = await world.office.sql("SELECT coalesce(max(position), 0) FROM events")
    return int(latest)


async def _trace(world: World, since: int) -> list[str]:
    events = await world.office.sql(
        "SELECT e.type, p.name, e.data FROM events e LEFT JOIN people p ON p.id = e.actor_id"
        " WHERE e.position > :since AND e.type <> 'IdentityLinked' ORDER BY e.position",
        since=since,
    )
    found = [f"{name} {kind} {_plain(data)}" for kind, name, data in events]
    messages = await world.office.sql(
        "SELECT m.kind, m.audience, p.name, m.body FROM messages m"
        " LEFT JOIN people p ON p.id = m.author_id"
        " WHERE m.id::text IN (SELECT data->>'message_id' FROM events WHERE position > :since)"
        " ORDER BY m.id",
        since=since,
    )
    return found + [_CHANGING.sub("…", repr(tuple(row))) for row in messages]


def _plain(data: dict[str, Any]) -> str:
    kept = {name: value for name, value in data.items() if name not in _PLACES}
    return _CHANGING.sub("…", json.dumps(kept, sort_keys=True, default=str))
