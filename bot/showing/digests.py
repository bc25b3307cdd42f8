"""A digest as a card: a sentence that says what changed, and at most five rows."""

from bot.cards import Button, Card, Option, Row, Select, Tone
from bot.commands.list_filters import between, to_list_command
from bot.grammar.command import quoted
from core.reports.digest import Digest, Figure, Load, Ratings
from core.surveys.rating import SCORES
from core.surveys.reading import SurveyView
from core.tickets.reading.views import TicketView

ANSWERED = "answered"
"""The option that says from when to when the ratings of a list were given."""
MOST_NAMES = 5
COMMENT = 300


def digest_card(digest: Digest, *, may_nudge: bool) -> Card:
    """The numbers, each with the button that opens exactly the tickets it counts."""
    rows = [
        _volume(digest),
        _backlog(digest, may_nudge=may_nudge),
        _risk(digest, may_nudge=may_nudge),
    ]
    if digest.ratings is not None:
        rows.append(_ratings(digest.ratings, digest))
    rows.append(_workload(digest.workload))
    return Card(
        title=f"Digest of {digest.team.name}" if digest.team else "Digest of all teams",
        body=sentence(digest),
        rows=tuple(rows),
        footer="The last 24 hours, compared with the 24 hours before.",
        tone=Tone.WARNING if digest.overdue.count else Tone.NEUTRAL,
    )


def sentence(digest: Digest) -> str:
    """What changed, in words."""
    opened, solved = digest.opened.count, digest.solved.count
    said = [
        f"**{opened} opened**{_compared(opened, digest.opened_before.count)}",
        f"**{solved} solved**{_compared(solved, digest.solved_before.count)}",
    ]
    late = digest.overdue.count
    said.append(f"**{late} overdue now**" if late else "nothing is overdue")
    return f"{', '.join(said)}."


def _compared(now: int, before: int) -> str:
    if now == before:
        return " (as many as the day before)"
    more = "more" if now > before else "fewer"
    return f" ({abs(now - before)} {more} than the day before)"


def _show(label: str, figure: Figure) -> tuple[Button, ...]:
    """A button that opens the list; nothing is to be opened of none."""
    if not figure.count:
        return ()
    return (Button(label=f"{label} ({figure.count})", says=to_list_command(figure.filter)),)


def _volume(digest: Digest) -> Row:
    opened, solved = digest.opened, digest.solved
    return Row(
        title=f"Volume: {opened.count} opened, {solved.count} solved",
        detail=f"The day before: {digest.opened_before.count} opened, "
        f"{digest.solved_before.count} solved",
        buttons=(*_show("Opened", opened), *_show("Solved", solved)),
    )


def _backlog(digest: Digest, *, may_nudge: bool) -> Row:
    oldest = digest.longest_waiting
    waiting = "Nobody waits for an answer"
    if oldest is not None:
        waiting = f"Oldest without an answer: {_named(oldest)}, since"
    return Row(
        title=f"Backlog: {digest.backlog.count} open, {digest.waiting.count} wait for us",
        detail=waiting,
        moment=digest.waiting_since,
        buttons=(
            *_show("Open", digest.backlog),
            *_show("Waiting", digest.waiting),
            *_acts(oldest, may_nudge=may_nudge),
        ),
    )


def _risk(digest: Digest, *, may_nudge: bool) -> Row:
    urgent = digest.most_urgent
    return Row(
        title=f"Targets: {digest.breaching.count} at risk, {digest.overdue.count} of them overdue",
        detail=f"Most urgent: {_named(urgent)}" if urgent else "All is in time",
        buttons=(
            *_show("At risk", digest.breaching),
            *_show("Overdue", digest.overdue),
            *_acts(urgent, may_nudge=may_nudge),
        ),
    )


def _named(ticket: TicketView) -> str:
    owner = ticket.assignee.name if ticket.assignee else "nobody has it"
    return f"{ticket.ref} {ticket.subject} ({owner})"


def _acts(ticket: TicketView | None, *, may_nudge: bool) -> tuple[Button, ...]:
    """What to do about one ticket: give it to somebody else, or ask who has it."""
    if ticket is None:
        return ()
    reassign = Button(
        label=f"Reassign {ticket.number}…", says=f"assign {ticket.ref}", opens_form=True
    )
    if not may_nudge or ticket.assignee is None:
        return (reassign,)
    says = f"digest nudge:{ticket.ref}"
    return reassign, Button(label=f"Nudge {ticket.assignee.name}", says=says)


def _ratings(ratings: Ratings, digest: Digest) -> Row:
    team = f" team:{quoted(digest.team.name)}" if digest.team else ""
    answered = f"{ANSWERED}:{between(digest.since, digest.until)}"
    if ratings.average is None:
        return Row(title="Ratings: none", detail="No customer has answered")
    answers = "1 answer" if ratings.count == 1 else f"{ratings.count} answers"
    return Row(
        title=f"Ratings: {ratings.average:.1f} of 5",
        detail=f"From {answers}",
        buttons=(Button(label="Ratings", says=f"digest view:ratings{team} {answered}"),),
    )


def _workload(loads: tuple[Load, ...]) -> Row:
    people = [load for load in loads if load.person is not None]
    said = [f"{load.person.name} {load.count}" for load in people[:MOST_NAMES] if load.person]
    more = len(people) - len(said)
    said += [f"{more} more people"] if more > 0 else []
    said += [f"nobody {load.count}" for load in loads if load.person is None]
    options = tuple(
        Option(
            label=f"{load.person.name if load.person else 'Nobody'} ({load.count})",
            says=to_list_command(load.filter),
        )
        for load in loads
    )
    return Row(
        title="Workload: open tickets by owner",
        detail=" · ".join(said) or "No open tickets",
        select=Select(label="Whose tickets", options=options) if options else None,
    )


def ratings_card(surveys: list[SurveyView], team: str | None, more: str = "") -> Card:
    """Who said what, for managers' eyes: the latest answers. ``more`` is said for further ones."""
    rows = tuple(
        Row(
            title=f"{s.score} {SCORES[s.score]}: {s.ticket}",
            detail=" · ".join(
                filter(
                    None,
                    (
                        s.requester.name,
                        f"handled by {s.assignee.name}" if s.assignee else "",
                        f"“{s.comment[:COMMENT]}”" if s.comment else "",
                    ),
                )
            ),
            moment=s.answered_at,
            buttons=(Button(label="Show", says=f"show {s.ticket}"),),
        )
        for s in surveys
        if s.score is not None
    )
    return Card(
        title=f"Ratings of {team}" if team else "Latest ratings",
        body="" if rows else "No customer has answered yet.",
        rows=rows,
        buttons=(Button(label="More", says=more),) if more else (),
        footer="Only managers see who said what.",
    )
