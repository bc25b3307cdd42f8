"""Tickets like another one, with how they ended: for ``search similar:`` and for suggestions."""

from bot.cards import Badge, Button, Card, Row, Tone
from bot.grammar.parse import to_number
from bot.showing.relation_cards import merge_button
from bot.showing.ticket_cards import status_badge
from bot.talk import Answer, Talk
from core.access.permissions import Permission, may
from core.errors import Invalid
from core.tickets.reading.queries import ref_of
from core.tickets.reading.similar import SimilarTicket, similar_tickets
from core.tickets.rules import DONE

MOST = 5
EXCERPT = 160


async def run_similar(talk: Talk, said: str) -> Answer:
    """The tickets most like the one that is named."""
    number = to_number(said) if said else talk.number
    if number is None:
        raise Invalid(field="similar", problem="say to which ticket: `search similar:1042`")
    rows = await similar_rows(talk, number, MOST)
    ref = ref_of(talk.uow, number)
    body = "" if rows else f"No ticket that you may see is much like {ref}."
    return Answer(private=Card(title=f"Tickets like {ref}", body=body, rows=rows))


async def similar_rows(talk: Talk, number: int, limit: int = 3) -> tuple[Row, ...]:
    """Tickets like this one, each in a line of a card, with how it ended."""
    found = await similar_tickets(talk.uow, talk.actor, number, limit)
    into = ref_of(talk.uow, number)
    may_merge = may(talk.actor, Permission.MERGE)
    return tuple(_row(each, into if may_merge else None) for each in found)


def _row(found: SimilarTicket, into: str | None) -> Row:
    view = found.view
    show = Button(label="Show", says=f"show {view.ref}")
    # What has ended is a precedent; what goes on may be the same matter once more.
    goes_on = view.base not in DONE
    buttons = (show, merge_button(view.ref, into)) if into and goes_on else (show,)
    note = (Badge(word="Note", tone=Tone.NEUTRAL),) if found.internal else ()
    return Row(
        title=f"{view.ref} {view.subject}",
        detail=_excerpt(found.ending),
        badges=(status_badge(view), *note),
        moment=view.resolved_at or view.created_at,
        buttons=buttons,
    )


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + " …"
