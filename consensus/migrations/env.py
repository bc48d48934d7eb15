"""
What Alembic runs: `running.py` hands it a connection, `make migrate` the settings.

To write a migration, change the models, bring a database of your own to the newest
revision, and compare: `export CONSENSUS_DEVELOPMENT=1`, `consensus migrate`,
`make migrate m="what changes"`. Read what came out before you commit it.

SQLite cannot change a column in place, so Alembic copies tables there (batch mode).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, create_engine

from consensus.config import Settings
from consensus.db import Base, Moment
from consensus.migrations.running import import_all_models


def _render(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Moments are kept as plain date-times, so that no migration imports our code."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime()"
    return False


@contextmanager
def _connection() -> Iterator[Connection]:
    given = context.config.attributes.get("connection")
    if given is not None:
        yield given
        return
    engine = create_engine(Settings.from_env().database_url)
    with engine.connect() as connection:
        yield connection


import_all_models()
with _connection() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=_render,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
