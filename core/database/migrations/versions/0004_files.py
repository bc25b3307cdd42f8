"""Files of tickets, and one-time addresses to bring one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.database import tenancy

revision = "0004"
down_revision = "0003"

TABLES = ("attachments", "upload_links")


def upgrade() -> None:
    _create_attachments()
    _create_upload_links()
    for table in TABLES:
        for statement in tenancy.guard(table):
            op.execute(statement)


def _create_attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("ticket_id", sa.UUID(), nullable=True),
        sa.Column("message_id", sa.UUID(), nullable=True),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("thread", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("storage_key", sa.Text(), nullable=True),
        sa.Column("thumbnail_key", sa.Text(), nullable=True),
        sa.Column("width", sa.BigInteger(), nullable=True),
        sa.Column("height", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("origin", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *_owned("attachments"),
        *_references("attachments", tickets="CASCADE", messages="CASCADE", people="SET NULL"),
    )
    for column in ("organisation_id", "ticket_id", "message_id", "person_id"):
        op.create_index(op.f(f"ix_attachments_{column}"), "attachments", [column])
    for name, where in (("unsaid", "message_id IS NULL"), ("removed", "state = 'removed'")):
        op.create_index(
            f"ix_attachments_{name}",
            "attachments",
            ["created_at"],
            postgresql_where=sa.text(where),
        )


def _create_upload_links() -> None:
    op.create_table(
        "upload_links",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        *_owned("upload_links"),
        *_references("upload_links", tickets="CASCADE", people="CASCADE"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_upload_links_token_hash")),
    )
    op.create_index(op.f("ix_upload_links_organisation_id"), "upload_links", ["organisation_id"])


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f(f"fk_{table}_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


_COLUMNS = {"tickets": "ticket_id", "messages": "message_id", "people": "person_id"}


def _references(table: str, **ends: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.ForeignKeyConstraint(
            [_COLUMNS[to]], [f"{to}.id"], name=op.f(f"fk_{table}_{_COLUMNS[to]}"), ondelete=end
        )
        for to, end in ends.items()
    ]


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
