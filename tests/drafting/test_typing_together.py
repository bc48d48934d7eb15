"""People type in one text at once, on a real server, over real sockets."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from consensus import clock
from consensus.app import create_app
from consensus.coalitions.models import Role
from consensus.db import db
from tests.drafting.clients import Typist, typist
from tests.serving import Server
from tests.world import Person, World

THREE = ["Rivers need care.", "Cables cross borders.", "Both serve people."]


@pytest.fixture
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


Open = Callable[[Person], Typist]


@pytest.fixture
def opened(server: Server, document_id: int) -> Iterator[Open]:
    """A function that opens the draft as a person, and has joined it."""
    with ExitStack() as pages:

        def new(person: Person) -> Typist:
            page = pages.enter_context(closing(typist(server.url, person, document_id)))
            page.join()
            return page

        yield new


def test_what_two_people_type_at_once_is_the_same_text_for_both(
    ada: Person, ben: Person, opened: Open
) -> None:
    one, other = opened(ada), opened(ben)
    assert one.joined["can"] == other.joined["can"] == "write"
    assert one.client != other.client
    for number in range(20):
        assert one.type("b1", f" a{number}") == {}
        assert other.type("b1", f" b{number}") == {}
    one.until_saved()
    other.until_saved()
    one.until(lambda: "b19" in one.words("b1"))
    other.until(lambda: "a19" in other.words("b1"))
    assert one.words("b1") == other.words("b1")
    assert opened(ada).words("b1") == one.words("b1")
