"""Channels that subscribed to tickets, and one card per ticket in each of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.database import tenancy

revision = "0013"
down_revision = "0012"

TABLE = "subscriptions"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("wanted", postgresql.JSONB(), nullable=False),
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
            name=op.f(f"uq_{TABLE}_organisation_id_platform_workspace_channel"),
        ),
    )
    op.create_index(op.f(f"ix_{TABLE}_organisation_id"), TABLE, ["organisation_id"])
    for statement in tenancy.guard(TABLE):
        op.execute(statement)
    op.execute(
        f"CREATE TRIGGER configuration AFTER INSERT OR UPDATE OR DELETE ON {TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION configuration_changed()"
    )
    op.create_index(
        "uq_places_mirror",
        "places",
        ["organisation_id", "ticket_id", "platform", "workspace", "channel"],
        unique=True,
        postgresql_where=sa.text("role = 'mirror'"),
    )


def downgrade() -> None:
    # Older releases take any place for one of the conversation.
    op.execute("ALTER TABLE places NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM places WHERE role = 'mirror'")
    op.execute("ALTER TABLE places FORCE ROW LEVEL SECURITY")
    op.drop_index("uq_places_mirror", table_name="places")
    op.drop_table(TABLE)
