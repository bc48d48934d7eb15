"""
An acknowledged deed is on disk: the server is killed while people write, again and
again, and nothing that it said it had recorded is ever missing (decisions.md 18).

`make soak` runs 50 rounds; CONSENSUS_KILL_ROUNDS is another number for it.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

import pytest
from sqlalchemy.orm import Session

from consensus.app import create_app
from consensus.coalitions.models import Role
from consensus.config import Settings
from consensus.db import db
from tests.durability.browsing import Browser
from tests.durability.findings import Place, faults, lost
from tests.durability.writers import (
    Deed,
    Kind,
    Notebook,
    Writer,
    edit,
    object_or_withdraw,
    take_position,
)
from tests.serving import Server
from tests.world import Person, World

SOAK_ROUNDS = int(os.environ.get("CONSENSUS_KILL_ROUNDS", "50"))
BLOCKS = [f"b{number}" for number in range(1, 25)]
NAMES = ["Abel Ek", "Bo Lind", "Cy Okafor", "Dee Marsh", "Eli Stone", "Flo Baum"]
PARTS = [edit, edit, object_or_withdraw, object_or_withdraw] + [take_position] * 2
PATIENCE = 300  # seconds for the deeds of one round, on a busy machine

Serve = Callable[[Settings | None], Server]


@dataclass
class Group:
    """Six people who write at once, the notebook, and chance with a fixed seed."""

    world: World
    place: Place
    writers: list[Writer]
    notebook: Notebook
    chance: Random = field(default_factory=lambda: _chance(20260302))

    def write_until_killed(self, server: Server, most: int) -> None:
        """Let all write; kill the server after at most so many deeds, and a moment."""
        wanted = len(self.notebook.acknowledged) + self.chance.randint(6, most)
        threads = [writer.begin() for writer in self.writers]
        enough = self.notebook.wait_for(wanted, seconds=PATIENCE)
        # Not always just after an answer: a chance part of the next one goes by.
        self.notebook.wait_for(wanted + 1_000, seconds=self.chance.uniform(0, 0.1))
        server.kill()
        for thread in threads:
            thread.join(PATIENCE)
        assert self.notebook.faults == []
        assert enough, server.printed()

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """A session in this process on what the server left on the disk."""
        with self.world.app.app_context():
            yield db.session


@pytest.fixture
def group(serve: Serve) -> Iterator[tuple[Group, Server]]:
    """The six at a server that is up, before a text of 24 paragraphs."""
    server = serve(None)
    app = create_app(server.settings)
    world = World(app)
    port = int(server.url.rpartition(":")[2])
    people = [world.person(name) for name in NAMES]
    paragraphs = [f"Paragraph {block_id}." for block_id in BLOCKS]
    document_id = world.document("Rivers", paragraphs, by=people[0])
    yield _group(world, people, document_id, port), server
    with app.app_context():
        db.engine.dispose()


def _chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - chance that can be repeated, not a secret


def _group(world: World, people: list[Person], document_id: int, port: int) -> Group:
    world.appoint(people[1], Role.EDITOR, document_id)
    notebook = Notebook()
    writers = [
        Writer(
            person.name, Browser.of(person, port), document_id, BLOCKS, notebook,
            act, _chance(number),
        )
        for number, (person, act) in enumerate(zip(people, PARTS, strict=True))
    ]  # fmt: skip
    return Group(world, Place(document_id, writers[0].browser), writers, notebook)


@pytest.mark.parametrize(
    ("rounds", "most"),
    [
        pytest.param(5, 24, id="five-times"),
        pytest.param(SOAK_ROUNDS, 160, marks=pytest.mark.soak, id="at-length"),
    ],
)
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    serve: Serve, group: tuple[Group, Server], rounds: int, most: int
) -> None:
    people, server = group
    for _ in range(rounds):
        people.write_until_killed(server, most)
        server = serve(server.settings)
        with people.looking() as session:
            assert lost(session, people.place, people.notebook) == []
            assert faults(session, people.place) == []
    done = people.notebook.counts()
    sys.stdout.write(f"Killed {rounds} times; acknowledged and kept: {dict(done)}\n")
    assert all(done[kind] for kind in Kind), "everybody came to write"


def test_a_deed_that_is_not_there_is_found_missing(
    group: tuple[Group, Server],
) -> None:
    people, _ = group
    never = [Deed(kind, "b1", "Nobody ever said this.") for kind in Kind]
    with people.looking() as session:
        assert faults(session, people.place) == []
        missing = lost(session, people.place, Notebook(never))
    assert {line.split(" is not in ")[0] for line in missing} == set(map(str, never))
