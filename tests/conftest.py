"""
What every test stands on: settings, a database, the application, a server, a browser.

Tests get SQLite. A test marked `postgres` runs on both databases, the second time on
the server whose URL is in CONSENSUS_TEST_POSTGRES; `--database postgres` sends all
tests there.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import disk_usage

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, BrowserType, Page, expect, sync_playwright

from consensus import clock
from consensus.app import create_app
from consensus.config import Settings
from consensus.db import Base, db
from consensus.migrations.running import import_all_models
from tests.databases import (
    SqliteTemplate,
    WorkerDatabase,
    make_sqlite_template,
    worker_database,
)
from tests.ordering import longest_first
from tests.serving import Server, free_port, running_redis, running_server
from tests.warm import warm_routes, warm_statements
from tests.world import World

import_all_models()
warm_routes()

POSTGRES = os.environ.get("CONSENSUS_TEST_POSTGRES", "")
CHROMIUM = "/usr/bin/chromium"
SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"  # its start script needs grep
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# The files of tests lie in memory where there is room: nobody waits for a disk that
# thousands of databases are written to for a second each.
MEMORY = Path("/dev/shm")  # noqa: S108
if MEMORY.is_dir() and disk_usage(MEMORY).free > 4 * 2**30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# How long an example takes depends on who else uses the machine.
hypothesis_settings.register_profile("usual", deadline=None, max_examples=50)
hypothesis_settings.register_profile("soak", deadline=None, max_examples=5_000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))

# Hundreds of processes and applications are started: what one of them has compiled,
# modules and templates, the next one finds.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# As long as a page may take to load; five seconds are too short on a busy machine.
expect.set_options(timeout=30_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgres"],
        default="sqlite",
        help="where tests run that are not marked for both",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test its database, or both when it is marked `postgres`."""
    if "database_kind" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker("postgres") is not None
        usual = str(metafunc.config.getoption("--database"))
        kinds = ["sqlite", "postgres"] if marked else [usual]
        metafunc.parametrize("database_kind", kinds, scope="session")


@pytest.hookimpl(trylast=True)  # after they have been shuffled and chosen
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests."""
    longest_first(items)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    """The empty SQLite database that each test gets a copy of."""
    return make_sqlite_template(tmp_path_factory.mktemp("sqlite"), Base.metadata)


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[WorkerDatabase]:
    """This worker's PostgreSQL database; where there is none, its tests skip."""
    if not POSTGRES:
        pytest.skip("no PostgreSQL at hand: CONSENSUS_TEST_POSTGRES is not set")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = f"consensus_test_{worker}_{os.getpid()}"
    with worker_database(POSTGRES, name, Base.metadata) as database:
        yield database


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, database_kind: str, tmp_path: Path
) -> str:
    """The SQLAlchemy URL of a database with all tables and no rows."""
    if database_kind == "postgres":
        database: WorkerDatabase = request.getfixturevalue("postgres_database")
        database.empty()
        return database.url
    template: SqliteTemplate = request.getfixturevalue("sqlite_template")
    return template.copy_to(tmp_path)


def settings_in(folder: Path, database_url: str) -> Settings:
    """Settings of a development service that keeps all its files in a folder."""
    return Settings(
        database_url=database_url,
        base_url="http://localhost",
        secret_key="only for tests, and long enough to sign with",
        development=True,
        signing_key=str(folder / "signing-key"),
        clock_store=str(folder / "clock.sqlite"),
    )


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """The settings of this test's application."""
    return settings_in(tmp_path, database_url)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on an empty database, outside any context."""
    app = create_app(settings)
    app.testing = True
    with app.app_context():
        warm_statements(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser without scripts: keeps cookies, follows nothing by itself."""
    return app.test_client()


@pytest.fixture
def serve(
    sqlite_template: SqliteTemplate, tmp_path: Path
) -> Iterator[Callable[[Settings | None], Server]]:
    """
    A function that starts the real server, on an empty SQLite database of this test or,
    given the settings of an earlier one, on that one's database and port again.
    """
    with ExitStack() as running:

        def start(settings: Settings | None = None) -> Server:
            if settings is None:
                url = sqlite_template.copy_to(tmp_path)
                address = f"http://127.0.0.1:{free_port()}"
                settings = replace(settings_in(tmp_path, url), base_url=address)
            return running.enter_context(running_server(settings, tmp_path))

        yield start


@pytest.fixture
def server(serve: Callable[[Settings | None], Server]) -> Server:
    """The real server on an empty SQLite database."""
    return serve(None)


@pytest.fixture(scope="session")
def common_server(
    sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """
    One real server for all tests of a worker that leave it running and look only at
    documents, and people, of their own.
    """
    folder = tmp_path_factory.mktemp("common")
    settings = settings_in(folder, sqlite_template.copy_to(folder))
    address = f"http://127.0.0.1:{free_port()}"
    with running_server(replace(settings, base_url=address), folder) as running:
        yield running


@pytest.fixture(scope="session")
def common_world(common_server: Server) -> Iterator[World]:
    """A world in the common server's database, at the real time."""
    made = World(create_app(common_server.settings), now=clock.now())
    yield made
    with made.app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real Redis that is empty at first and shared by a worker's tests."""
    with running_redis(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, without a window."""
    with sync_playwright() as playwright, start_chromium(playwright.chromium) as one:
        yield one


def start_chromium(kind: BrowserType) -> Browser:
    """Start a Chromium in a process of its own; whoever called closes it."""
    return kind.launch(
        executable_path=CHROMIUM,
        headless=True,
        args=CHROMIUM_ARGUMENTS,
        env={**os.environ, "PATH": f"{os.environ['PATH']}:{SYSTEM_PATH}"},
    )


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[[], Page]]:
    """
    A function that opens a page in a browser profile of its own: one per person.

    The test fails when a script of ours stops with an error on any of the pages, or
    when one offends against the Content-Security-Policy.
    """
    with ExitStack() as opened:
        watch = opened.enter_context(no_offences())

        def new() -> Page:
            page = opened.enter_context(browser.new_context(locale="en-GB")).new_page()
            watch(page)
            return page

        yield new


@contextmanager
def no_offences() -> Iterator[Callable[[Page], None]]:
    """
    Gives a function that watches a page. AssertionError at the end when a script of
    ours stopped with an error there, or one offended against the policy.
    """
    offences: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: offences.append(str(error)))
        page.on("console", lambda line: offences.extend(_csp_offences(line.text)))

    yield watch
    assert offences == []


def _csp_offences(line: str) -> list[str]:
    return [line] if "Content Security Policy" in line else []


@pytest.fixture
def page(open_page: Callable[[], Page]) -> Page:
    """One person's page."""
    return open_page()
