"""Tenancy: which tables belong to one organisation, and the rules that guard them.

Every transaction of ours runs as ``deskhand_app`` with ``app.org`` set; row-level
security is forced, so a forgotten filter shows nothing instead of everything. The
loops that serve all organisations (sequencing events, leasing deliveries) run as
``deskhand_system``, which may touch only the tables in :data:`SYSTEM`.
"""

from collections.abc import Iterable

APP_ROLE = "deskhand_app"
SYSTEM_ROLE = "deskhand_system"

OUTSIDE = frozenset(
    {"organisations", "directory", "receipts", "due", "leases", "rate_buckets", "alembic_version"}
)
"""Tables without tenancy, by name, beside those of the job queue (``pgqueuer*``)."""

SYSTEM = frozenset({"events", "deliveries", "passage_vectors", "article_vectors", "ticket_vectors"})
"""Tenant tables that the system loops may read and update across organisations."""

APPEND_ONLY = frozenset({"events"})
"""Tables whose rows the application may add but never change or remove."""

UNFORCED = frozenset({"search_documents"})
"""Guarded, but not against their owner: read through an owner's function only."""

CURRENT = "nullif(current_setting('app.org', true), '')::uuid"


def create_roles() -> list[str]:
    """Statements that create our two roles unless the cluster has them."""
    return [
        f"""DO $$ BEGIN CREATE ROLE {role} NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"""
        for role in (APP_ROLE, SYSTEM_ROLE)
    ] + [f"GRANT {APP_ROLE}, {SYSTEM_ROLE} TO CURRENT_USER"]


def guard(table: str) -> list[str]:
    """Statements that put a tenant's table under row-level security."""
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY tenant ON {table} TO {APP_ROLE} USING (organisation_id = {CURRENT})",
        f"GRANT SELECT, INSERT ON {table} TO {APP_ROLE}",
    ]
    if table not in APPEND_ONLY:
        statements.append(f"GRANT UPDATE, DELETE ON {table} TO {APP_ROLE}")
    if table not in UNFORCED:
        # The owner is held to the same rule: only a named exception may cross.
        statements.append(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        statements.append(
            f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (organisation_id = {CURRENT})"
        )
    if table in SYSTEM:
        statements.append(f"CREATE POLICY system ON {table} TO {SYSTEM_ROLE} USING (true)")
        statements.append(f"GRANT SELECT, UPDATE ON {table} TO {SYSTEM_ROLE}")
    return statements


def open_table(table: str) -> list[str]:
    """Statements for a table outside tenancy: both roles may use it."""
    return [f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}, {SYSTEM_ROLE}"]


def tenant_tables(tables: Iterable[str]) -> list[str]:
    """Those of ``tables`` that belong to one organisation."""
    return sorted(t for t in tables if t not in OUTSIDE and not t.startswith("pgqueuer"))
