"""One real server, and for each test a text of its own, with two who edit it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace

import pytest

from consensus import clock
from consensus.app import create_app
from consensus.coalitions.models import Role
from consensus.db import db
from tests.conftest import settings_in
from tests.databases import SqliteTemplate
from tests.drafting.clients import Typist, typist
from tests.serving import Server, free_port, running_server
from tests.world import Person, World

THREE = ["Rivers need care.", "Cables cross borders.", "Both serve people."]


@pytest.fixture(scope="session")
def server(
    sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("live")
    address = f"http://127.0.0.1:{free_port()}"
    settings = settings_in(folder, sqlite_template.copy_to(folder))
    with running_server(replace(settings, base_url=address), folder) as running:
        yield running


@pytest.fixture(scope="session")
def world(server: Server) -> Iterator[World]:
    """A world in the server's own database, at the real time."""
    made = World(create_app(server.settings), now=clock.now())
    yield made
    with made.app.app_context():
        db.engine.dispose()


@pytest.fixture
def ada(world: World) -> Person:
    return world.person("Ada Nwosu")


@pytest.fixture
def document_id(world: World, ada: Person) -> int:
    return world.document("Rivers and cables", THREE, by=ada)


@pytest.fixture
def ben(world: World, document_id: int) -> Person:
    person = world.person("Ben Silva")
    world.appoint(person, Role.EDITOR, document_id)
    return person


@pytest.fixture
def opened(server: Server, document_id: int) -> Iterator[Callable[[Person], Typist]]:
    """A function that opens the draft as a person, and has joined it."""
    with ExitStack() as pages:

        def new(person: Person) -> Typist:
            page = pages.enter_context(closing(typist(server.url, person, document_id)))
            page.join()
            return page

        yield new
