"""What a person does to sign in, step by step, with a browser that has no scripts."""

import re

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consensus import mail

ADA = "ada@example.org"


def form_token(client: FlaskClient, path: str = "/sign-in") -> str:
    """The token in the forms of a page that this browser opens."""
    field = BeautifulSoup(client.get(path).text, "html5lib").select_one(
        "input[name=csrf_token]"
    )
    assert isinstance(field, Tag)
    return str(field["value"])


def ask_for_link(
    client: FlaskClient, email: str = ADA, next_path: str = "/"
) -> TestResponse:
    """Send the form of the sign-in page."""
    token = form_token(client)
    form = {"csrf_token": token, "email": email, "next": next_path}
    return client.post("/sign-in", data=form)


def newest_link(app: Flask) -> str:
    """The path of the link in the newest mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox(app)[-1].get_content())
    assert found
    return found[1]


def press_button(client: FlaskClient, link: str, name: str = "") -> TestResponse:
    """Open a mailed link and send the form on its page."""
    return client.post(
        link, data={"csrf_token": form_token(client, link), "name": name}
    )


def sign_in(
    app: Flask, client: FlaskClient, email: str = ADA, name: str = "Ada Nwosu"
) -> None:
    """Go all the way from the sign-in page to being signed in."""
    assert ask_for_link(client, email).status_code == 200
    assert press_button(client, newest_link(app), name).status_code == 303


def is_signed_in(client: FlaskClient) -> bool:
    """Whether the account page is open to this browser."""
    return client.get("/account").status_code == 200


def post(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Send a form with the token that this browser's pages carry now."""
    page = "/account" if is_signed_in(client) else "/sign-in"
    return client.post(path, data={"csrf_token": form_token(client, page), **fields})
