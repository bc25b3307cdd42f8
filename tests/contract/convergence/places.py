"""What must stand in each place, as the core has it, and what does stand there.

The core's view is read by SQL of its own: messages, when tickets were merged, and which of them
others read as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.contract.convergence.liking import LINE, liked, wrongly_liked
from tests.contract.convergence.story import Spot, Story, Told, Words
from tests.contract.drivers.base import Post
from tests.contract.drivers.sharing import shows_file

INSTEAD = ("changed a message", "changed a note", "took a message back")
"""Said below words that stand as their author's own and cannot be changed there."""


@dataclass(frozen=True)
class Kept:
    """A message of the core."""

    token: str
    text: str
    number: int
    public: bool
    gone: bool
    at: datetime
    read_along: bool = False


@dataclass
class Joined:
    """Two tickets were one from a moment on, until another or still."""

    one: int
    other: int
    since: datetime
    until: datetime | None = None


async def differences(story: Story) -> list[str]:
    """Where a place shows something else than the core has for who reads there."""
    kept = await _kept(story)
    joined = await _joined(story)
    found: list[str] = []
    reactions = await liked(story)
    there = {one.token: one.gone for one in kept}
    for said in story.words:
        if said.token not in there:
            found.append(f"{said.token} was lost")
        elif said.gone != there[said.token]:
            found.append(f"{said.token} was not taken back")
    for ticket in story.tickets:
        for spot, hers in [(ticket.hers, True), *((spot, False) for spot in ticket.staff.values())]:
            who = story.customer if hers else "kim"
            posts = [
                p for p in await spot.door.thread(who, spot.room, spot.thread) if not p.private
            ]
            where = f"{'her' if hers else 'staff'} {ticket.opened.ref} on {spot.door.slug}"
            wrong = [*wrongly_liked(reactions, ticket, spot, posts, hers=hers)]
            posts = [post for post in posts if LINE not in post.text]
            wrong += _wrong(story, kept, joined, ticket, spot, posts, hers=hers)
            found += [f"{where}: {problem}" for problem in wrong]
    return found


def _wrong(
    story: Story,
    kept: list[Kept],
    joined: list[Joined],
    ticket: Told,
    spot: Spot,
    posts: list[Post],
    *,
    hers: bool,
) -> Iterator[str]:
    words = {one.token: one for one in story.words}
    is_shared = hers and spot.door.slug != "web"
    shown: list[tuple[int, str]] = []
    for message in kept:
        said = words[message.token]
        if said.opens:
            continue  # it stands on the card
        is_native = said.native is not None and said.native[0] == spot
        own = said.native[1] if is_native and said.native else ""
        ours = [i for i, p in enumerate(posts) if p.id != own and _has(p, message.token)]
        lines = [i for i in ours if any(word in posts[i].text for word in INSTEAD)]
        copies = [i for i in ours if i not in lines]
        if is_native:
            yield from _wrong_native(message, said, spot, posts, copies)
            continue
        low, high = _times(message, joined, ticket.opened.number, hers=hers)
        if is_shared and not message.read_along and message.number != ticket.opened.number:
            low = high = 0
        if not low <= len(copies) <= high:
            yield f"{message.text!r} stands {len(copies)} times, not {low}..{high}"
        files = sum(shows_file(post, said.file) for post in posts if post.id != own)
        if files != (len(copies) if said.has_file else 0):
            yield f"{said.file} stands {files} times beside {len(copies)} copies"
        for i in copies:
            if message.text not in posts[i].text:
                yield f"{posts[i].text!r} is not {message.text!r}"
            shown.append((i, message.token))
    order = [token for _, token in sorted(shown)]
    expected = [one.token for one in kept if one.token in order]
    if order != expected:
        yield f"in the order {order}, not {expected}"


def _wrong_native(
    message: Kept, said: Words, spot: Spot, posts: list[Post], copies: list[int]
) -> Iterator[str]:
    """What its author typed there stands there once; where we cannot change it, it is told."""
    if copies:
        yield f"{message.text!r} is echoed where it was typed"
    assert said.native is not None
    own = next((post for post in posts if post.id == said.native[1]), None)
    lines = [post.text for post in posts if any(word in post.text for word in INSTEAD)]
    if message.gone:
        if own is not None and not any("took a message back" in line for line in lines):
            yield f"{own.text!r} was taken back"
    elif own is None:
        yield f"{message.text!r} is missing where it was typed"
    elif message.text not in own.text and not any(_tells(message, line) for line in lines):
        yield f"{own.text!r} is not {message.text!r}, and nobody says so"


def _has(post: Post, token: str) -> bool:
    return f"{token} v" in post.text


def _times(message: Kept, joined: list[Joined], number: int, *, hers: bool) -> tuple[int, int]:
    """How often a copy may stand under a ticket: at least, at most."""
    if message.gone or (hers and not message.public):
        return 0, 0
    if message.number == number:
        return 1, 1
    linked, open_still = _linked(joined, message.number, number, message.at)
    return (1 if open_still else 0, 1) if linked else (0, 0)


def _linked(joined: list[Joined], one: int, other: int, at: datetime) -> tuple[bool, bool]:
    """Whether two tickets were one at that moment, and are so still by the same merges."""
    reached, still = {one}, {one}
    for _ in joined:
        for pair in joined:
            ends = {pair.one, pair.other}
            if pair.since < at and (pair.until is None or at < pair.until):
                reached |= ends if ends & reached else set()
                still |= ends if pair.until is None and ends & still else set()
    return other in reached, other in still


async def _kept(story: Story) -> list[Kept]:
    """The core's messages in order; of one that was taken back nothing is left but that."""
    numbers = [ticket.opened.number for ticket in story.tickets]
    rows = await story.world.office.sql(
        "SELECT m.body, t.number, m.audience, m.created_at, EXISTS (SELECT 1 FROM places p"
        " WHERE p.ticket_id = t.id AND p.role = 'customer' AND p.shared) FROM messages m"
        " JOIN tickets t ON t.id = m.ticket_id"
        " WHERE t.number = ANY(:numbers) AND m.body LIKE :mine AND m.deleted_at IS NULL"
        " ORDER BY m.id",
        numbers=numbers,
        mine=f"{story.name}w%",
    )
    found = [
        Kept(body.partition(" ")[0], body, number, audience == "public", False, at, read_along)
        for body, number, audience, at, read_along in rows
    ]
    left = {one.token for one in found}
    long_ago = datetime.min.replace(tzinfo=UTC)
    return found + [
        Kept(one.token, one.token, 0, True, True, long_ago)
        for one in story.words
        if one.gone and one.token not in left
    ]


async def _joined(story: Story) -> list[Joined]:
    numbers = [ticket.opened.number for ticket in story.tickets]
    rows = await story.world.office.sql(
        "SELECT e.type, t.number, o.number, e.at FROM events e"
        " JOIN tickets t ON t.id = e.ticket_id"
        " JOIN tickets o ON o.id = (coalesce(e.data->>'into', e.data->>'out_of'))::uuid"
        " WHERE t.number = ANY(:numbers) AND e.type IN ('TicketMerged', 'TicketUnmerged')"
        " ORDER BY e.id",
        numbers=numbers,
    )
    found: list[Joined] = []
    for kind, one, other, at in rows:
        if kind == "TicketMerged":
            found.append(Joined(one, other, at))
        else:
            for pair in found:
                if pair.one == one and pair.until is None:
                    pair.until = at
    return found


def _tells(message: Kept, line: str) -> bool:
    """Whether a line tells of its change: a note's words are not said again."""
    return message.text in line or (not message.public and "changed a note" in line)
