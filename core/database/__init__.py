"""Engine, embedded Postgres, unit of work, tenancy and migrations."""
