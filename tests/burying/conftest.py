"""Dissent at every stage, on an application of the test file's own."""

from collections.abc import Iterator

import pytest

from consensus import clock
from consensus.app import create_app
from consensus.db import db
from tests.burying.scene import Scene, set_scene
from tests.conftest import settings_in
from tests.databases import SqliteTemplate
from tests.world import START, World


@pytest.fixture(scope="module")
def scene(
    sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    """On SQLite: it can be put back."""
    folder = tmp_path_factory.mktemp("burying")
    app = create_app(settings_in(folder, sqlite_template.copy_to(folder)))
    app.testing = True
    world = World(app)
    with clock.at(START):
        clock.set_source(lambda: world.now)
        yield set_scene(world, folder / "consensus.sqlite")
    with app.app_context():
        db.engine.dispose()
