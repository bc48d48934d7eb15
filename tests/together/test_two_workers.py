"""
The same people at two worker processes, half at each: the database is the truth, Redis
only a nudge (collab.md 8.10). They do anything at once, and type on while Redis is
gone; in the end all show one text, and the log has it.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from redis import Redis

from consensus import clock
from consensus.app import create_app
from consensus.db import db
from tests.conftest import settings_in
from tests.serving import Server, free_port, running_redis, running_server
from tests.together.conftest import Town, inhabitants
from tests.together.crowd import Crowd, sign_ins, stored_text, words_of
from tests.together.test_convergence import converge
from tests.world import World

PARAGRAPHS = ["Rivers.", "Cables.", "People.", "Words."]
STEP = 20  # signs


@dataclass
class Towns:
    """One town that two servers answer for."""

    town: Town
    second: Server

    @property
    def urls(self) -> list[str]:
        """Where the two answer."""
        return [self.town.server.url, self.second.url]


@pytest.fixture
def towns(database_url: str, tmp_path: Path) -> Iterator[Callable[[str], Towns]]:
    """A function that opens a town on two workers, joined by a queue."""
    with ExitStack() as running:

        def opened(queue: str) -> Towns:
            common = replace(settings_in(tmp_path, database_url), message_queue=queue)
            first, second = (
                running.enter_context(
                    running_server(
                        replace(common, base_url=f"http://127.0.0.1:{free_port()}"),
                        tmp_path,
                    )
                )
                for _ in range(2)
            )
            world = World(create_app(first.settings), now=clock.now())
            with world.app.app_context():
                running.callback(db.engine.dispose)
            return Towns(Town(first, world, inhabitants(world)), second)

        yield opened


@pytest.mark.postgres
@pytest.mark.parametrize(
    "runs",
    [
        pytest.param(20, id="20-runs"),
        pytest.param(200, marks=pytest.mark.soak, id="at-length"),
    ],
)
def test_people_at_two_workers_do_anything_at_once_and_end_with_one_text(
    crowd: Crowd, towns: Callable[[str], Towns], redis_url: str, runs: int
) -> None:
    both = towns(redis_url)
    signs = 0
    for first in range(0, runs, STEP):
        signs += converge(crowd, both.town, range(first, first + STEP), both.urls)
    sys.stdout.write(f"{runs} runs on two workers; {signs} saved characters\n")


@pytest.mark.parametrize(
    "seconds",
    [
        pytest.param(4, id="4-seconds"),
        pytest.param(60, marks=pytest.mark.soak, id="at-length"),
    ],
)
def test_people_type_on_at_two_workers_while_redis_is_gone(
    crowd: Crowd, towns: Callable[[str], Towns], tmp_path: Path, seconds: int
) -> None:
    with ExitStack() as redis:
        queue = redis.enter_context(running_redis(tmp_path))
        both = towns(queue)
        town = both.town
        document_id = town.world.document("Rivers", PARAGRAPHS, by=town.people[0])
        people = sign_ins(town.people[:4], *both.urls)
        crowd.do("typing:start", document=document_id, people=people)
        type_until(crowd, lambda: listening(queue) == 2)
        redis.close()
        stop = time.monotonic() + seconds
        type_until(crowd, lambda: time.monotonic() > stop)
        saved = set(crowd.do("typing:told")["acknowledged"])
        assert saved <= set(words_of(stored_text(town.world, document_id)))
        port = int(queue.rpartition(":")[2].partition("/")[0])
        redis.enter_context(running_redis(tmp_path, port))
        type_until(crowd, lambda: listening(queue) == 2)
        told = crowd.do("typing:end")
    stored = stored_text(town.world, document_id)
    kept = [sign for sign in words_of(stored) if sign >= "一"]
    assert told["sentences"] == []
    assert sorted(told["written"]) == sorted(kept), "each once, and nothing else"
    assert all(text == stored for text in told["texts"])
    sys.stdout.write(f"Redis gone for {seconds} s; {len(kept)} signs, none lost\n")


def type_until(crowd: Crowd, is_so: Callable[[], bool]) -> None:
    """People type, and it is saved, until something is so."""
    crowd.do("typing:until", signs=STEP)
    while not is_so():
        crowd.do("typing:until", signs=STEP)


def listening(queue: str) -> int:
    """How many workers listen on a Redis for word of drafts."""
    with Redis.from_url(queue) as redis:
        clients = redis.client_list(_type="pubsub")
        return sum(client["psub"] != "0" for client in clients)
