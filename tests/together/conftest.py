"""A server in a process of its own, people who edit there, and the crowd program."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from consensus import clock
from consensus.app import create_app
from consensus.coalitions.models import Role, RoleTerm
from consensus.db import db
from tests.conftest import settings_in
from tests.databases import SqliteTemplate
from tests.serving import Server, free_port, running_server
from tests.together.crowd import Crowd, running_crowd
from tests.world import Person, World

NAMES = ["Ada Nwosu", "Ben Silva", "Chen Wei", "Dina Haddad"]
MORE = ["Eli Stone", "Flo Baum", "Gus Olsen", "Hana Mori"]


@dataclass
class Town:
    """A running server, its world, and eight people who edit every text there."""

    server: Server
    world: World
    people: list[Person]


@pytest.fixture(scope="module")
def town(
    sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """One town for all tests of a module: each test has texts of its own."""
    folder = tmp_path_factory.mktemp("town")
    address = f"http://127.0.0.1:{free_port()}"
    settings = settings_in(folder, sqlite_template.copy_to(folder))
    settings = replace(settings, base_url=address)
    with running_server(settings, folder) as server:
        world = World(create_app(settings), now=clock.now())
        yield Town(server, world, inhabitants(world))
        with world.app.app_context():
            db.engine.dispose()


def inhabitants(world: World) -> list[Person]:
    """Eight people who edit every text of their coalition."""
    everybody = [world.person(name) for name in NAMES + MORE]
    # Not one appointment for each of two hundred texts: a term that names none.
    with world.session() as session:
        for person in everybody:
            term = RoleTerm(member_id=person.member_id, role=Role.EDITOR,
                            since=clock.now(), how="appointment")  # fmt: skip
            session.add(term)
    return everybody


@pytest.fixture(scope="session")
def crowd() -> Iterator[Crowd]:
    """The program in which the people's pages run."""
    with running_crowd() as running:
        yield running
