"""The job queue's tables: what PGQueuer keeps in our database, and who may touch it."""

from functools import cache
from typing import TYPE_CHECKING

from core.database.tenancy import APP_ROLE, SYSTEM_ROLE

if TYPE_CHECKING:
    from pgqueuer.domain.settings import DBSettings


@cache
def job_names() -> "DBSettings":
    """PGQueuer's names for its tables.

    All are said here, because it would otherwise read them from variables as common
    as ``CHANNEL`` and ``TRIGGER``, which may mean something else on a machine.
    """
    # A quarter of a second to import, needed by migrations and by processes with jobs.
    from pgqueuer.domain.settings import DBSettings, Durability
    from pgqueuer.domain.types import Channel

    return DBSettings(
        prefix="",
        db_schema=None,
        channel=Channel("ch_pgqueuer"),
        function="fn_pgqueuer_changed",
        statistics_table="pgqueuer_statistics",
        queue_status_type="pgqueuer_status",
        queue_table="pgqueuer",
        queue_table_log="pgqueuer_log",
        trigger="tg_pgqueuer_changed",
        schedules_table="pgqueuer_schedules",
        durability=Durability.durable,
        widen_id=True,
    )


def install() -> list[str]:
    """Statements that create the queue.

    The application may add jobs but read no payload of another organisation; the
    system role works on them.
    """
    from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment

    return [
        QueryBuilderEnvironment(job_names()).build_install_query(),
        f"GRANT INSERT ON pgqueuer, pgqueuer_log TO {APP_ROLE}",
        f"GRANT SELECT (id, entrypoint, priority, dedupe_key) ON pgqueuer TO {APP_ROLE}",
        f"GRANT USAGE ON SEQUENCE pgqueuer_id_seq TO {APP_ROLE}, {SYSTEM_ROLE}",
        f"GRANT USAGE ON SEQUENCE pgqueuer_statistics_id_seq TO {SYSTEM_ROLE}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON pgqueuer, pgqueuer_log, pgqueuer_statistics,"
        f" pgqueuer_schedules TO {SYSTEM_ROLE}",
    ]


def uninstall() -> list[str]:
    """Statements that remove the queue with all that is in it."""
    from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment

    return [QueryBuilderEnvironment(job_names()).build_uninstall_query()]
