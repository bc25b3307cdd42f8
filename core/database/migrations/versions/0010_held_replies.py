"""Replies that wait for their moment."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.database import tenancy

revision = "0010"
down_revision = "0009"

WAITING = sa.text("state = 'waiting'")
REFERS = (
    ("ticket_id", "tickets", "CASCADE"),
    ("author_id", "people", "CASCADE"),
    ("note_id", "messages", "CASCADE"),
    ("message_id", "messages", "SET NULL"),
    ("place_id", "places", "SET NULL"),
    ("organisation_id", "organisations", "CASCADE"),
)


def upgrade() -> None:
    op.create_table(
        "held_replies",
        sa.Column("ticket_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.UUID(), nullable=False),
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("note_id", sa.UUID(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("attachment_ids", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.UUID(), nullable=True),
        sa.Column("message_id", sa.UUID(), nullable=True),
        sa.Column("place_id", sa.UUID(), nullable=True),
        sa.Column("viewer", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_held_replies_{column}"), ondelete=ends
            )
            for column, table, ends in REFERS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_replies")),
    )
    op.create_index(op.f("ix_held_replies_organisation_id"), "held_replies", ["organisation_id"])
    op.create_index("ix_held_replies_author", "held_replies", ["author_id", "created_at"])
    op.create_index(
        "ix_held_replies_waiting",
        "held_replies",
        ["ticket_id", "author_id"],
        postgresql_where=WAITING,
    )
    op.create_index(
        "uq_held_replies_note", "held_replies", ["note_id"], unique=True, postgresql_where=WAITING
    )
    for statement in tenancy.guard("held_replies"):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DELETE FROM due WHERE kind IN ('held reply', 'answer nudge')")
    op.drop_table("held_replies")
