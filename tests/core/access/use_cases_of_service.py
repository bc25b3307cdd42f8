"""The use cases about how well a desk serves: ratings, digests, help with replies, settings."""

from core.access.permissions import SCOPES
from core.access.permissions import Permission as P
from core.assistant.extracting import Extractive
from core.assistant.suggesting import suggest
from core.assistant.summarising import summarise
from core.people import organisation
from core.reports import digest
from core.surveys import rating, reading
from core.tickets.collaboration import nudging
from core.tickets.reading.measures import measure_ticket
from tests.core.access.use_cases import UseCase, case, on_ticket

_ALL_BUT_THE_REQUESTER = frozenset(
    {"member", "manager", "admin", *(f"key {scope}" for scope in SCOPES)}
)
_WANTED = organisation.OrganisationSettings(ask_for_rating=False)

SERVICE: dict[str, UseCase] = {
    "core.surveys.rating:rate": on_ticket(
        lambda u, a, s: rating.rate(u, a, s.done, 4), P.RATE, hidden_from=_ALL_BUT_THE_REQUESTER
    ),
    "core.surveys.rating:own_rating": on_ticket(
        lambda u, a, s: rating.own_rating(u, a, s.done),
        P.RATE,
        hidden_from=_ALL_BUT_THE_REQUESTER,
    ),
    "core.surveys.reading:list_surveys": case(
        lambda u, a, s: reading.list_surveys(u, a), P.READ_RATINGS
    ),
    "core.reports.digest:build_digest": case(
        lambda u, a, s: digest.build_digest(u, a, team="Secret"),
        P.READ_REPORTS,
        denied_to=frozenset({"outsider"}),
    ),
    "core.tickets.collaboration.nudging:nudge": on_ticket(
        lambda u, a, s: nudging.nudge(u, a, s.owned), P.NUDGE
    ),
    "core.assistant.suggesting:suggest": on_ticket(
        lambda u, a, s: suggest(u, a, s.number, Extractive()), P.ASSIST
    ),
    "core.assistant.summarising:summarise": on_ticket(
        lambda u, a, s: summarise(u, a, s.number, Extractive()), P.ASSIST
    ),
    "core.tickets.reading.measures:measure_ticket": on_ticket(
        lambda u, a, s: measure_ticket(u, a, s.number), P.HISTORY
    ),
    "core.people.organisation:read_organisation": case(
        lambda u, a, s: organisation.read_organisation(u, a), P.READ_CONFIGURATION
    ),
    "core.people.organisation:change_organisation": case(
        lambda u, a, s: organisation.change_organisation(u, a, _WANTED), P.CONFIGURE
    ),
}
