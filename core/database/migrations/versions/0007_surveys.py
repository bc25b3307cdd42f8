"""Ratings, and warnings before a target is missed."""

import sqlalchemy as sa
from alembic import op

from core.database import tenancy

revision = "0007"
down_revision = "0006"

TABLES = ("surveys", "clock_warnings")


def upgrade() -> None:
    _create_surveys()
    _create_warnings()
    op.add_column("clocks", sa.Column("warned", sa.BigInteger(), nullable=True))
    op.add_column("clocks", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_clocks_held",
        "clocks",
        ["organisation_id", "held_until"],
        unique=False,
        postgresql_where=sa.text("held_until IS NOT NULL"),
    )
    for table in TABLES:
        for statement in tenancy.guard(table):
            op.execute(statement)
    # Until now clocks were looked at only when they ran out: the sweep finds their next step.
    op.execute("UPDATE due SET due_at = least(due_at, now()) WHERE kind = 'clock'")
    # Nor did anything close by itself: the sweep plans it for what was resolved lately.
    op.execute(
        "INSERT INTO due (organisation_id, kind, id, due_at)"
        " SELECT id, 'plan closing', id, now() FROM organisations"
    )


def downgrade() -> None:
    op.execute("DELETE FROM due WHERE kind IN ('plan closing', 'close warning', 'close')")
    op.execute("DELETE FROM due WHERE kind IN ('ask for rating', 'alerts')")
    op.drop_index("ix_clocks_held", table_name="clocks")
    op.drop_column("clocks", "held_until")
    op.drop_column("clocks", "warned")
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("ticket_id", sa.UUID(), nullable=False),
        sa.Column("requester_id", sa.UUID(), nullable=False),
        sa.Column("assignee_id", sa.UUID(), nullable=True),
        sa.Column("team_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_surveys_ticket_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"],
            ["people.id"],
            name=op.f("fk_surveys_requester_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["people.id"], name=op.f("fk_surveys_assignee_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_surveys_team_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_surveys_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
    )
    op.create_index(
        op.f("ix_surveys_organisation_id"), "surveys", ["organisation_id"], unique=False
    )
    op.create_index(
        "uq_surveys_standing",
        "surveys",
        ["ticket_id"],
        unique=True,
        postgresql_where=sa.text("reopened_at IS NULL"),
    )
    op.create_index(
        "ix_surveys_answered", "surveys", ["organisation_id", "answered_at"], unique=False
    )


def _create_warnings() -> None:
    op.create_table(
        "clock_warnings",
        sa.Column("clock_id", sa.UUID(), nullable=False),
        sa.Column("ticket_id", sa.UUID(), nullable=False),
        sa.Column("place_id", sa.UUID(), nullable=False),
        sa.Column("bundle_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clock_id"], ["clocks.id"], name=op.f("fk_clock_warnings_clock_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
            name=op.f("fk_clock_warnings_ticket_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_clock_warnings_place_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_clock_warnings_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_warnings")),
        sa.UniqueConstraint(
            "clock_id", "place_id", name=op.f("uq_clock_warnings_clock_id_place_id")
        ),
    )
    op.create_index(
        op.f("ix_clock_warnings_organisation_id"),
        "clock_warnings",
        ["organisation_id"],
        unique=False,
    )
    op.create_index("ix_clock_warnings_bundle", "clock_warnings", ["bundle_id"], unique=False)
