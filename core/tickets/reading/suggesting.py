"""Which tickets are probably meant while somebody types.

Every answer comes from an index or from a short list, so that it is there before the next
letter; one typing error is forgiven. Rights are those of every other reading.
"""

import re

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Uuid,
    case,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.search import as_config, configuration
from core.database.typing_errors import may_be_mistyped, mistakes, variants, words_in
from core.database.unit_of_work import UnitOfWork
from core.tickets.models import Ticket
from core.tickets.reading.queries import visible_to
from core.tickets.reading.recent import recent_names
from core.tickets.relations.group import unmerged

MOST = 20
SHORTEST = 3
"""Letters from which on words are looked up; with fewer nearly every ticket would fit."""
WORDS = 6
MENDED = 2
"""Words at most in which a mistake is looked for."""
CANDIDATES, LOOKED_AT = 1_000, 200
"""How many tickets with the words are ranked, and how many of the best are read by their ids."""
DIGITS = 9
OWN = 500

Named = tuple[int, str]
"""A ticket's number and subject."""
_STANDING = text(
    """
    WITH sought AS (
        SELECT DISTINCT q FROM unnest(CAST(:words AS text[])) word, LATERAL (VALUES
            (CAST(quote_literal(word) || ':*' AS tsquery)),
            (to_tsquery(CAST(:config AS regconfig), quote_literal(word) || ':*'))) found (q)
        WHERE numnode(q) = 1
    )
    SELECT CAST(q AS text) FROM sought, LATERAL search_documents_for('ticket', q, true, 1)
    """
)
_NUMBER = re.compile(r"(?:[A-Za-z]{2,8}-|#)?(\d{1,9})\Z")


async def suggest_tickets(
    uow: UnitOfWork, actor: Actor, typed: str, *, most: int = MOST
) -> list[Named]:
    """The tickets that are probably meant, best first: an exact number, then words.

    With nothing typed, those that the actor was at last.
    """
    require(actor, Permission.READ)
    said = typed.strip()
    number = _NUMBER.match(said)
    if number:
        return await _by_number(uow, actor, number[1], most)
    words = [word for word in words_in(said) if len(word) >= SHORTEST][:WORDS]
    if not actor.is_staff or not words:
        few = await (recent_names if actor.is_staff else own_names)(uow, actor)
        return sorted_by_mistakes(said, few)[:most]
    found = await _by_words(uow, actor, _stemmed_or_not(uow, _as_query(words)), most)
    near = None if found else await _nearly(uow, words)
    if near is None:
        return found
    found = await _by_words(uow, actor, cast(literal(near), TSQUERY), most)
    # Those whose subject has the words come first, else they stand in the messages.
    return sorted_by_mistakes(said, found) or found


def sorted_by_mistakes(said: str, tickets: list[Named]) -> list[Named]:
    """Those whose subject fits what was typed, the mistyped last."""
    fitting = [(mistakes(said, [one[1]]), one) for one in tickets]
    return [one for wrong in (0, 1) for fits, one in fitting if fits == wrong]


async def own_names(uow: UnitOfWork, actor: Actor) -> list[Named]:
    """A customer's own, the newest first: they are few."""
    require(actor, Permission.READ)
    query = select(Ticket.number, Ticket.subject).where(visible_to(actor), unmerged(actor))
    rows = await uow.session.execute(query.order_by(Ticket.number.desc()).limit(OWN))
    return [(number, subject) for number, subject in rows]


async def _by_number(uow: UnitOfWork, actor: Actor, digits: str, most: int) -> list[Named]:
    """The ticket of that number first, then those whose number begins like it."""
    number = int(digits)
    ranges = [
        Ticket.number.between(number * 10**more, (number + 1) * 10**more - 1)
        for more in range(DIGITS - len(digits) + 1)
    ]
    query = (
        select(Ticket.number, Ticket.subject)
        .where(visible_to(actor), or_(*ranges))
        .order_by(case((Ticket.number == number, 0), else_=1), Ticket.number.desc())
        .limit(most)
    )
    return [(found, subject) for found, subject in await uow.session.execute(query)]


async def _nearly(uow: UnitOfWork, words: list[str]) -> str | None:
    """The words with one typing error in those that stand nowhere; None if that does not help.

    Only variants that do stand somewhere are asked for: a query of hundreds of words costs a
    millisecond for every hundred tickets that fit.
    """
    parts, mended = [], 0
    for word in words:
        known = await _standing(uow, [word])
        if not known and may_be_mistyped(word) and mended < MENDED:
            mended += 1
            known = await _standing(uow, sorted(variants(word)))
        if not known:
            return None
        parts.append(" | ".join(known))
    return " & ".join(f"({part})" for part in parts) if mended else None


async def _standing(uow: UnitOfWork, words: list[str]) -> list[str]:
    """Those of the words, and of their stems, with which a word of some ticket begins."""
    values = {"words": words, "config": configuration(uow.language)}
    return list(await uow.session.scalars(_STANDING, values))


def _as_query(words: list[str]) -> str:
    """A tsquery, the last word perhaps not finished. Words are letters and digits alone:
    there is nothing to escape."""
    return " & ".join([*(f"'{word}'" for word in words[:-1]), f"'{words[-1]}':*"])


def _stemmed_or_not(uow: UnitOfWork, query: str) -> ColumnElement[object]:
    # The index holds stems, which a word that is being typed may not have reached yet.
    stemmed = func.to_tsquery(as_config(uow.language), query)
    return stemmed.op("||")(cast(literal(query), TSQUERY))


async def _by_words(
    uow: UnitOfWork, actor: Actor, sought: ColumnElement[object], most: int
) -> list[Named]:
    hits = func.search_documents_for("ticket", sought, True, literal(CANDIDATES, Integer))
    rank: ColumnElement[float] = column("rank", Float())
    found = (
        select(column("id", Uuid()), rank)
        .select_from(hits)
        .order_by(rank.desc())
        .limit(LOOKED_AT)
        .cte("hits")
        .prefix_with("MATERIALIZED")
    )
    query = (
        select(Ticket.number, Ticket.subject)
        .join(found, found.c.id == Ticket.id)
        .where(visible_to(actor), unmerged(actor))
        .order_by(found.c.rank.desc(), Ticket.number.desc())
        .limit(most)
    )
    return [(number, subject) for number, subject in await uow.session.execute(query)]
