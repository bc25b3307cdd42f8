"""All tables of the core in one metadata, for migrations and schema tests."""

from core.database.base import Base

metadata = Base.metadata
