"""Tickets like another one, with how they ended: for ``search similar:`` and for suggestions."""

from bot.cards import Badge, Button, Card, Row, Tone
from bot.grammar.parse import to_number
from bot.talk import Answer, Talk
from bot.ticket_cards import status_badge
from core.errors import Invalid
from core.tickets.queries import ref_of
from core.tickets.similar import SimilarTicket, similar_tickets

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
    return tuple(_row(each) for each in found)


def _row(found: SimilarTicket) -> Row:
    view = found.view
    note = (Badge(word="Note", tone=Tone.NEUTRAL),) if found.internal else ()
    return Row(
        title=f"{view.ref} {view.subject}",
        detail=_excerpt(found.ending),
        badges=(status_badge(view), *note),
        moment=view.resolved_at or view.created_at,
        buttons=(Button(label="Show", says=f"show {view.ref}"),),
    )


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + " …"
