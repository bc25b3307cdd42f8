"""What fits while somebody types into a field of a form: said once, for every platform.

A field names its source; the asker's rights decide what is offered.
"""

from collections.abc import Awaitable, Callable, Sequence
from zoneinfo import available_timezones

from bot.cards import Finder, FormField, Option
from bot.showing.card_parts import source_name
from bot.talk import Talk
from core.access.permissions import Permission, require
from core.database.typing_errors import mistakes
from core.errors import Invalid
from core.knowledge.articles import list_articles
from core.knowledge.finding import search_articles
from core.people.identities import account_of
from core.people.models import Person
from core.people.people import PersonDraft
from core.people.suggesting import SHORTEST, accounts_of, suggest_people
from core.tickets.configuration.catalogue import catalogue
from core.tickets.configuration.tagging import list_tags, normal_tag
from core.tickets.macros.macros import list_macros
from core.tickets.reading.queries import ref_of
from core.tickets.reading.suggesting import suggest_tickets

MOST = 20
LABEL = 75
"""Characters of a choice, on the platform that shows the fewest."""

TICKETS = Finder(source="tickets")
PEOPLE = Finder(source="people", fewest=SHORTEST)
OWNERS = Finder(source="owners")
WHOEVER = Finder(source="whoever")
STAFF = Finder(source="staff")
TAGS = Finder(source="tags", many=True)
MACROS = Finder(source="macros")
ZONES = Finder(source="zones", fewest=2)


async def suggest(talk: Talk, source: str, typed: str) -> list[Option]:
    """The choices that fit, best first. Nothing for a source that is not known."""
    offer = SOURCES.get(source)
    return (await offer(talk, typed.strip()))[:MOST] if offer else []


async def _tickets(talk: Talk, typed: str) -> list[Option]:
    found = await suggest_tickets(talk.uow, talk.actor, typed, most=MOST)
    refs = [(ref_of(talk.uow, number), subject) for number, subject in found]
    return [Option(label=f"{ref} {subject}"[:LABEL], says=ref) for ref, subject in refs]


async def _people(talk: Talk, typed: str) -> list[Option]:
    """People; an address that nobody has yet is offered as a new customer's."""
    found = await suggest_people(talk.uow, talk.actor, typed, most=MOST)
    options = await named(talk, found, with_address=True)
    if (address := _address(typed)) and all(one.says != address for one in options):
        options.append(Option(label=f"New customer: {address}"[:LABEL], says=address))
    return options


async def named(
    talk: Talk, people: Sequence[Person], *, with_address: bool = False
) -> list[Option]:
    """Each by their address; who has none, by their id, with the platform of their account.

    Who has neither an address nor an account is left out.
    """
    accounts = await accounts_of(talk.uow, [one.id for one in people if not one.email])
    options = []
    for one in people:
        known_by = one.email or source_name(accounts.get(one.id, ""))
        label = f"{one.name} · {known_by}" if with_address or not one.email else one.name
        if known_by:
            options.append(Option(label=label[:LABEL], says=one.email or str(one.id)))
    return options


async def customer_field(talk: Talk, said: str) -> FormField:
    """For whom a ticket is: found while one types. ``said`` may be an account's id."""
    chosen = await _known_as(talk, said) if said else None
    return FormField(
        name="customer",
        label="Customer",
        hint="Email address; empty: for yourself",
        required=False,
        value=chosen.says if chosen else said,
        options=(chosen,) if chosen else (),
        finder=PEOPLE,
    )


async def _known_as(talk: Talk, said: str) -> Option | None:
    """The person behind an account of this platform; of one who is not known yet, its id."""
    spot = talk.incoming.spot
    account = await account_of(talk.uow, spot.platform, spot.workspace, said)
    person = await talk.uow.session.get(Person, account.person_id) if account else None
    if person is not None:
        label = " · ".join(filter(None, (person.name, person.email)))
        return Option(label=label[:LABEL], says=person.email or said)
    if talk.incoming.values.get("customer") == said:
        return Option(label="Whoever wrote the message", says=said)
    return None


