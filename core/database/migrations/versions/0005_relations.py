"""How tickets hang together: merges, links, followers, snoozing, escalation."""

import sqlalchemy as sa
from alembic import op

from core.database import tenancy

revision = "0005"
down_revision = "0004"

TABLES = ("ticket_links", "followers")
INDEX_MERGED = f"""
CREATE FUNCTION index_merged(wanted uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    words tsvector;
    below tsvector;
BEGIN
    SELECT d.internal INTO words FROM search_documents d
        WHERE d.kind = 'ticket' AND d.id = wanted AND d.organisation_id = {tenancy.CURRENT};
    FOR below IN
        SELECT d.internal FROM search_documents d JOIN tickets t ON t.id = d.id
        WHERE d.kind = 'ticket' AND t.merged_into_id = wanted
            AND d.organisation_id = {tenancy.CURRENT}
        ORDER BY t.number
    LOOP
        -- A document has room for one megabyte.
        IF pg_column_size(words) + pg_column_size(below) < 900000 THEN
            words := words || below;
        END IF;
    END LOOP;
    UPDATE search_documents d SET internal = words
        WHERE d.kind = 'ticket' AND d.id = wanted AND d.organisation_id = {tenancy.CURRENT};
END $$;
"""
COLUMNS = ("snoozed_until", "escalated_at", "merged_at", "joined_at")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("tickets", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    _create_indexes()
    op.add_column(
        "teams",
        sa.Column("is_escalation", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    _create_links()
    _create_followers()
    for table in TABLES:
        for statement in tenancy.guard(table):
            op.execute(statement)
    op.execute(INDEX_MERGED)
    op.execute(f"GRANT EXECUTE ON FUNCTION index_merged(uuid) TO {tenancy.APP_ROLE}")


def downgrade() -> None:
    op.execute("DROP FUNCTION index_merged(uuid)")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("teams", "is_escalation")
    for index in ("merged", "snoozed", "escalated"):
        op.drop_index(f"ix_tickets_{index}", table_name="tickets")
    for name in COLUMNS:
        op.drop_column("tickets", name)


def _create_indexes() -> None:
    op.create_index(
        "ix_tickets_merged",
        "tickets",
        ["merged_into_id"],
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    for name, column in (("snoozed", "snoozed_until"), ("escalated", "escalated_at")):
        op.create_index(
            f"ix_tickets_{name}",
            "tickets",
            ["organisation_id", column],
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )


def _create_links() -> None:
    op.create_table(
        "ticket_links",
        sa.Column("ticket_id", sa.UUID(), nullable=False),
        sa.Column("other_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_ticket_links_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["tickets.id"],
            name=op.f("fk_ticket_links_other_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
            name=op.f("fk_ticket_links_ticket_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_links")),
        sa.UniqueConstraint(
            "ticket_id", "other_id", "kind", name=op.f("uq_ticket_links_ticket_id_other_id_kind")
        ),
    )
    op.create_index(op.f("ix_ticket_links_organisation_id"), "ticket_links", ["organisation_id"])
    op.create_index(op.f("ix_ticket_links_other_id"), "ticket_links", ["other_id"])


def _create_followers() -> None:
    op.create_table(
        "followers",
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("ticket_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_followers_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_followers_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_followers_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", "person_id", name=op.f("pk_followers")),
    )
    op.create_index(op.f("ix_followers_organisation_id"), "followers", ["organisation_id"])
    op.create_index(op.f("ix_followers_person_id"), "followers", ["person_id"])
