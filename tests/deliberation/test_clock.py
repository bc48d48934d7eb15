"""The clock: everything once, however often it comes by and from wherever."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Event

import pytest
from flask import Flask

from consensus import scheduling
from consensus.app import create_app
from consensus.db import db
from consensus.mail import outbox
from tests.deliberation.stories import Story


@pytest.fixture
def second(app: Flask) -> Iterator[Flask]:
    """The same service started a second time, on the same database and store."""
    other = create_app(app.config["SETTINGS"])
    other.testing = True
    yield other
    with other.app_context():
        db.engine.dispose()


@pytest.mark.postgres
def test_two_instances_that_tick_twice_do_everything_once(
    story: Story, second: Flask
) -> None:
    story.open_call()
    number = story.objects(story.people[0], "b1")
    story.answers(number)
    story.world.days_pass(15)
    for app in (story.world.app, second, story.world.app, second):
        assert scheduling.tick(app)
    verbs = story.verbs()
    assert verbs.count("call.closed") == 1
    assert verbs.count("reminder.sent") == 1
    assert verbs.count("reading.computed") == 2  # the whole text and one paragraph
    letters = [*outbox(story.world.app), *outbox(second)]
    subjects = [str(letter["Subject"]) for letter in letters]
    closed = [one for one in subjects if "Consensus call closed" in one]
    assert len(closed) == 7
    assert len([one for one in subjects if "Reminder" in one]) == 1


def test_only_one_process_ticks_at_a_time(story: Story, second: Flask) -> None:
    inside: list[bool] = []
    scheduling.every_minute(story.world.app, lambda _: inside.append(
        scheduling.tick(second)
    ))  # fmt: skip
    assert scheduling.tick(story.world.app)
    assert inside == [False]
    assert scheduling.tick(second)


def test_only_one_process_ticks_at_a_time_over_redis(
    app: Flask, second: Flask, redis_url: str
) -> None:
    for one in (app, second):
        settings = replace(one.config["SETTINGS"], clock_store=redis_url)
        one.config["SETTINGS"] = settings
    inside: list[bool] = []
    scheduling.every_minute(app, lambda _: inside.append(scheduling.tick(second)))
    assert scheduling.tick(app)
    assert inside == [False]
    assert scheduling.tick(second)


def test_one_job_that_fails_holds_up_no_other(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[str] = []

    def breaks(_: Flask) -> None:
        raise ValueError("broken on purpose")

    app.extensions["consensus-jobs"] = []
    scheduling.every_minute(app, breaks)
    scheduling.every_minute(app, lambda _: ran.append("after"))
    assert scheduling.tick(app)
    assert ran == ["after"]
    assert "will be tried again" in caplog.text


@pytest.mark.parametrize("store", ["file", "redis"])
def test_the_clock_in_the_server_ticks_at_once(
    app: Flask, store: str, request: pytest.FixtureRequest
) -> None:
    if store == "redis":
        url = request.getfixturevalue("redis_url")
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], clock_store=url)
    came = Event()
    app.extensions["consensus-jobs"] = []
    scheduling.every_minute(app, lambda _: came.set())
    consumer = scheduling.start_clock(app)
    try:
        assert came.wait(30)
    finally:
        consumer.stop(graceful=True)
