"""One SQLite database in memory for all histories of a test, each begun afresh."""

import sqlite3

from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from consensus.db import Base, make_durable
from consensus.migrations.running import import_all_models
from tests.invariants.cast import found

Row = tuple[object, ...]


class Database:
    """
    The tables, with a coalition founded once and put back before each history.

    In memory and on one connection: histories are many, and none of them is about
    what a disk does. `session` is one for each history.
    """

    def __init__(self) -> None:
        import_all_models()
        self._engine = create_engine("sqlite://", poolclass=StaticPool)
        make_durable(self._engine)
        Base.metadata.create_all(self._engine)
        driver = self._engine.raw_connection().driver_connection
        assert isinstance(driver, sqlite3.Connection)
        self._driver = driver
        self.session = self._new_session()
        found(self.session)
        self.session.close()
        self._founded = sqlite3.connect(":memory:")
        self._driver.backup(self._founded)

    def begin(self) -> Session:
        """Put everything back as it was when the coalition was founded."""
        self.session.close()
        self._founded.backup(self._driver)
        self.session = self._new_session()
        return self.session

    def rows(self, question: str, *given: object) -> list[Row]:
        """What a query in plain SQL finds, past everything the product does."""
        found_rows: list[Row] = self._driver.execute(question, given).fetchall()
        return found_rows

    def close(self) -> None:
        """Let go of it."""
        self.session.close()
        self._founded.close()
        self._engine.dispose()

    def _new_session(self) -> Session:
        return Session(self._engine, expire_on_commit=False)
