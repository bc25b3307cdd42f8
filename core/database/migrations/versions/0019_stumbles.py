"""The last failures of calls to each connected workspace."""

import sqlalchemy as sa
from alembic import op

from core.database import tenancy

revision = "0019"
down_revision = "0018"

TABLE = "stumbles"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f(f"fk_{TABLE}_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_organisation_id"), TABLE, ["organisation_id"])
    op.create_index(op.f(f"ix_{TABLE}_at"), TABLE, ["at"])
    op.create_index("ix_stumbles_of", TABLE, ["organisation_id", "platform", "workspace", "id"])
    for statement in tenancy.guard(TABLE):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
