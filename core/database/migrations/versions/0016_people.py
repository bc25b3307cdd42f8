"""What communities need: places that others read along in and that a ticket may leave for a
private one, accounts that are joined by a code, and who is at a ticket at this moment."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.database import tenancy

revision = "0016"
down_revision = "0015"

TENANTS = ("link_codes", "joined_people", "presences")


def upgrade() -> None:
    _places()
    _accounts()
    _presence()
    for table in TENANTS:
        op.create_index(op.f(f"ix_{table}_organisation_id"), table, ["organisation_id"])
        for statement in tenancy.guard(table):
            op.execute(statement)


def _places() -> None:
    for name, default in (("mode", "public"), ("posts", "questions")):
        column = sa.Column(name, sa.Text(), server_default=default, nullable=False)
        op.add_column("channels", column)
    op.add_column(
        "places", sa.Column("shared", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("places", sa.Column("left_at", sa.DateTime(timezone=True)))
    op.add_column("places", sa.Column("instead_of", sa.UUID()))
    op.create_foreign_key(
        op.f("fk_places_instead_of"),
        "places",
        "places",
        ["instead_of"],
        ["id"],
        ondelete="SET NULL",
    )
    for table in ("places", "channels"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    # In the workspace that is the organisation itself, each customer sees their threads alone.
    op.execute(
        "UPDATE places p SET shared = true FROM channels c WHERE c.role = 'support'"
        " AND p.role = 'customer' AND p.thread IS NOT NULL"
        " AND (c.organisation_id, c.platform, c.workspace, c.channel)"
        " = (p.organisation_id, p.platform, p.workspace, p.channel)"
        " AND c.workspace <> c.organisation_id::text"
    )
    for table in ("places", "channels"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _accounts() -> None:
    op.add_column("people", sa.Column("joined_into_id", sa.UUID()))
    op.create_foreign_key(
        op.f("fk_people_joined_into_id"), "people", "people", ["joined_into_id"], ["id"]
    )
    op.create_table(
        "link_codes",
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("identity_id", sa.UUID(), nullable=False),
        sa.Column("said_by", sa.UUID(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *_owned("link_codes"),
        *(_of("link_codes", name, "identities") for name in ("identity_id", "said_by")),
        sa.UniqueConstraint(
            "organisation_id",
            "code_hash",
            name=op.f("uq_link_codes_organisation_id_code_hash"),
        ),
    )
    op.create_table(
        "joined_people",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("other_id", sa.UUID(), nullable=False),
        sa.Column("moved", postgresql.JSONB(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parted_at", sa.DateTime(timezone=True), nullable=True),
        *_owned("joined_people"),
        *(_of("joined_people", name, "people") for name in ("person_id", "other_id")),
    )


def _presence() -> None:
    op.create_table(
        "presences",
        sa.Column("ticket_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        *_owned("presences"),
        _of("presences", "ticket_id", "tickets"),
        _of("presences", "person_id", "people"),
        sa.UniqueConstraint(
            "ticket_id", "person_id", "act", name=op.f("uq_presences_ticket_id_person_id_act")
        ),
        prefixes=["UNLOGGED"],
    )


def _owned(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f(f"fk_{table}_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _of(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    for table in reversed(TENANTS):
        op.drop_table(table)
    op.drop_constraint(op.f("fk_people_joined_into_id"), "people", type_="foreignkey")
    op.drop_column("people", "joined_into_id")
    op.drop_constraint(op.f("fk_places_instead_of"), "places", type_="foreignkey")
    for column in ("instead_of", "left_at", "shared"):
        op.drop_column("places", column)
    for column in ("posts", "mode"):
        op.drop_column("channels", column)
