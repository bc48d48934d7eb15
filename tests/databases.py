"""
Databases for tests: an SQLite file copied from one made once per worker, and one
PostgreSQL database per worker, emptied between tests.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, MetaData, create_engine, text
from sqlalchemy.engine import make_url

from consensus.migrations.running import stamp_as_newest


@dataclass(frozen=True)
class SqliteTemplate:
    """An SQLite file with all tables and no rows, to be copied for each test."""

    path: Path

    def copy_to(self, folder: Path) -> str:
        """Put a copy into a folder; returns its SQLAlchemy URL."""
        target = folder / "consensus.sqlite"
        shutil.copyfile(self.path, target)
        return f"sqlite:///{target}"


@dataclass(frozen=True)
class WorkerDatabase:
    """This worker's PostgreSQL database, made with all tables."""

    url: str
    engine: Engine
    metadata: MetaData

    def empty(self) -> None:
        """
        Remove all rows and start all counters again.

        Connections that an earlier test left open are ended first, since they may hold
        locks; triggers that refuse to lose rows sleep meanwhile (needs a superuser).
        """
        tables = ", ".join(f'"{table.name}"' for table in self.metadata.sorted_tables)
        with self.engine.begin() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


def make_sqlite_template(folder: Path, metadata: MetaData) -> SqliteTemplate:
    """Create all tables in a new SQLite file inside a folder."""
    path = folder / "template.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    stamp_as_newest(engine)  # `consensus serve` looks whether it knows the tables
    engine.dispose()
    return SqliteTemplate(path)


@contextmanager
def worker_database(
    server_url: str, name: str, metadata: MetaData
) -> Iterator[WorkerDatabase]:
    """A PostgreSQL database of this name with all tables; dropped at the end."""
    server = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    url = make_url(server_url).set(database=name)
    engine = create_engine(url)
    metadata.create_all(engine)
    stamp_as_newest(engine)  # the commands look at it too
    yield WorkerDatabase(url.render_as_string(hide_password=False), engine, metadata)
    engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()
