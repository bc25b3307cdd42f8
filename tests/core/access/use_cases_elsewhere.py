"""The use cases that are not about one ticket."""

from core.access import keys
from core.access.actor import Role
from core.access.permissions import Permission as P
from core.assistant.asking import ask
from core.assistant.extracting import Extractive
from core.conversation import copies
from core.events import redriving
from core.knowledge import articles, finding, handbook, sharing
from core.people import people, teams
from core.tickets import opening
from core.tickets.configuration import categories, tagging
from core.tickets.imports import importing
from core.tickets.reading import listing, searching, stream
from core.tickets.rules import Base
from tests.core.access.use_cases import UseCase, case

_DRAFT = opening.TicketDraft(subject="Help")
_PERSON = people.PersonDraft(name="New", email="new@acme.example")
_ARTICLE = articles.ArticleDraft(title="New article", body="Words")
_FILTER = listing.Filter()

ELSEWHERE: dict[str, UseCase] = {
    "core.tickets.opening:open_ticket": case(
        lambda u, a, s: opening.open_ticket(u, a, _DRAFT), P.OPEN
    ),
    "core.tickets.opening:open_ticket for others": case(
        lambda u, a, s: opening.open_ticket(
            u, a, _DRAFT.model_copy(update={"customer": s.requester})
        ),
        P.OPEN,
        P.OPEN_FOR_OTHERS,
        P.READ_PEOPLE,
    ),
    "core.tickets.imports.importing:import_tickets": case(
        lambda u, a, s: importing.import_tickets(s.database, a, list), P.IMPORT
    ),
    "core.tickets.reading.listing:list_tickets": case(
        lambda u, a, s: listing.list_tickets(u, a, _FILTER), P.READ
    ),
    "core.tickets.reading.searching:search_tickets": case(
        lambda u, a, s: searching.search_tickets(u, a, "printer"), P.SEARCH
    ),
    "core.tickets.reading.stream:read_events": case(
        lambda u, a, s: stream.read_events(u, a), P.READ_EVENTS
    ),
    "core.tickets.reading.stream:newest_position": case(
        lambda u, a, s: stream.newest_position(u, a), P.READ_EVENTS
    ),
    "core.tickets.configuration.tagging:list_tags": case(
        lambda u, a, s: tagging.list_tags(u, a), P.READ_CONFIGURATION, staff_only=True
    ),
    "core.tickets.configuration.categories:list_categories": case(
        lambda u, a, s: categories.list_categories(u, a), P.READ_CONFIGURATION
    ),
    "core.tickets.configuration.categories:list_statuses": case(
        lambda u, a, s: categories.list_statuses(u, a), P.READ_CONFIGURATION
    ),
    "core.tickets.configuration.categories:save_category": case(
        lambda u, a, s: categories.save_category(u, a, categories.CategoryDraft(name="C")),
        P.CONFIGURE,
    ),
    "core.tickets.configuration.categories:save_status": case(
        lambda u, a, s: categories.save_status(
            u, a, categories.StatusDraft(name="S", base=Base.OPEN)
        ),
        P.CONFIGURE,
    ),
    "core.people.people:create_person": case(
        lambda u, a, s: people.create_person(u, a, _PERSON), P.WRITE_PEOPLE
    ),
    "core.people.people:change_person": case(
        lambda u, a, s: people.change_person(u, a, s.person_id, _PERSON),
        P.WRITE_PEOPLE,
        P.READ_PEOPLE,
    ),
    "core.people.people:change_password": case(
        lambda u, a, s: people.change_password(u, a, s.person_id, "a new long password"),
        P.WRITE_PEOPLE,
        P.READ_PEOPLE,
    ),
    "core.people.people:get_person": case(
        lambda u, a, s: people.get_person(u, a, s.person_id), P.READ_PEOPLE
    ),
    "core.people.people:list_people": case(lambda u, a, s: people.list_people(u, a), P.READ_PEOPLE),
    "core.people.people:find_person": case(
        lambda u, a, s: people.find_person(u, a, s.requester), P.READ_PEOPLE
    ),
    "core.people.teams:save_team": case(
        lambda u, a, s: teams.save_team(u, a, teams.TeamDraft(name="T")), P.WRITE_TEAMS
    ),
    "core.people.teams:remove_team": case(
        lambda u, a, s: teams.remove_team(u, a, s.team_id), P.WRITE_TEAMS, P.READ_PEOPLE
    ),
    "core.people.teams:get_team": case(
        lambda u, a, s: teams.get_team(u, a, s.team_id), P.READ_PEOPLE
    ),
    "core.people.teams:list_teams": case(lambda u, a, s: teams.list_teams(u, a), P.READ_PEOPLE),
    "core.people.teams:members_of": case(
        lambda u, a, s: teams.members_of(u, a, s.team_id), P.READ_PEOPLE
    ),
    "core.access.keys:create_key": case(
        lambda u, a, s: keys.create_key(u, a, role=Role.AGENT, scopes=[]), P.MANAGE_KEYS
    ),
    "core.access.keys:list_keys": case(lambda u, a, s: keys.list_keys(u, a), P.MANAGE_KEYS),
    "core.access.keys:rotate_key": case(
        lambda u, a, s: keys.rotate_key(u, a, s.key_id), P.MANAGE_KEYS
    ),
    "core.access.keys:revoke_key": case(
        lambda u, a, s: keys.revoke_key(u, a, s.key_id), P.MANAGE_KEYS
    ),
    "core.events.redriving:list_deliveries": case(
        lambda u, a, s: redriving.list_deliveries(u, a), P.READ_DELIVERIES
    ),
    "core.events.redriving:redrive": case(
        lambda u, a, s: redriving.redrive(u, a, s.delivery_id), P.REDRIVE
    ),
    "core.events.redriving:redrive_messages": case(
        lambda u, a, s: redriving.redrive_messages(u, a, [s.delivery_id]), P.REDRIVE
    ),
    "core.conversation.copies:send_again": case(
        lambda u, a, s: copies.send_again(u, a, s.delivery_id), P.REDRIVE
    ),
    "core.knowledge.articles:get_article": case(
        lambda u, a, s: articles.get_article(u, a, "open-a-ticket"), P.READ_ARTICLES
    ),
    "core.knowledge.sharing:share_article": case(
        lambda u, a, s: sharing.share_article(u, a, "open-a-ticket", sharing.CUSTOMERS),
        P.READ_ARTICLES,
        staff_only=True,
    ),
    "core.knowledge.articles:list_articles": case(
        lambda u, a, s: articles.list_articles(u, a), P.READ_ARTICLES
    ),
    "core.knowledge.articles:publish_article": case(
        lambda u, a, s: articles.publish_article(u, a, _ARTICLE), P.WRITE_ARTICLES
    ),
    "core.knowledge.finding:find_passages": case(
        lambda u, a, s: finding.find_passages(u, a, "open a ticket"), P.READ_ARTICLES
    ),
    "core.knowledge.finding:search_articles": case(
        lambda u, a, s: finding.search_articles(u, a, "open a ticket"), P.READ_ARTICLES
    ),
    "core.knowledge.handbook:load_handbook": case(
        lambda u, a, s: handbook.load_handbook(u, a), P.WRITE_ARTICLES
    ),
    "core.assistant.asking:ask": case(
        lambda u, a, s: ask(u, a, "How do I open a ticket?", Extractive()), P.ASK, P.READ_ARTICLES
    ),
}
