"""People put emoji on what stands somewhere and take them away; each place tells the others'."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.contract.convergence.story import AGENTS, Spot, Story, Told
from tests.contract.drivers.base import Post

SIGNS = {"+1": "👍", "tada": "🎉"}
LINE = " on “"
"""In a line below words that we cannot change, before those words."""


@dataclass(frozen=True)
class Liked:
    """A reaction as the core has it, with the place that shows it by itself, if one does."""

    token: str
    sign: str
    name: str
    platform: str | None
    role: str | None
    number: int | None

    def is_shown_at(self, spot: Spot, number: int, role: str) -> bool:
        """Whether it was put on the message there."""
        return (self.platform, self.role, self.number) == (spot.door.slug, role, number)


async def like(story: Story) -> str:
    """Somebody puts an emoji on something that was said, or takes it away again."""
    dice, ticket = story.dice, story.dice.choice(story.tickets)
    spots = [(AGENTS[0], one) for one in ticket.staff.values()]
    spots += [(AGENTS[1], one) for one in ticket.staff.values()] + [(story.customer, ticket.hers)]
    able = [(who, spot) for who, spot in spots if hasattr(spot.door, "react")]
    if not able:
        return "nobody can react"
    who, spot = dice.choice(able)
    posts = [post for post in await spot.door.thread(who, spot.room, spot.thread) if _said(post)]
    if not posts:
        return "nothing to react to"
    post, emoji = dice.choice(posts), dice.choice(sorted(SIGNS))
    mine = (who, spot.door.slug, post.id, emoji)
    off = mine in story.liked
    story.liked ^= {mine}
    await spot.door.react(who, post.id, emoji, spot.room, off=off)  # type: ignore[attr-defined]
    return f"{who} puts {emoji} {'off' if off else 'on'} {post.text!r} on {spot.door.slug}"


def _said(post: Post) -> bool:
    ours = post.private or LINE in post.text or "TIK-" in post.text
    return " v" in post.text and not ours


async def liked(story: Story) -> list[Liked]:
    """All reactions, oldest first."""
    rows = await story.world.office.sql(
        "SELECT m.body, r.emoji, p.name, l.platform, l.role, t.number FROM message_reactions r"
        " JOIN messages m ON m.id = r.message_id JOIN people p ON p.id = r.person_id"
        " LEFT JOIN places l ON l.id = r.place_id LEFT JOIN tickets t ON t.id = l.ticket_id"
        " WHERE m.body LIKE :mine ORDER BY r.id",
        mine=f"{story.name}w%",
    )
    return [Liked(body.partition(" ")[0], *row) for body, *row in rows]


def wrongly_liked(
    all_of_them: list[Liked], ticket: Told, spot: Spot, posts: list[Post], *, hers: bool
) -> Iterator[str]:
    """What a place should tell of the reactions of each message that stands there."""
    number, role = ticket.opened.number, "customer" if hers else "internal"
    for token in {one.token for one in all_of_them}:
        own = [one for one in all_of_them if one.token == token]
        here = {(o.sign, o.name) for o in own if o.is_shown_at(spot, number, role)}
        told: dict[str, dict[str, None]] = {}
        for one in own:
            if (one.sign, one.name) not in here:
                told.setdefault(one.sign, {})[one.name] = None
        words = " · ".join(f"{sign} {', '.join(names)}" for sign, names in told.items())
        about = [post.text for post in posts if f"{token} v" in post.text]
        if about and words and not any(words in text for text in about):
            yield f"{about} do not tell {words!r}"
        # Discord's own signs stand at the end of a post's text, without names.
        named = [f"{one.sign} {one.name}" for one in own]
        if not words and any(each in text for each in named for text in about):
            yield f"{about} tell a reaction that is none, or is shown there already"
