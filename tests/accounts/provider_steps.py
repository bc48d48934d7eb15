"""Signing in with a provider in tests: two providers that can lie, and the steps."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from consensus.accounts.models import BrowserSession
from consensus.config import Provider, Settings
from consensus.db import db
from tests.accounts.forging_provider import (
    CLIENT_ID,
    ForgingProvider,
    running_provider,
)


@pytest.fixture
def provider() -> Iterator[ForgingProvider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def neighbour() -> Iterator[ForgingProvider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def settings(
    settings: Settings, provider: ForgingProvider, neighbour: ForgingProvider
) -> Settings:
    def known(key: str, label: str, issuer: str) -> Provider:
        return Provider(key, label, issuer, CLIENT_ID, "a secret of both")

    both = (
        known("first", "First University", provider.issuer),
        known("second", "Second Library", neighbour.issuer),
    )
    return replace(settings, oidc=both)


def start(client: FlaskClient, key: str = "first") -> TestResponse:
    return client.get(f"/sign-in/with/{key}?next=/account")


def come_back(client: FlaskClient, provider: ForgingProvider) -> TestResponse:
    started = start(client)
    return client.get(provider.visit(started.location))


def choose_name(
    client: FlaskClient, page: TestResponse, name: str, **changes: str
) -> TestResponse:
    return client.post(
        "/sign-in/from/first", data=fields_of(page) | {"name": name} | changes
    )


def fields_of(page: TestResponse) -> dict[str, str]:
    form = page.text[page.text.index("<main") :]
    parts = form.split('<input type="hidden" name="')[1:]
    return {
        part.split('"')[0]: part.split('value="')[1].split('"')[0] for part in parts
    }


def join(client: FlaskClient, provider: ForgingProvider) -> None:
    page = come_back(client, provider)
    assert choose_name(client, page, "Ada Nwosu").status_code == 303


def sessions(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(BrowserSession.id))) or 0
