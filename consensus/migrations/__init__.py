"""How the database's tables change from one release to the next (Alembic)."""
