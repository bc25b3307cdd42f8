"""What an administrator sets for one connected workspace, and when a ticket's lines paused."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.database import tenancy

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "workspace_settings",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("reactions", postgresql.JSONB(), nullable=False),
        sa.Column("alert_bots", postgresql.JSONB(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_workspace_settings_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace_settings")),
        sa.UniqueConstraint(
            "organisation_id",
            "platform",
            "workspace",
            name=op.f("uq_workspace_settings_organisation_id_platform_workspace"),
        ),
    )
    op.create_index(
        op.f("ix_workspace_settings_organisation_id"), "workspace_settings", ["organisation_id"]
    )
    for statement in tenancy.guard("workspace_settings"):
        op.execute(statement)
    op.execute(
        "CREATE TRIGGER configuration AFTER INSERT OR UPDATE OR DELETE ON workspace_settings"
        " FOR EACH ROW EXECUTE FUNCTION configuration_changed()"
    )
    op.add_column("tickets", sa.Column("lines_paused_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_deliveries_lines",
        "deliveries",
        ["ticket_id", "created_at"],
        postgresql_where=sa.text("kind = 'line'"),
    )


def downgrade() -> None:
    op.drop_index("ix_deliveries_lines", table_name="deliveries")
    op.drop_column("tickets", "lines_paused_at")
    op.drop_table("workspace_settings")
