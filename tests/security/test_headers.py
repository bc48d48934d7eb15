"""SEC-11: the security headers are on every response, whatever happened before."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consensus.app import create_app
from consensus.config import Settings
from consensus.db import db
from consensus.web import headers
from tests.accounts.conftest import bring_frame
from tests.accounts.steps import form_token, sign_in

SITE = "https://consensus.example"
POLICY = (
    "default-src 'none'; script-src 'nonce-N' 'strict-dynamic'; style-src 'self';"
    " connect-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script';"
    " trusted-types fragment ProseMirrorClipboard"
)


@pytest.fixture
def public(settings: Settings) -> Iterator[Flask]:
    """The service as people reach it over TLS."""
    hosts = ("consensus.example",)
    app = create_app(replace(settings, base_url=SITE, trusted_hosts=hosts))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    bring_frame(app)

    @app.get("/fails")
    def fail() -> str:
        raise ZeroDivisionError("a secret in the middle of a sentence")

    yield app
    with app.app_context():
        db.engine.dispose()


def policy_of(answer: TestResponse) -> str:
    return re.sub(
        r"'nonce-[^']+'", "'nonce-N'", answer.headers["Content-Security-Policy"]
    )


RESPONSES = [
    ("a page", "GET", "/sign-in", 200),
    ("a redirect", "GET", "/account", 303),
    ("a redirect of the router", "GET", "//account", 308),
    ("a file", "GET", "/static/favicon.svg", 200),
    ("nothing there", "GET", "/nowhere", 404),
    ("a forged post", "POST", "/sign-in", 403),
    ("a wrong method", "DELETE", "/sign-in", 405),
    ("a failure", "GET", "/fails", 500),
    ("a spent link", "GET", "/sign-in/link/x", 409),
]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [row[1:] for row in RESPONSES],
    ids=[row[0] for row in RESPONSES],
)
def test_sec_11_headers_are_on_every_response(
    public: Flask, method: str, path: str, status: int
) -> None:
    answer = public.test_client().open(
        path, method=method, base_url=SITE, buffered=True
    )
    assert answer.status_code == status
    assert policy_of(answer) == POLICY
    age = re.match(
        r"max-age=(\d+); includeSubDomains$",
        answer.headers["Strict-Transport-Security"],
    )
    assert age
    assert int(age[1]) >= 31_536_000
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_sec_11_the_headers_are_on_what_an_unknown_host_gets(public: Flask) -> None:
    answer = public.test_client().get("/", base_url="https://evil.example")
    assert answer.status_code == 400
    assert policy_of(answer) == POLICY


def test_sec_11_the_nonce_is_new_every_time_and_marks_the_scripts(
    client: FlaskClient,
) -> None:
    seen = set()
    for _ in range(1_000):
        answer = client.get("/sign-in/link/x", headers={"X-Fragment": "1"})
        nonce = re.search(r"nonce-([^']+)", answer.headers["Content-Security-Policy"])
        assert nonce
        seen.add(nonce[1])
    assert len(seen) == 1_000
    page = client.get("/sign-in")
    nonce = re.search(r"nonce-([^']+)", page.headers["Content-Security-Policy"])
    assert nonce
    assert re.findall(r'<script[^>]+nonce="([^"]+)"', page.text) == [nonce[1]]


def test_a_development_service_does_not_ask_for_tls(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers


def test_what_a_signed_in_person_sees_is_kept_by_no_cache(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(app, client)
    assert client.get("/account").headers["Cache-Control"] == "no-store"
    assert client.get("/nowhere").headers["Cache-Control"] == "no-store"
    file = client.get("/static/favicon.svg", buffered=True)
    assert file.headers["Cache-Control"] != "no-store"


def test_with_the_policy_switched_off_the_check_notices(
    public: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(headers, "POLICY", "script-src 'nonce-{nonce}' 'unsafe-inline'")
    assert policy_of(public.test_client().get("/sign-in", base_url=SITE)) != POLICY


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_the_theme_is_kept_in_a_cookie(client: FlaskClient, theme: str) -> None:
    token = form_token(client)
    form = {"csrf_token": token, "theme": theme, "next": "/sign-in"}
    answer = client.post("/theme", data=form)
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    shown = f'data-theme="{theme}"' in client.get("/sign-in").text
    assert shown is (theme != "auto")


def test_a_theme_that_is_not_offered_is_refused(client: FlaskClient) -> None:
    form = {"csrf_token": form_token(client), "theme": 'x" onload="'}
    assert client.post("/theme", data=form).status_code == 422
