"""Bringing a database up to date, and telling whether it is."""

import importlib
import logging
import pkgutil
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

import consensus
from consensus.errors import Refused

FOLDER = Path(__file__).parent

logging.getLogger("alembic").setLevel(logging.WARNING)  # each revision is no news


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest revision; an empty one gets all tables."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), "head")


def stamp_as_newest(engine: Engine) -> None:
    """Call a database up to date whose tables were made from the models."""
    with engine.begin() as connection:
        command.stamp(_config(connection), "head")


def require_newest(engine: Engine) -> None:
    """
    Refuse (`Refused`) to work on a database of another release.

    One without any tables is set up on the spot: that is a first start.
    """
    with engine.connect() as connection:
        empty = not inspect(connection).get_table_names()
        present = MigrationContext.configure(connection).get_current_revision()
    if empty:
        upgrade(engine)
    elif present != newest():
        raise Refused(
            "The database was made by another release of this program."
            " Make a copy of it, then run: consensus migrate"
        )


def newest() -> str | None:
    """The newest revision this release knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def import_all_models() -> None:
    """Load every module of tables, so that `Base.metadata` holds them all."""
    for feature in pkgutil.iter_modules(consensus.__path__):
        for module in pkgutil.iter_modules([str(FOLDER.parent / feature.name)]):
            if module.name.endswith("models"):
                importlib.import_module(f"consensus.{feature.name}.{module.name}")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
