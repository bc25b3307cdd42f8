"""Links to this desk that somebody posts: a small card for those who read there.

A ticket is shown only where everybody who reads may see it: in the staff's own channels, in
the thread of its customer, and to one person alone. An article by its audience.
"""

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from bot.cards import Card, Fact, Link
from bot.incoming import Incoming
from bot.receiving.handling import Handler
from bot.receiving.identifying import identify, organisation_of
from bot.receiving.readers import Readers, all_may_see, readers_of
from bot.showing.customer_cards import customer_card
from bot.showing.texts import beginning
from bot.showing.ticket_cards import badges, due_fact
from bot.talk import Talk
from core.access.permissions import Permission, require
from core.conversation.models import Place
from core.conversation.places import CUSTOMER
from core.database.unit_of_work import Database
from core.errors import HelpdeskError
from core.knowledge.articles import get_article
from core.people.identities import account_of
from core.tickets.reading.readers import is_its_customers
from core.tickets.reading.views import TicketView, view_ticket

BEGINNING = 300
"""Characters of an article."""
_TICKET = re.compile(r"/chat/tickets/(\d{1,12})/?\Z")
_ARTICLE = re.compile(r"/chat/articles/([^/]+)/?\Z")
_MARKUP = re.compile(r"[#*_`>|]+|\[([^\]]*)\]\([^)]*\)")


async def preview_links(
    database: Database, handler: Handler, incoming: Incoming, urls: Sequence[str], *, most: int
) -> dict[str, Card]:
    """The cards for what somebody known to us has posted; nobody becomes known by that."""
    organisation_id = await organisation_of(database, incoming)
    spot = incoming.spot
    async with database.unit_of_work(organisation_id) as uow:
        account = await account_of(uow, spot.platform, spot.workspace, incoming.sender)
    if account is None:
        return {}
    actor = await identify(database, organisation_id, incoming, handler.platforms)
    seen_by = await handler.platforms[spot.platform].audience_of(spot)
    async with database.unit_of_work(organisation_id) as uow:
        talk = await handler.talk(uow, actor, incoming)
        readers = await readers_of(talk, seen_by, alone=account.direct == spot.channel)
        return await preview(talk, urls, readers, most=most)


async def preview(
    talk: Talk, urls: Sequence[str], readers: Readers, *, most: int
) -> dict[str, Card]:
    """A card for each of the first ``most`` links that leads here and may be shown to all who
    read."""
    found: dict[str, Card] = {}
    for url in list(dict.fromkeys(urls))[:most]:
        try:
            card = await _card(talk, url, readers)
        except HelpdeskError:
            continue  # not theirs to see, or not there: nobody may tell which
        if card is not None:
            found[url] = card
    return found


async def _card(talk: Talk, url: str, readers: Readers) -> Card | None:
    ours, parts = urlsplit(talk.address), urlsplit(url)
    if (parts.scheme, parts.netloc) != (ours.scheme, ours.netloc):
        return None
    path = parts.path.removeprefix(ours.path.rstrip("/"))
    if ticket := _TICKET.match(path):
        return await _ticket(talk, int(ticket[1]), url, readers)
    if article := _ARTICLE.match(path):
        return await _article(talk, unquote(article[1]), url, readers)
    return None


async def _ticket(talk: Talk, number: int, url: str, readers: Readers) -> Card | None:
    view = await view_ticket(talk.uow, talk.actor, number)
    link = (Link(label=f"Open {view.ref}", url=url),)
    staff = talk.actor.is_staff and (readers.alone or await all_may_see(talk, view, readers))
    if staff:
        return _for_staff(talk, view).model_copy(update={"links": link})
    place = talk.place
    own = place is not None and place.ticket_id == view.id and await _is_own(talk, place)
    if own or (readers.alone and not talk.actor.is_staff):
        shared = not readers.alone and place is not None and place.shared
        card = customer_card(view, talk.uow.now, shared=shared)
        return card.model_copy(update={"buttons": (), "links": link})
    return None


async def _is_own(talk: Talk, place: Place) -> bool:
    """Whether it is a place of the ticket's present customer that the ticket has not left."""
    stands = place.role == CUSTOMER and place.left_at is None
    return stands and await is_its_customers(talk.uow, place)


def _for_staff(talk: Talk, view: TicketView) -> Card:
    due = due_fact(view)
    facts = [
        Fact(name="Customer", value=view.requester.name),
        Fact(name="Owner", value=view.assignee.name if view.assignee else "Unassigned"),
        *([due] if due else []),
    ]
    return Card(
        title=view.subject,
        ref=view.ref,
        badges=badges(view, talk.uow.now),
        facts=tuple(facts),
    )


async def _article(talk: Talk, slug: str, url: str, readers: Readers) -> Card | None:
    require(talk.actor, Permission.READ_ARTICLES)
    article = await get_article(talk.uow, talk.actor, slug)
    if article.audience not in readers.audiences(talk.actor):
        return None
    return Card(
        title=article.title,
        body=_beginning(article.body),
        links=(Link(label="Read the article", url=url),),
    )


def _beginning(body: str) -> str:
    """The first words of an article, without headings and marks."""
    lines = [line for line in body.splitlines() if line.strip() and not line.startswith("#")]
    return beginning(" ".join(_MARKUP.sub(r"\1", " ".join(lines)).split()), BEGINNING)
