"""Every verb on both chats and every operation of REST, by everybody; what do customers see?

The cells come from the registry of verbs and from the OpenAPI document. What is added
there and not driven here makes the matrix fail, and so does any secret that a
customer's eyes can reach.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.grammar.registry import build_registry
from tests.contract.canary.calling import drivable, drive_rest, operations
from tests.contract.canary.eyes import CUSTOMERS, Seen, seen_in_chats, seen_in_slack, seen_in_web
from tests.contract.canary.secrets import CANARY, SECRET, WORD, Hidden, hide, invite_guest
from tests.contract.drivers.base import Driver, OpenForm, Room
from tests.contract.drivers.doors import DRIVERS
from tests.contract.wiring import PEOPLE, STAFF, SUPPORT
from tests.contract.world import World

LINES: dict[str, tuple[str, ...]] = {
    "new": ("new My door squeaks", "new"),
    "list": (
        "list",
        "list all",
        "list unassigned",
        "list breaching",
        "list recent",
        "list filter:ask",
        "list board:here",
    ),
    "show": (
        *("show {ref}", "show {ref} view:history"),
        *("show {ref} view:messages", "show {ref} view:customer"),
    ),
    "search": (f"search {WORD}", "search lamp", "search similar:{ref}"),
    "sla": ("sla {ref} why",),
    "claim": ("claim {ref}",),
    "release": ("release {ref} reason:{secret}",),
    "assign": ("assign {ref} to:me reason:{secret}", "assign {ref}"),
    "reply": (
        "reply {ref} words for all",
        "reply {ref}",
        "reply note-id:{harmless}",
        "reply note-id:this",
        "reply undo-send:last",
        "reply send-now:last",
    ),
    "note": ("note {ref} {secret}", "note {ref}", "note {ref} {secret} about:customer"),
    "set": (
        "set {ref} tags:+{tag} reason:{secret}",
        "set {ref} field:margin={secret}",
        "set {ref}",
        "set {ref} due:banana",
        "set {ref} lines:on",
    ),
    "status": ("status {ref} pending reason:{secret}", "status {ref}"),
    "priority": ("priority {ref} high reason:{secret}", "priority {ref}"),
    "resolve": (
        *("resolve {ref} words for all", "resolve {ref}"),
        *("resolve {ref} rating:2", "resolve {ref} rating:change"),
    ),
    "digest": ("digest", "digest team:Lamps", "digest view:ratings", "digest nudge:{ref}"),
    "reopen": ("reopen {ref} {secret}",),
    "escalate": ("escalate {ref} reason:{secret} priority:high", "escalate {ref}"),
    "snooze": ("snooze {ref} until:3h reason:{secret}", "snooze {ref}", "snooze {ref} until:now"),
    "merge": (
        *("merge {other} into:{ref}", "merge {other}", "merge {other} into:none"),
        *("merge {ref} customer:ask", "merge {ref} under:ask"),
        *(f"merge {{ref}} {said}:none" for said in ("split", "customer", "under")),
    ),
    "ask": (f"ask what is {WORD}", "ask {ref}"),
    "summary": ("summary {ref}",),
    "macro": (
        "macro {ref}",
        "macro {ref} hello",
        "macro {ref} hello do:send",
        "macro {ref} x do:cancel",
    ),
    "kb": (f"kb {WORD}",),
    "help": ("help", "help note"),
    "reactions": ("reactions", "reactions send:incoming_envelope", "reactions claim:ticket"),
    "bots": ("bots", "bots allow B0CANARY", "bots forbid B0CANARY", "bots dance"),
    "undo": ("undo", "undo 0s", "undo banana"),
    "health": ("health",),
    "settings": ("settings", "settings quiet:never"),
    "channel": ("channel", "channel #C0CANARY role:support", "channel #C0CANARY role:off"),
    "subscribe": (
        "subscribe",
        f"subscribe #{SUPPORT} priority:low,normal,high,critical",
        "subscribe #support priority:low,normal,high,critical",
        "subscribe #C0CANARY priority:critical",
        "subscribe #C0CANARY off",
    ),
    "group": ("group", "group @S0CANARY team:none", "group @S0CANARY team:Nowhere"),
    "link": ("link", "link @U0CANARY nobody@example.org", "link AAAA-AAAA", "link off"),
    "private": ("private {ref}",),
    "web": ("web {ref}",),
}
FILLED: dict[str, dict[str, str]] = {
    "New ticket": {"subject": "My door", "description": "squeaks"},
    "Note": {"text": "{secret}"},
    "Reply": {"text": "words for all"},
    "Resolve": {"text": "words for all"},
    "Rate": {"rating": "2", "text": "words for managers"},
    "Assign": {"to": "me", "reason": "{secret}"},
    "Status": {"text": "Pending", "reason": "{secret}"},
    "Priority": {"text": "high", "reason": "{secret}"},
    "Escalate": {"reason": "{secret}", "text": "{secret}", "how": "priority"},
    "Snooze": {"until": "3h"},
    "Merge": {"into": "{ref}"},
    "Hand on": {"customer": "ana@example.org", "subject": "words for all"},
    "Gather": {"subject": "words for all"},
    "Filter": {"status": "New"},
    "Details": {"tags": "+{tag}", "due": ""},
    "My settings": {"quiet": "never"},
}


@dataclass(frozen=True)
class Cell:
    """Who does what through which door."""

    door: str
    who: str
    what: str


DOORS = ("web", "slack", "rest")
PATIENCE = 90.0  # seconds in which what one person has said through all doors is carried out


async def drive_matrix(
    world: World, doors: Sequence[str] = DOORS, *, everybody: bool = False
) -> int:
    """Drive all cells of these doors and look everywhere; how many cells there were.

    Customers go through all of them, and so do all others if ``everybody`` does; else each
    of the others through one chat of all that there are.
    """
    there = list(dict.fromkeys((*DOORS, *doors)))
    seats = {seat for seat in seats_at(there, everybody=everybody) if seat[0] in doors}
    every = all_cells(world, seats)
    forgotten = sorted({cell.what for cell in every} - set(LINES) - set(drivable(world)))
    assert not forgotten, f"undriven: {forgotten}"
    world.patience = PATIENCE
    await invite_guest(world)
    hidden = await hide(world)
    seen: Seen = []
    driven = await _drive_chats(world, seats, hidden, seen)
    if "rest" in doors:
        driven |= await _drive_rest(world, hidden, seen)
    await world.settled()
    seen += await seen_in_web(world)
    seen += seen_in_slack(world)
    seen += seen_in_chats(world)
    assert not every - driven, f"undriven: {sorted(every - driven, key=repr)[:5]}"
    leaks = [where for where, text in seen if CANARY in text]
    assert not leaks, f"{CANARY} reached {leaks[:5]}"
    return len(every)


def seats_at(doors: Sequence[str], *, everybody: bool) -> set[tuple[str, str]]:
    """Who goes through which door: of the chats each of the staff takes one, the next another."""
    chats = [door for door in doors if door != "rest"]
    seats = set()
    for number, who in enumerate(PEOPLE):
        one = chats[number % len(chats) :][:1] if chats else []
        for door in doors if everybody or who in CUSTOMERS else [*one, *({*doors} - {*chats})]:
            seats.add((door, who))
    return seats


def all_cells(world: World, seats: Iterable[tuple[str, str]]) -> set[Cell]:
    """What must be driven: all that the registry and the document name."""
    verbs, names = build_registry().verbs, [one.name for one in operations(world)]
    return {
        Cell(door, who, what)
        for door, who in seats
        for what in (names if door == "rest" else verbs)
    }


async def _drive_chats(
    world: World, seats: set[tuple[str, str]], hidden: Hidden, seen: Seen
) -> set[Cell]:
    driven: set[Cell] = set()
    drivers = [build(world) for build in DRIVERS.values()]
    for who in PEOPLE:
        for door in drivers:
            if (door.slug, who) in seats:
                driven |= await _drive_chat(door, who, hidden, seen)
        await world.settled()
    return driven


async def _drive_rest(world: World, hidden: Hidden, seen: Seen) -> set[Cell]:
    driven: set[Cell] = set()
    for taking_away in (False, True):
        for who in PEOPLE:
            eyes = seen if who in CUSTOMERS else []
            done = await drive_rest(world, who, hidden, eyes, taking_away=taking_away)
            driven |= {Cell("rest", who, operation) for operation in done}
    return driven


async def _drive_chat(door: Driver, who: str, hidden: Hidden, seen: Seen) -> set[Cell]:
    driven = set()
    staff = who in STAFF
    room: Room = "triage" if staff else "support"
    words = {
        "ref": hidden.ref(door.slug),
        "other": f"TIK-{hidden.ids['other']}",
        "harmless": str(hidden.ids["harmless_id"]),
        "secret": f'"{SECRET}"' if staff else "words",
        "tag": CANARY if staff else "word",
    }
    registry = build_registry()
    for verb in registry.verbs:
        desk = "" if verb in registry.of("ticket") else "desk"
        for line in LINES.get(verb, ()):
            form = await door.slash(who, line.format(**words), room=room, words=desk)
            while form is not None:
                if not staff:
                    seen.append((f"{who} form {form.title}", repr((form, form.raw))))
                form = await _submit(door, who, form, words)
            driven.add(Cell(door.slug, who, verb))
    return driven


async def _submit(door: Driver, who: str, form: OpenForm, words: dict[str, str]) -> OpenForm | None:
    filled = next(given for title, given in FILLED.items() if form.title.startswith(title))
    values = {name: text.format(**words) for name, text in filled.items()}
    again = await door.fill(who, form, **values)  # the next step, where a form has several
    assert again is None or not again.errors, f"{form.title}: {again.errors if again else ''}"
    return again
