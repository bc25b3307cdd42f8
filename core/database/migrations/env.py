"""Alembic's entry: one connection, one transaction, our metadata.

Processes that start together migrate one after another; the later ones find it done.
"""

from alembic import context
from sqlalchemy import create_engine, pool, text

from core.database.tables import metadata

LOCK = 0x6D696772  # any fixed number: "migr"

engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
with engine.connect() as connection:
    # Held by the connection, not by a transaction: each migration has its own.
    connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
    connection.commit()
    context.configure(
        connection=connection, target_metadata=metadata, transaction_per_migration=True
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
