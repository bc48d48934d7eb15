"""Real servers: the sample coalition, once for a worker; a rehearsal, for a test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from consensus.app import create_app
from consensus.config import Settings
from consensus.db import db
from tests.browser.sample import Sample, prepare
from tests.browser.writing import Table
from tests.conftest import no_offences, settings_in, start_chromium
from tests.databases import SqliteTemplate
from tests.serving import Server, free_port, running_server
from tests.world import World


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """The sample coalition, served by the real server."""
    folder: Path = tmp_path_factory.mktemp("sample")
    address = f"http://127.0.0.1:{free_port()}"
    url = f"sqlite:///{folder}/sample.sqlite"
    prepared = prepare(replace(settings_in(folder, url), base_url=address))
    with running_server(prepared.settings, folder):
        yield prepared


@pytest.fixture
def table(
    common_server: Server, common_world: World, open_page: Callable[[], Page]
) -> Table:
    """A text of three paragraphs with an editor."""
    editor = common_world.person("Mara Vance")
    words = ["Water is shared.", "Cables are kept.", "Ports are open."]
    document_id = common_world.document("Rivers", words, by=editor)
    return Table(common_server, common_world, document_id, editor, open_page)


@pytest.fixture
def rehearsal(
    sqlite_template: SqliteTemplate,
    serve: Callable[[Settings | None], Server],
    tmp_path: Path,
) -> Server:
    """A server on an empty database whose clock a test can put forward."""
    address = f"http://127.0.0.1:{free_port()}"
    settings = settings_in(tmp_path, sqlite_template.copy_to(tmp_path))
    ahead = str(tmp_path / "seconds-ahead")
    return serve(replace(settings, base_url=address, clock_file=ahead))


@pytest.fixture
def rehearsed(rehearsal: Server) -> Iterator[World]:
    """The world in the rehearsal's database, at the time it really is."""
    app = create_app(replace(rehearsal.settings, clock_file=""))
    yield World(app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def open_browser(browser: Browser) -> Iterator[Callable[[], Page]]:
    """
    A function that opens a page in another Chromium, a process of its own each time.

    The pages are watched as those of `open_page` are.
    """
    with ExitStack() as opened:
        watch = opened.enter_context(no_offences())

        def new() -> Page:
            other = opened.enter_context(start_chromium(browser.browser_type))
            page = other.new_context(locale="en-GB").new_page()
            watch(page)
            return page

        yield new
