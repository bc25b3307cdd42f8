"""On which view of its ticket a reply was written."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    stood_at = sa.Column("stood_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("message_refs", stood_at)
    op.add_column("held_replies", sa.Column("revision", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("held_replies", "revision")
    op.drop_column("message_refs", "stood_at")
