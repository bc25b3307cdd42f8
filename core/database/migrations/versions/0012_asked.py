"""Vectors of what people ask of articles."""

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC

from core.database import tenancy

revision = "0012"
down_revision = "0011"

TABLE = "article_vectors"


def upgrade() -> None:
    _create()
    _mark_all()
    for statement in tenancy.guard(TABLE):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)


def _create() -> None:
    op.create_table(
        TABLE,
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
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
            name=f"fk_{TABLE}_organisation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=f"fk_{TABLE}_article_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name=f"pk_{TABLE}"),
    )
    op.create_index(f"ix_{TABLE}_model", TABLE, ["model"])
    op.create_index(f"ix_{TABLE}_organisation_id", TABLE, ["organisation_id"])
    op.create_index(
        f"ix_{TABLE}_stale", TABLE, ["organisation_id"], postgresql_where=sa.text("stale")
    )


def _mark_all() -> None:
    """What is there already gets its vector as soon as a desk runs."""
    op.execute("ALTER TABLE articles NO FORCE ROW LEVEL SECURITY")
    op.execute(
        f"INSERT INTO {TABLE} (organisation_id, article_id)"
        " SELECT organisation_id, id FROM articles ORDER BY id"
    )
    op.execute("ALTER TABLE articles FORCE ROW LEVEL SECURITY")
