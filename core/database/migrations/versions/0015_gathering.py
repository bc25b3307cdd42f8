"""Split, moved and gathered tickets: pointers beside the rows, which stay where they are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.database import tenancy

revision = "0015"
down_revision = "0014"

MOVES = "ticket_moves"
MOMENTS = ("split_at", "moved_at", "gathered_at", "gathers_since", "answer_outdated_at")
TICKETS = ("split_from_id", "gathered_into_id")
MESSAGES = (("split_into_id", "tickets"), ("copy_of_id", "messages"))
_BEFORE = "m.ticket_id = t.id AND m.deleted_at IS NULL"
_BODY = """
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
                   FILTER (WHERE {public}), 300000)) AS public,
               to_tsvector(config, left(string_agg(m.body, ' '), 300000)) AS all_of_it
        FROM messages m
        WHERE {stands} AND m.kind <> 'system'
    ) said ON true
    LEFT JOIN LATERAL (
        SELECT to_tsvector('simple', string_agg(v.value, ' ')) AS words
        FROM jsonb_each_text(t.custom_fields) v
        JOIN custom_fields f ON f.key = v.key AND f.organisation_id = t.organisation_id
        WHERE f.kind IN ('text', 'number', 'date', 'choice')
    ) filled ON t.custom_fields <> '{{}}'
    WHERE t.id = wanted AND t.organisation_id = {current}
    ON CONFLICT (kind, id) DO UPDATE SET public = excluded.public, internal = excluded.internal
"""


def _index_ticket(public: str, stands: str) -> str:
    body = _BODY.format(public=public, stands=stands, current=tenancy.CURRENT)
    return (
        "CREATE OR REPLACE FUNCTION index_ticket(wanted uuid, config regconfig) RETURNS void"
        " LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$" + body + "$$"
    )


# A split message is found where it stands now; a new customer finds a ticket by nothing
# that was said to the former one.
INDEX_TICKET = _index_ticket(
    "m.audience = 'public' AND (t.moved_at IS NULL OR m.created_at > t.moved_at)",
    "((m.ticket_id = t.id AND m.split_into_id IS NULL) OR m.split_into_id = t.id)"
    " AND m.deleted_at IS NULL",
)


def upgrade() -> None:
    for name in MOMENTS:
        op.add_column("tickets", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("alike", postgresql.JSONB(), nullable=True))
    for name in TICKETS:
        op.add_column("tickets", sa.Column(name, sa.UUID(), nullable=True))
        op.create_foreign_key(op.f(f"fk_tickets_{name}"), "tickets", "tickets", [name], ["id"])
        _index("tickets", name)
    for name, table in MESSAGES:
        op.add_column("messages", sa.Column(name, sa.UUID(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_messages_{name}"), "messages", table, [name], ["id"], ondelete="SET NULL"
        )
    _index("messages", "split_into_id")
    op.create_index(
        "uq_messages_copy",
        "messages",
        ["copy_of_id", "ticket_id"],
        unique=True,
        postgresql_where=sa.text("copy_of_id IS NOT NULL"),
    )
    _create_moves()
    op.execute(INDEX_TICKET)


def downgrade() -> None:
    op.execute(_index_ticket("m.audience = 'public'", _BEFORE))
    op.drop_table(MOVES)
    op.drop_index("uq_messages_copy", table_name="messages")
    op.drop_index("ix_messages_split_into_id", table_name="messages")
    for name, _ in MESSAGES:
        op.drop_column("messages", name)
    for name in TICKETS:
        op.drop_index(f"ix_tickets_{name}", table_name="tickets")
        op.drop_column("tickets", name)
    op.drop_column("tickets", "alike")
    for name in MOMENTS:
        op.drop_column("tickets", name)


def _index(table: str, column: str) -> None:
    """Few rows have such a pointer."""
    where = sa.text(f"{column} IS NOT NULL")
    op.create_index(f"ix_{table}_{column}", table, [column], postgresql_where=where)


def _create_moves() -> None:
    op.create_table(
        MOVES,
        sa.Column("ticket_id", sa.UUID(), nullable=False),
        sa.Column("from_id", sa.UUID(), nullable=False),
        sa.Column("to_id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Boolean(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_{MOVES}_{column}"), ondelete="CASCADE"
            )
            for column, table in (
                ("ticket_id", "tickets"),
                ("from_id", "people"),
                ("to_id", "people"),
                ("organisation_id", "organisations"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{MOVES}")),
    )
    op.create_index(op.f(f"ix_{MOVES}_organisation_id"), MOVES, ["organisation_id"])
    op.create_index(op.f(f"ix_{MOVES}_ticket_id"), MOVES, ["ticket_id"])
    for statement in tenancy.guard(MOVES):
        op.execute(statement)
