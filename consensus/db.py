"""The database: one declarative base, one session per request, socket event or job."""

from datetime import UTC, datetime
from enum import StrEnum
from random import uniform
from sqlite3 import OperationalError
from time import monotonic, sleep
from typing import Any, ClassVar

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    TypeDecorator,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Session


class Moment(TypeDecorator[datetime]):
    """A point in time: aware in, aware out, UTC in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> Any:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, _: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


Json = dict[str, Any]


class Base(DeclarativeBase):
    """Every table's base, with names that migrations can rely on."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment,
        Json: JSON,
        list[str]: JSON,
        list[Json]: JSON,
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            length=48,
            values_callable=lambda enum: [member.value for member in enum],
        ),
    }


LONGEST_WAIT = 10
"""Seconds that a deed waits for the one before it."""

db = SQLAlchemy(session_options={"expire_on_commit": False})


def begin_writing(session: Session) -> None:
    """
    Start the transaction as one that writes; call before the first statement.

    On SQLite this is BEGIN IMMEDIATE, so that what the deed reads cannot change
    before it commits and a busy database is waited for (decisions.md 18).
    PostgreSQL locks the rows it needs instead (`archive.actions.record`).
    """
    if session.in_transaction():
        session.rollback()
    session.connection(execution_options={"begin": "IMMEDIATE"})


def make_durable(engine: Engine) -> None:
    """Set what every connection needs so that an acknowledged deed is on disk."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


def _set_pragmas(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver must not begin on its own
    for pragma in (
        f"busy_timeout = {LONGEST_WAIT * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",  # with NORMAL a power cut loses acknowledged deeds
        "foreign_keys = ON",
        "recursive_triggers = ON",  # else INSERT OR REPLACE slips past the triggers
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    if mode == "DEFERRED":
        connection.exec_driver_sql("BEGIN DEFERRED")
    else:
        _begin_immediate(connection.connection.dbapi_connection)


def _begin_immediate(driver: Any) -> None:
    """
    Wait for the write lock by asking again, not inside SQLite.

    SQLite would wait with the whole thread. Under gevent the writer it waits for lives
    in that very thread, and could never finish: both would stand still.
    """
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        deadline = monotonic() + LONGEST_WAIT
        while not _locked(driver, is_last=monotonic() > deadline):
            sleep(uniform(0.002, 0.02))  # noqa: S311 - only spreads the askers
    finally:
        driver.execute(f"PRAGMA busy_timeout = {LONGEST_WAIT * 1000}")


def _locked(driver: Any, *, is_last: bool) -> bool:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except OperationalError as error:
        if is_last or "locked" not in str(error):
            raise
        return False
    return True
