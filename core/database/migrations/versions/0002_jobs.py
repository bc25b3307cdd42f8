"""The job queue."""

from alembic import op

from core.database import job_tables

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for statement in job_tables.install():
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    for statement in job_tables.uninstall():
        op.get_bind().exec_driver_sql(statement)
