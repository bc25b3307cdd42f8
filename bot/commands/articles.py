"""``kb``: finding articles, and sharing one with a ticket's customer or those who read here."""

from bot.cards import Button, Card, Link, Row
from bot.commands.answering import run_reply
from bot.commands.asking import excerpt
from bot.grammar.command import Command
from bot.grammar.parse import to_number
from bot.receiving.readers import readers_here, readers_of
from bot.talk import Answer, Talk
from core.conversation.audience import Audience
from core.errors import Invalid
from core.knowledge.finding import Hit, find_passages
from core.knowledge.meaning import meaning_of
from core.knowledge.sharing import CUSTOMERS, Shared, for_audiences, share_article
from core.tickets.reading.queries import ref_of

SHARE, TO = "share", "to"


async def run_kb(talk: Talk, command: Command) -> Answer:
    """Articles that fit some words; ``share:`` says one of them to others."""
    if SHARE in command.options:
        return await _share(talk, command)
    if not command.text:
        raise Invalid(field="query", problem="say what to look for: `kb reset password`")
    vector = meaning_of(talk.uow, talk.assistant.embedder, command.text)
    hits = await find_passages(talk.uow, talk.actor, command.text, one_each=True, vector=vector)
    ways = await _ways_to_share(talk, command, hits)
    rows = tuple(
        Row(
            title=hit.title,
            detail=excerpt(hit.body, 200),
            url=_address(talk, hit.slug),
            buttons=ways.get(hit, ()),
        )
        for hit in hits
    )
    body = "" if rows else "No article has these words. Try others, or `ask`."
    return Answer(private=Card(title=f"Articles with “{command.text[:80]}”", body=body, rows=rows))


async def _share(talk: Talk, command: Command) -> Answer:
    """A reply to the customer of the ticket that is named or whose thread this is, which waits
    like any; elsewhere a post for those who read here."""
    which = _name_in(command.options[SHARE])
    number = _number(talk, command)
    if number is not None:
        found = await share_article(talk.uow, talk.actor, which, CUSTOMERS)
        return await run_reply(talk, Command("reply", number, text=_in_words(talk, found)))
    if not talk.is_read_along:
        raise Invalid(field=TO, problem="name the ticket whose customer gets it: `to:1042`")
    readers = await readers_here(talk)
    found = await share_article(talk.uow, talk.actor, which, readers.audiences(talk.actor))
    return Answer(here=_post(talk, found), for_staff=found.audience == "staff")


async def _ways_to_share(
    talk: Talk, command: Command, hits: list[Hit]
) -> dict[Hit, tuple[Button, ...]]:
    """For staff a button at each article that those may read who would be shown it."""
    if not talk.actor.is_staff:
        return {}
    number, to = _number(talk, command), ""
    if number is not None:
        audiences, to = CUSTOMERS, f" {TO}:{ref_of(talk.uow, number)}"
    elif talk.is_read_along:
        readers = await readers_of(talk, Audience.INTERNAL, alone=False)
        audiences = readers.audiences(talk.actor)
    else:
        return {}
    fit = await for_audiences(talk.uow, [hit.article_id for hit in hits], audiences)
    return {
        # By its id, which fits into any button; an article's name may not.
        hit: (Button(label="Share", says=f"kb {SHARE}:{hit.passage_id}{to}"),)
        for hit in hits
        if hit.article_id in fit
    }


def _number(talk: Talk, command: Command) -> int | None:
    said = command.options.get(TO)
    if not said:
        return talk.number
    number = to_number(said)
    if number is None:
        raise Invalid(field=TO, problem=f"{said!r} is no ticket; say it like `to:1042`")
    return number


def _name_in(said: str) -> str:
    """An article's name, also in a link to it; a section of it goes unread."""
    name = said.partition("#")[0].rstrip("/").rpartition("/")[2]
    if not name:
        raise Invalid(field=SHARE, problem="name an article as its address does, or press Share")
    return name


def _address(talk: Talk, slug: str) -> str:
    return f"{talk.address}/chat/articles/{slug}"


def _in_words(talk: Talk, found: Shared) -> str:
    """For the customer: in words that any chat shows."""
    link = f"{_address(talk, found.slug)}{found.anchor}"
    return f"“{_title(found)}”\n\n{excerpt(found.body)}\n\nRead on: {link}"


def _post(talk: Talk, found: Shared) -> Card:
    link = Link(label="Read the article", url=f"{_address(talk, found.slug)}{found.anchor}")
    by = f"Shared by {talk.actor.name}"
    return Card(title=_title(found), body=excerpt(found.body), links=(link,), footer=by)


def _title(found: Shared) -> str:
    return " > ".join(filter(None, (found.title, found.heading)))
