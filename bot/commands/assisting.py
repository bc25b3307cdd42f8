"""``ask`` inside a ticket and ``summary``: what the assistant does for an agent."""

from collections.abc import Sequence
from uuid import UUID

from bot.cards import Button, Card, Fact, Row
from bot.commands import asking
from bot.commands.asking import address_of, excerpt, source_of, who_wrote
from bot.commands.similar import similar_rows
from bot.grammar.command import Command
from bot.incoming import Spot
from bot.talk import Answer, Talk
from core.access.permissions import Permission
from core.assistant.suggesting import Suggestion, suggest
from core.assistant.summarising import Point, Summary, summarise
from core.conversation.drafts import keep_draft
from core.conversation.places import INTERNAL
from core.conversation.refs import standing_in
from core.tickets.announcements.serving import served_places
from core.tickets.reading.queries import get_ticket, ref_of
from core.tickets.reading.views import TicketView, view_ticket

_OWES = {
    "us": "We owe the customer an answer",
    "customer": "The customer owes us an answer",
    "nobody": "Nobody owes anything: it is done",
}


async def run_ask(talk: Talk, command: Command) -> Answer:
    """An answer; an agent who asks nothing about a ticket is helped to answer it."""
    meant = command.number is not None or talk.number is not None
    if talk.actor.is_staff and meant and not command.text:
        return await run_suggest(talk, talk.ticket(command))
    return await asking.run_ask(talk, command)


async def run_suggest(talk: Talk, number: int) -> Answer:
    """A reply that could be sent, with its sources; and tickets like this one."""
    found = await suggest(talk.uow, talk.actor, number, talk.assistant)
    ticket = await view_ticket(talk.uow, talk.actor, number)
    similar = await similar_rows(talk, number)
    return Answer(private=await _suggestion_card(talk, ticket, found, similar))


async def _suggestion_card(
    talk: Talk, ticket: TicketView, made: Suggestion, similar: tuple[Row, ...]
) -> Card:
    ref = ref_of(talk.uow, ticket.number)
    if not made.text:
        body = "No article answers this customer."
        if made.found.trouble:
            body += f" The language model did not help: {made.found.trouble}."
        return Card(
            title="No reply to suggest", ref=ref, body=body, rows=similar, quote=made.question
        )
    sources = tuple(
        Row(title=source_of(c), detail=excerpt(c.text, 160), url=address_of(talk, c))
        for c in made.found.citations
    )
    draft = await keep_draft(talk.uow, talk.actor, {"text": _sendable(talk, made)})
    again = f"reply {ref} r{ticket.revision} draft:{draft}"
    return Card(
        title="A reply you could send",
        ref=ref,
        quote=made.text,
        body="Read it, change it, then send it. Nothing is sent by itself.",
        rows=(*sources, *similar),
        buttons=(Button(label="Use it…", says=again, style="primary", opens_form=True),),
        footer=who_wrote(made.found.model, made.found.trouble),
    )


def _sendable(talk: Talk, made: Suggestion) -> str:
    """The draft for the customer: with where to read on, in words that any chat shows."""
    first = made.found.citations[0]
    return f"{made.text}\n\nMore in “{first.title}”: {address_of(talk, first)}"


async def run_summary(talk: Talk, command: Command) -> Answer:
    """What is open, tried and promised, and who owes what: each leads to its message."""
    number = talk.ticket(command)
    summary = await summarise(talk.uow, talk.actor, number, talk.assistant)
    points = [summary.question, *summary.tried, *summary.promised, summary.next]
    links = await _links(talk, number, [point.message_id for point in points if point])
    ref = ref_of(talk.uow, number)
    card = _summary_card(summary, ref, links)
    kept = await keep_draft(talk.uow, talk.actor, {"text": _in_lines(card)})
    save = Button(label="Save as note", says=f"note {ref} held:{kept}")
    return Answer(private=card.model_copy(update={"buttons": (save, *card.buttons)}))


def _in_lines(card: Card) -> str:
    """The summary as a note says it."""
    points = [f"- {row.detail.partition(' ·')[0]}: {row.title}" for row in card.rows]
    return "\n".join(["Summary", *points, f"- Next: {card.facts[0].value}"])


def _summary_card(summary: Summary, ref: str, links: dict[UUID, str]) -> Card:
    rows = [
        *_rows("Open question", [summary.question], links),
        *_rows("Tried", summary.tried, links),
        *_rows("Promised", summary.promised, links),
        *_rows("Waiting for an answer", [summary.next], links),
    ]
    local = "Local: the sentences of the messages themselves."
    if summary.trouble:
        local += f" The language model did not help: {summary.trouble}."
    return Card(
        title="Summary",
        ref=ref,
        facts=(Fact(name="Next", value=_OWES[summary.owes]),),
        rows=tuple(rows),
        body="" if rows else "Nobody has said anything yet.",
        buttons=(Button(label="Suggest a reply", says=f"ask {ref}"),),
        footer=f"Summed up by {summary.model} from the messages." if summary.model else local,
    )


def _rows(name: str, points: Sequence[Point | None], links: dict[UUID, str]) -> list[Row]:
    return [
        Row(
            title=point.text,
            detail=f"{name} · {point.author}",
            moment=point.at,
            url=links.get(point.message_id),
        )
        for point in points
        if point
    ]


async def _links(talk: Talk, number: int, messages: list[UUID]) -> dict[UUID, str]:
    """Where the asker, who is one of staff, opens each message: in the ticket's threads among
    staff on the platform on which they ask, or on the desk's page of the ticket."""
    if talk.platform is None:
        return {}
    ticket = await get_ticket(talk.uow, talk.actor, number, Permission.ASSIST)
    here = [
        place
        for place in await served_places(talk.uow, ticket)
        if place.role == INTERNAL and place.platform == talk.platform.slug and place.thread
    ]
    links = dict.fromkeys(messages, f"{talk.address}/chat/tickets/{ticket.number}")
    for message, (place, ref) in (await standing_in(talk.uow, here, messages)).items():
        spot = Spot(
            platform=place.platform,
            workspace=place.workspace,
            channel=place.channel,
            thread=place.thread,
        )
        if link := talk.platform.address(spot, ref):
            links[message] = link
    return links
