"""The first schema."""

from alembic import op

from core.database import functions, tenancy
from core.database.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    for statement in tenancy.create_roles():
        op.execute(statement)
    metadata.create_all(op.get_bind())
    for table in metadata.tables:
        for statement in (
            tenancy.open_table(table) if table in tenancy.OUTSIDE else tenancy.guard(table)
        ):
            op.execute(statement)
    for statement in functions.install():
        op.execute(statement)


def downgrade() -> None:
    metadata.drop_all(op.get_bind())
