"""What a run works on: an organisation, two keys, and very many tickets put in by the set."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from core.access.actor import Role, the_desk
from core.access.keys import create_key
from core.database.engine import build_engine
from core.database.migrate import upgrade
from core.database.unit_of_work import Database
from core.reactions import REACTIONS
from tests.contract.world import furnish

CUSTOMERS = 2000
RARE = 4000
"""One ticket in so many has a given rare word."""

_PEOPLE = """
INSERT INTO people (id, organisation_id, name, email, role, status, preferences,
                    created_at, updated_at)
SELECT gen_random_uuid(), :organisation, 'Customer ' || g, 'customer' || g || '@example.net',
       'customer', 'active', '{}', now(), now()
FROM generate_series(1, :customers) g
"""
_TICKETS = """
WITH agents AS (SELECT array_agg(id ORDER BY email) AS ids FROM people WHERE role = 'agent'),
     customers AS (SELECT array_agg(id ORDER BY email) AS ids FROM people
                   WHERE email LIKE 'customer%@example.net'),
     states AS (SELECT array_agg(id ORDER BY position) AS ids FROM statuses)
INSERT INTO tickets (id, organisation_id, number, subject, status_id, priority, requester_id,
                     assignee_id, source, language, revision, last_said_by, message_count,
                     custom_fields, created_at, updated_at)
SELECT gen_random_uuid(), :organisation, 1000000 + g,
       'Trouble ' || g || ' with the '
           || (ARRAY['printer', 'login', 'invoice', 'scanner', 'network'])[1 + g % 5],
       states.ids[1 + g % 6], (ARRAY['critical', 'high', 'medium', 'low'])[1 + g % 4],
       customers.ids[1 + g % :customers],
       CASE WHEN g % 3 > 0 THEN agents.ids[1 + g % cardinality(agents.ids)] END,
       'seed', 'en', 1, 'customer', 1, '{}',
       now() - g * interval '1 minute', now() - g * interval '1 minute'
FROM generate_series(CAST(:first AS int), CAST(:last AS int)) g, agents, customers, states
"""
_SAID = """
'It has not worked since this morning, case w' || (t.number % :rare) || '. Please help.'
"""
_REST = (
    f"""
INSERT INTO messages (id, organisation_id, ticket_id, kind, audience, body, author_id,
                      author_role, surface, created_at, attributes)
SELECT gen_random_uuid(), t.organisation_id, t.id, 'reply', 'public', {_SAID},
       t.requester_id, 'customer', 'web', t.created_at, '{{}}'
FROM tickets t WHERE t.number BETWEEN 1000000 + :first AND 1000000 + :last
""",
    f"""
INSERT INTO search_documents (kind, id, organisation_id, audience, public, internal)
SELECT 'ticket', t.id, t.organisation_id, 'public', said.words, said.words
FROM tickets t CROSS JOIN LATERAL (
    SELECT to_tsvector('english', t.subject || ' ' || {_SAID}) AS words
) said WHERE t.number BETWEEN 1000000 + :first AND 1000000 + :last
""",
    """
INSERT INTO clocks (id, organisation_id, ticket_id, metric, state, minutes, counted,
                    running_since, due_at)
SELECT gen_random_uuid(), t.organisation_id, t.id, m, 'running', 480, 0, t.created_at,
       t.created_at + interval '8 hours'
FROM tickets t, unnest(ARRAY['first_response', 'resolution']) m
WHERE t.number BETWEEN 1000000 + :first AND 1000000 + :last
""",
)


@dataclass(frozen=True)
class Office:
    """The organisation of a run and the keys to it."""

    organisation_id: UUID
    agent_key: str
    customer_key: str
    customer_email: str = "bob@example.org"


async def found_office(url: str) -> Office:
    """An organisation with people, a triage channel to come, and keys of Sam and Ana."""
    await upgrade(url)
    await furnish(url)
    database = Database(build_engine(url, pool_size=1), REACTIONS)
    async with database.owner() as session:
        found = await session.scalar(text("SELECT id FROM organisations"))
        organisation_id = UUID(str(found))
        await session.execute(
            text(_PEOPLE), {"organisation": organisation_id, "customers": CUSTOMERS}
        )
    keys = {}
    async with database.unit_of_work(organisation_id) as uow:
        for name, role in (("sam", Role.AGENT), ("ana", Role.CUSTOMER)):
            person_id = await uow.session.scalar(
                text("SELECT id FROM people WHERE email = :email"),
                {"email": f"{name}@example.org"},
            )
            desk = the_desk(organisation_id)
            key = await create_key(uow, desk, role=role, scopes=[], person_id=person_id)
            keys[name] = key.secret
    await database.close()
    return Office(organisation_id, keys["sam"], keys["ana"])


async def seed_tickets(url: str, office: Office, first: int, last: int) -> None:
    """The tickets from number ``first`` to ``last``, with message, clocks and words."""
    values = {
        "organisation": office.organisation_id,
        "customers": CUSTOMERS,
        "rare": RARE,
        "first": first,
        "last": last,
    }
    database = Database(build_engine(url, pool_size=1), REACTIONS)
    async with database.owner() as session:
        await session.execute(text("SET LOCAL statement_timeout = 0"))
        for statement in (_TICKETS, *_REST):
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            await session.execute(text(statement), used)
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("SET statement_timeout = 0")
        # What a bulk load leaves to be done must not be paid for by what is measured.
        for statement in ("VACUUM (ANALYZE)", "CHECKPOINT"):
            await connection.exec_driver_sql(statement)
    await database.close()


async def settings_of(url: str) -> dict[str, str]:
    """What Postgres says of itself, to be shown with the figures."""
    names = ("server_version", "fsync", "synchronous_commit", "full_page_writes")
    database = Database(build_engine(url, pool_size=1), REACTIONS)
    async with database.owner() as session:
        found = {
            name: str(await session.scalar(text(f"SHOW {name}")))
            for name in (*names, "shared_buffers")
        }
    await database.close()
    return found
