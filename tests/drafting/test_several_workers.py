"""One draft in two processes: the database is the truth, Redis only a nudge."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from consensus import clock
from consensus.app import create_app
from consensus.coalitions.models import Role
from consensus.db import db
from tests.conftest import settings_in
from tests.drafting.clients import Typist, typist
from tests.serving import Server, free_port, running_redis, running_server
from tests.world import World

Workers = tuple[Server, Server]


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Callable[[str], Workers]]:
    """A function that starts two servers on one database, joined by a queue."""
    with ExitStack() as running:

        def started(queue: str) -> Workers:
            first, second = (
                running.enter_context(
                    running_server(
                        replace(
                            settings_in(tmp_path, database_url),
                            base_url=f"http://127.0.0.1:{free_port()}",
                            message_queue=queue,
                        ),
                        tmp_path,
                    )
                )
                for _ in range(2)
            )
            return first, second

        yield started


@contextmanager
def two_pages(workers: Workers) -> Iterator[tuple[Typist, Typist]]:
    """Two editors of one draft, each at a worker of their own."""
    world = World(create_app(workers[0].settings), now=clock.now())
    ada, ben = world.person("Ada Nwosu"), world.person("Ben Silva")
    document_id = world.document("Rivers", ["Rivers need care."], by=ada)
    world.appoint(ben, Role.EDITOR, document_id)
    with world.app.app_context():
        db.engine.dispose()
    with ExitStack() as open_pages:
        one, other = (
            open_pages.enter_context(closing(typist(worker.url, person, document_id)))
            for worker, person in zip(workers, (ada, ben), strict=True)
        )
        one.join()
        other.join()
        yield one, other


def type_in_turn(one: Typist, other: Typist, tag: str) -> None:
    """Both type twenty words at once and end up with the same text."""
    for number in range(20):
        one.type("b1", f" a{tag}{number}.")
        other.type("b1", f" b{tag}{number}.")
    one.until_saved()
    other.until_saved()
    one.until(lambda: all(f" b{tag}{n}." in one.words("b1") for n in range(20)))
    other.until(lambda: all(f" a{tag}{n}." in other.words("b1") for n in range(20)))
    assert one.words("b1") == other.words("b1")


@pytest.mark.postgres
def test_two_workers_show_one_text_and_who_is_in_it(
    start: Callable[[str], Workers], redis_url: str
) -> None:
    with two_pages(start(redis_url)) as (one, other):
        type_in_turn(one, other, "x")
        one.ask("draft:here", document=one.document_id, block="b1", at="", idle=0)
        other.until(
            lambda: any(
                {p["name"] for p in sent["people"]} == {"Ada Nwosu", "Ben Silva"}
                for event, sent in other.heard
                if event == "draft:here"
            )
        )


def test_without_redis_nothing_is_lost_and_the_database_tells(
    start: Callable[[str], Workers], tmp_path: Path
) -> None:
    with ExitStack() as pages:
        with running_redis(tmp_path) as url:
            one, other = pages.enter_context(two_pages(start(url)))
            type_in_turn(one, other, "before")
        type_in_turn(one, other, "without")
