"""SEC-40: who is asked and from where is believed of configured proxies only."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask, request

from consensus.app import create_app
from consensus.config import Settings
from consensus.db import db
from tests.accounts.conftest import bring_frame


@pytest.fixture
def behind_one_proxy(settings: Settings) -> Iterator[Flask]:
    app = create_app(replace(settings, proxies=1))
    yield app
    with app.app_context():
        db.engine.dispose()


def seen_by(app: Flask, **headers: str) -> list[str]:
    """What the service takes for the visitor's address, scheme and host."""
    bring_frame(app)

    @app.get("/seen")
    def show_seen() -> list[str]:
        return [str(request.remote_addr), request.scheme, request.host]

    named = {name.replace("_", "-"): value for name, value in headers.items()}
    seen: list[str] = app.test_client().get("/seen", headers=named).get_json()
    return seen


SPOOFS = [
    {"X_Forwarded_For": "192.0.2.1"},
    {"X_Forwarded_Proto": "https"},
    {"X_Forwarded_Host": "evil.example"},
    {"X_Forwarded_Port": "444"},
    {"X_Forwarded_Prefix": "/evil"},
    {"X_Forwarded_Server": "evil.example"},
    {"Forwarded": "for=192.0.2.1;host=evil.example;proto=https"},
    {"X_Real_IP": "192.0.2.1"},
    {"X_Host": "evil.example"},
    {"X_Original_Host": "evil.example"},
]


@pytest.mark.parametrize("spoof", SPOOFS, ids=lambda spoof: next(iter(spoof)))
def test_sec_40_without_a_proxy_nothing_forwarded_is_believed(
    app: Flask, spoof: dict[str, str]
) -> None:
    assert seen_by(app, **spoof) == ["127.0.0.1", "http", "localhost"]


def test_sec_40_a_proxy_is_believed_about_address_and_scheme_only(
    behind_one_proxy: Flask,
) -> None:
    seen = seen_by(
        behind_one_proxy,
        X_Forwarded_For="198.51.100.9, 192.0.2.1",
        X_Forwarded_Proto="https",
        X_Forwarded_Host="evil.example",
    )
    assert seen == ["192.0.2.1", "https", "localhost"]


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "[::1"]
)
def test_sec_40_another_host_is_refused(app: Flask, host: str) -> None:
    answer = app.test_client().get("/sign-in", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text
