"""One real server, and for each test a text of its own, with two who edit it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from consensus.coalitions.models import Role
from tests.drafting.clients import Typist, typist
from tests.serving import Server
from tests.world import Person, World

THREE = ["Rivers need care.", "Cables cross borders.", "Both serve people."]


@pytest.fixture
def server(common_server: Server) -> Server:
    return common_server


@pytest.fixture
def world(common_world: World) -> World:
    """A world in the server's own database, at the real time."""
    return common_world


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
