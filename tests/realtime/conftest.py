"""Pages of people who look at one document together."""

import secrets
from collections.abc import Callable

import pytest
from flask import Flask

from consensus.web.forgery import form_token
from tests.realtime.pages import Page, open_page
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
