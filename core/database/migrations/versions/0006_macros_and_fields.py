"""Macros, custom fields, notes about people, and what each member of staff saw last."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.database import functions, tenancy

revision = "0006"
down_revision = "0005"

TABLES = ("macros", "custom_fields", "person_notes", "recent_tickets")

# Staff find a ticket by what its fields say, too; customers do not.
INDEX_TICKET = f"""
CREATE OR REPLACE FUNCTION index_ticket(wanted uuid, config regconfig) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
    INSERT INTO search_documents (kind, id, organisation_id, audience, public, internal)
    SELECT 'ticket', t.id, t.organisation_id, 'public',
           s.words || coalesce(said.public, ''),
           s.words || coalesce(said.all_of_it, '') || coalesce(filled.words, '')
    FROM tickets t
    CROSS JOIN LATERAL (
        SELECT setweight(to_tsvector('simple', t.number::text), 'A')
            || setweight(to_tsvector(config, t.subject), 'A') AS words
    ) s
    LEFT JOIN LATERAL (
        SELECT to_tsvector(config, left(string_agg(m.body, ' ')
                   FILTER (WHERE m.audience = 'public'), 300000)) AS public,
               to_tsvector(config, left(string_agg(m.body, ' '), 300000)) AS all_of_it
        FROM messages m
        WHERE m.ticket_id = t.id AND m.deleted_at IS NULL AND m.kind <> 'system'
    ) said ON true
    LEFT JOIN LATERAL (
        SELECT to_tsvector('simple', string_agg(v.value, ' ')) AS words
        FROM jsonb_each_text(t.custom_fields) v
        JOIN custom_fields f ON f.key = v.key AND f.organisation_id = t.organisation_id
        WHERE f.kind IN ('text', 'number', 'date', 'choice')
    ) filled ON t.custom_fields <> '{{}}'
    WHERE t.id = wanted AND t.organisation_id = {tenancy.CURRENT}
    ON CONFLICT (kind, id) DO UPDATE SET public = excluded.public, internal = excluded.internal
$$
"""


def upgrade() -> None:
    _create_macros()
    _create_fields()
    _create_person_notes()
    _create_recent()
    for table in TABLES:
        op.create_index(op.f(f"ix_{table}_organisation_id"), table, ["organisation_id"])
        for statement in tenancy.guard(table):
            op.execute(statement)
    op.execute(
        "CREATE TRIGGER configuration AFTER INSERT OR UPDATE OR DELETE ON custom_fields"
        " FOR EACH ROW EXECUTE FUNCTION configuration_changed()"
    )
    op.execute(INDEX_TICKET)


def downgrade() -> None:
    before = functions.INDEX_TICKET.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    op.execute(before)
    for table in reversed(TABLES):
        op.drop_table(table)


def _owned(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.UUID(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *_organisation(table),
    )


def _organisation(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        _refers(table, "organisation_id", "organisations", "CASCADE"),
    )


def _refers(
    table: str, column: str, to: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _create_macros() -> None:
    op.create_table(
        "macros",
        *_owned("macros"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("as_note", sa.Boolean(), nullable=False),
        sa.Column("actions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("team_id", sa.UUID(), nullable=True),
        _moment("created_at"),
        _moment("updated_at"),
        _refers("macros", "team_id", "teams", "CASCADE"),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_macros_organisation_id_name")),
    )


def _create_fields() -> None:
    flags = ("staff_only", "required_for_customers", "required_for_resolving", "active")
    op.create_table(
        "custom_fields",
        *_owned("custom_fields"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("choices", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("category_id", sa.UUID(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in flags),
        _moment("created_at"),
        _refers("custom_fields", "category_id", "categories"),
        sa.UniqueConstraint(
            "organisation_id", "key", name=op.f("uq_custom_fields_organisation_id_key")
        ),
    )


def _create_person_notes() -> None:
    op.create_table(
        "person_notes",
        *_owned("person_notes"),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("author_id", sa.UUID(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        _moment("created_at"),
        _refers("person_notes", "person_id", "people", "CASCADE"),
        _refers("person_notes", "author_id", "people", "SET NULL"),
    )
    op.create_index("ix_person_notes_person", "person_notes", ["person_id", "created_at"])


def _create_recent() -> None:
    op.create_table(
        "recent_tickets",
        *_organisation("recent_tickets"),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("ticket_id", sa.UUID(), nullable=False),
        _moment("at"),
        _refers("recent_tickets", "person_id", "people", "CASCADE"),
        _refers("recent_tickets", "ticket_id", "tickets", "CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "ticket_id", name=op.f("pk_recent_tickets")),
    )
    op.create_index(
        op.f("ix_recent_tickets_ticket_id"), "recent_tickets", ["ticket_id"], unique=False
    )
