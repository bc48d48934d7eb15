"""Pages of people who look at one document together."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace

import pytest
from flask import Flask

from consensus.app import create_app
from consensus.web.forgery import form_token
from tests.conftest import settings_in
from tests.databases import SqliteTemplate
from tests.realtime import staging
from tests.realtime.pages import Page, open_page
from tests.realtime.staging import Line, Stage, running_stage
from tests.serving import free_port
from tests.world import Person, World, world

__all__ = ["world"]

Open = Callable[[Person | None], Page]


@pytest.fixture
def open_as(app: Flask) -> Open:
    """A function that opens a live page for a person, or for a visitor."""

    def opened(person: Person | None) -> Page:
        if person is not None:
            return open_page(app, person.client, person.token)
        visitor = app.test_client()
        visit = secrets.token_urlsafe(32)
        visitor.set_cookie("visit", visit)
        with app.test_request_context(headers={"Cookie": f"visit={visit}"}):
            token = form_token()
        return open_page(app, visitor, token)

    return opened


@pytest.fixture
def document_id(world: World) -> int:
    """A document of three paragraphs, by Ada."""
    ada = world.person("Ada")
    words = ["Water is shared.", "Cables are laid.", "Both are kept."]
    return world.document("Rivers", words, by=ada)


@pytest.fixture(scope="session")
def stage(
    sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """The stage, served for real, with one document on it."""
    folder = tmp_path_factory.mktemp("stage")
    url = sqlite_template.copy_to(folder)
    address = f"http://127.0.0.1:{free_port()}"
    settings = replace(settings_in(folder, url), base_url=address)
    world = World(create_app(settings))
    by = world.person("Ada")
    document_id = world.document("Rivers", ["Water is shared."], by=by)
    with running_stage(settings, document_id, folder) as running:
        yield running


@pytest.fixture
def knock(stage: Stage) -> Iterator[Callable[..., Line]]:
    """A function that opens a visitor's line to the stage; the end closes all."""
    with ExitStack() as opened:

        def new(**headers: str) -> Line:
            return opened.enter_context(closing(staging.knock(stage, **headers)))

        yield new
