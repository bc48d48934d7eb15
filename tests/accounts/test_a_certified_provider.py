"""The good way through with a provider that is certified for OpenID Connect."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from consensus.config import Provider, Settings
from tests.accounts.provider_steps import fields_of
from tests.accounts.steps import is_signed_in
from tests.serving import ROOT, free_port

SCRIPT = Path(__file__).with_name("oidc_provider") / "serve.mjs"
SECRET = "a secret of both, long enough to be one"


@pytest.fixture
def issuer() -> Iterator[str]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed, and the provider runs on it")
    if not (ROOT / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("the package oidc-provider is not installed")
    port = free_port()
    redirect_uri = "http://localhost/sign-in/from/real"
    with subprocess.Popen(
        [node, str(SCRIPT), str(port), redirect_uri],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # the program may be its child


@pytest.fixture
def settings(settings: Settings, issuer: str) -> Settings:
    real = Provider("real", "The Real Provider", issuer, "consensus-here", SECRET)
    return replace(settings, oidc=(real,))


def agree(address: str, login: str) -> str:
    """Sign in at the provider's own pages and agree: the path to come back to."""
    with requests.Session() as browser:
        answer = browser.get(address, allow_redirects=False)
        while True:
            while answer.is_redirect:
                address = urljoin(address, answer.headers["Location"])
                if urlsplit(address).hostname == "localhost":
                    parts = urlsplit(address)
                    return f"{parts.path}?{parts.query}"
                answer = browser.get(address, allow_redirects=False)
            assert answer.status_code == 200, answer.text
            form = BeautifulSoup(answer.text, "html5lib").select_one("form")
            assert isinstance(form, Tag)
            fields = {
                str(field["name"]): str(field.get("value", ""))
                for field in form.select("input[name]")
            }
            if "login" in fields:
                fields |= {"login": login, "password": "anything"}
            address = urljoin(address, str(form["action"]))
            answer = browser.post(address, data=fields, allow_redirects=False)


def test_a_newcomer_joins_and_comes_again(app: Flask, client: FlaskClient) -> None:
    started = client.get("/sign-in/with/real?next=/account")
    page = client.get(agree(started.location, "ada"))
    assert page.status_code == 200
    assert 'value="Name of ada"' in page.text
    form = fields_of(page) | {"name": "Ada Nwosu"}
    assert client.post("/sign-in/from/real", data=form).location == "/account"
    assert "Ada Nwosu" in client.get("/account").text

    again = app.test_client()
    back = again.get(agree(again.get("/sign-in/with/real").location, "ada"))
    assert back.status_code == 303
    assert "Ada Nwosu" in again.get("/account").text


def test_sec_13_a_replayed_answer_is_refused_by_both_sides(
    app: Flask, client: FlaskClient
) -> None:
    started = client.get("/sign-in/with/real")
    cookie = client.get_cookie("oidc")
    assert cookie is not None
    came = agree(started.location, "ada")
    assert client.get(came).status_code == 200
    client.set_cookie("oidc", cookie.value)
    assert client.get(came).status_code == 400
    assert not is_signed_in(client)
