"""Migrations make the very tables that the models describe, and keep the rules."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError

from consensus.db import Base
from consensus.errors import Refused
from consensus.migrations import running
from tests.conftest import POSTGRES
from tests.databases import worker_database

Triggers = dict[str, Any]


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without a single table, on SQLite and on PostgreSQL."""
    running.import_all_models()
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
        yield engine
        engine.dispose()
        return
    if not POSTGRES:
        pytest.skip("no PostgreSQL at hand: CONSENSUS_TEST_POSTGRES is not set")
    with worker_database(POSTGRES, "consensus_migrations", Base.metadata) as database:
        with database.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        yield database.engine


def differences(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def test_migrating_from_nothing_makes_what_the_models_say(empty: Engine) -> None:
    running.upgrade(empty)
    assert differences(empty) == []


def test_the_archive_is_append_only_after_migrating(empty: Engine) -> None:
    running.upgrade(empty)
    with empty.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO archive_chain (id, kind, subject_id, last_seq, head)"
                " VALUES (1, 'coalition', 1, 1, 'h')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO archive_entry"
                " (id, chain_id, seq, at, verb, object, facts, body, hash) VALUES"
                " (1, 1, 1, '2026-03-02', 'seat.taken', 'member:1', '{}', '{}', 'h')"
            )
        )
    for statement in (
        "UPDATE archive_entry SET hash = 'other'",
        "DELETE FROM archive_entry",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            empty.begin() as connection,
        ):
            connection.execute(text(statement))


def triggers(engine: Engine) -> set[str]:
    """The names of all triggers of a database."""
    where = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with engine.connect() as connection:
        return set(connection.execute(text(where[engine.dialect.name])).scalars())


def test_migrating_makes_the_triggers_that_the_models_say(empty: Engine) -> None:
    running.upgrade(empty)
    migrated = triggers(empty)
    with empty.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(running.FOLDER))
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert triggers(empty) == set()
    Base.metadata.create_all(empty)
    assert migrated == triggers(empty)
    assert {name for name in migrated if name.startswith("draft_update_")}


def test_migrating_back_leaves_nothing_and_can_be_done_again(empty: Engine) -> None:
    running.upgrade(empty)
    with empty.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(running.FOLDER))
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert inspect(empty).get_table_names() == ["alembic_version"]
    running.upgrade(empty)
    assert differences(empty) == []


def test_a_first_start_sets_the_database_up(empty: Engine) -> None:
    running.require_newest(empty)
    running.require_newest(empty)
    assert differences(empty) == []


def stamp(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE alembic_version SET version_num = :to"), {"to": revision}
        )


def older(engine: Engine) -> None:
    running.upgrade(engine)
    stamp(engine, "0001")


def without_revision(engine: Engine) -> None:
    Base.metadata.create_all(engine)


@pytest.mark.parametrize("make", [older, without_revision])
def test_a_database_of_another_release_is_refused(
    empty: Engine, make: Callable[[Engine], None]
) -> None:
    make(empty)
    with pytest.raises(Refused, match="consensus migrate"):
        running.require_newest(empty)


def test_tables_made_from_the_models_can_be_called_newest(empty: Engine) -> None:
    Base.metadata.create_all(empty)
    running.stamp_as_newest(empty)
    running.require_newest(empty)
