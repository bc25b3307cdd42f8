"""Leases name the process that holds them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

TABLES = ("receipts", "deliveries")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("leased_by", sa.UUID(), nullable=True))


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_column(table, "leased_by")