def _address(typed: str) -> str | None:
    try:
        return PersonDraft(name="New", email=typed).email
    except ValueError:
        return None


async def _owners(talk: Talk, typed: str) -> list[Option]:
    """Oneself, active staff and teams: to whom a ticket may be given."""
    require(talk.actor, Permission.ASSIGN)
    people = await _colleagues(talk, typed)
    teams = (await catalogue(talk.uow)).teams.values()
    named = [t.name for t in teams if mistakes(typed, ["team", t.name]) is not None]
    return [*people, *(Option(label=f"Team {name}"[:LABEL], says=name) for name in named)]


async def _colleagues(talk: Talk, typed: str) -> list[Option]:
    found = await suggest_people(talk.uow, talk.actor, typed, staff=True, most=MOST)
    me = [Option(label="Me", says="me")] if mistakes(typed, ["me", talk.actor.name]) == 0 else []
    return me + await named(talk, [one for one in found if one.id != talk.actor.person_id])


async def _whoever(talk: Talk, typed: str) -> list[Option]:
    """Whose tickets a list may be narrowed to."""
    nobody = [Option(label="Nobody", says="nobody")] if mistakes(typed, ["nobody"]) == 0 else []
    return [*nobody, *await _owners(talk, typed)]


async def _staff(talk: Talk, typed: str) -> list[Option]:
    found = await suggest_people(talk.uow, talk.actor, typed, staff=True, most=MOST)
    return [Option(label=one.name[:LABEL], says=str(one.id)) for one in found]


async def _tags(talk: Talk, typed: str) -> list[Option]:
    """Tags to put on, after a minus those to take off; a word that is none yet is new."""
    off = typed.startswith("-")
    word = typed.lstrip("+-# ")
    known = await list_tags(talk.uow, talk.actor)
    sign, act = ("-", "Take off ") if off else ("", "")
    fitting = [tag for tag in known if tag.startswith(word.casefold())]
    fitting += [t for t in known if t not in fitting and mistakes(word, [t]) is not None]
    options = [Option(label=f"{act}{tag}"[:LABEL], says=f"{sign}{tag}") for tag in fitting]
    if word and not off and (fresh := _fresh_tag(word)) and fresh not in known:
        options.append(Option(label=f"New tag: {fresh}"[:LABEL], says=fresh))
    return options


def _fresh_tag(word: str) -> str | None:
    try:
        return normal_tag(word)
    except Invalid:
        return None


async def _macros(talk: Talk, typed: str) -> list[Option]:
    macros = await list_macros(talk.uow, talk.actor)
    return [
        Option(label=" · ".join(filter(None, (m.name, m.description)))[:LABEL], says=m.name)
        for m in macros
        if mistakes(typed, [m.name, m.description]) is not None
    ]


async def _articles(talk: Talk, typed: str) -> list[Option]:
    """Articles that the asker may read: those that fit, or any before something is typed."""
    if typed:
        found = await search_articles(talk.uow, talk.actor, typed, limit=MOST)
    else:
        found = await list_articles(talk.uow, talk.actor, limit=MOST)
    return [Option(label=one.title[:LABEL], says=one.slug) for one in found]


async def _zones(talk: Talk, typed: str) -> list[Option]:
    """Time zones by any part of their name."""
    word = typed.casefold().replace(" ", "_")
    names = sorted(name for name in available_timezones() if word in name.casefold())
    return [Option(label=name, says=name) for name in names]


SOURCES: dict[str, Callable[[Talk, str], Awaitable[list[Option]]]] = {
    "tickets": _tickets,
    "people": _people,
    "owners": _owners,
    "whoever": _whoever,
    "staff": _staff,
    "tags": _tags,
    "macros": _macros,
    "articles": _articles,
    "zones": _zones,
}
