"""What we hear of changed and removed messages, in whichever order."""

import sqlalchemy as sa
from alembic import op

from core.database import tenancy

revision = "0014"
down_revision = "0013"

TABLE = "amendments"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f(f"fk_{TABLE}_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint(
            "organisation_id",
            "platform",
            "workspace",
            "channel",
            "external_id",
            name=op.f(f"uq_{TABLE}_organisation_id_platform_workspace_channel_external_id"),
        ),
    )
    op.create_index(op.f(f"ix_{TABLE}_organisation_id"), TABLE, ["organisation_id"])
    for statement in tenancy.guard(TABLE):
        op.execute(statement)
    op.create_index("ix_amendments_at", TABLE, ["at"])


def downgrade() -> None:
    op.drop_table(TABLE)
