"""Vectors: what passages and tickets mean."""

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC

from core.database import tenancy

revision = "0003"
down_revision = "0002"

TABLES = {"passage_vectors": "passage", "ticket_vectors": "ticket"}


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    for table, kind in TABLES.items():
        _create(table, kind)
        _mark_all(table, kind)
        for statement in tenancy.guard(table):
            op.execute(statement)
    op.create_index("ix_passage_vectors_organisation_id", "passage_vectors", ["organisation_id"])
    op.create_index(
        "ix_ticket_vectors_newest",
        "ticket_vectors",
        ["organisation_id", sa.text("ticket_id DESC")],
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute(
        """DO $$ BEGIN DROP EXTENSION vector;
        EXCEPTION WHEN dependent_objects_still_exist OR insufficient_privilege THEN NULL; END $$"""
    )


def _create(table: str, kind: str) -> None:
    uuid = sa.Uuid()
    op.create_table(
        table,
        sa.Column("organisation_id", uuid, nullable=False),
        sa.Column(f"{kind}_id", uuid, nullable=False),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("text_hash", sa.Text(), nullable=True),
        sa.Column("embedding", HALFVEC(384), nullable=True),
        sa.Column("stale", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=f"fk_{table}_organisation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            [f"{kind}_id"], [f"{kind}s.id"], name=f"fk_{table}_{kind}_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(f"{kind}_id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_model", table, ["model"])
    op.create_index(
        f"ix_{table}_stale", table, ["organisation_id"], postgresql_where=sa.text("stale")
    )


def _mark_all(table: str, kind: str) -> None:
    """What is there already gets its vector as soon as a desk runs."""
    op.execute(f"ALTER TABLE {kind}s NO FORCE ROW LEVEL SECURITY")
    there = op.get_bind().scalar(sa.text(f"SELECT count(*) FROM {kind}s"))
    marked = op.get_bind().execute(
        sa.text(
            f"INSERT INTO {table} (organisation_id, {kind}_id)"
            f" SELECT organisation_id, id FROM {kind}s ORDER BY id"
        )
    )
    assert marked.rowcount == there, "row-level security hid some rows from the migration"
    op.execute(f"ALTER TABLE {kind}s FORCE ROW LEVEL SECURITY")
