"""SEC-10: no other site can act in a person's name, whatever a route does first."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Rule

from consensus.db import Base, db
from consensus.web import forgery
from tests.accounts.steps import ask_for_link, form_token, post, sign_in

SAFE = {"GET", "HEAD", "OPTIONS"}


def writing_rules(app: Flask) -> list[tuple[str, str]]:
    """Every rule that writes, as a method and an address with made-up parts."""
    return [
        (method, address_of(rule))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - SAFE)
    ]


def address_of(rule: Rule) -> str:
    first = re.sub(r"<any\(\W*([\w-]+)[^>]*>", r"\1", rule.rule)
    parts = re.sub(r"<(?:int|float):[^>]+>", "1", first)
    return re.sub(r"<[^>]+>", "x1", parts)


def rows(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {
            table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def test_sec_10_every_writing_route_refuses_forged_posts(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(app, client)
    stranger = app.test_client()
    foreign = [form_token(stranger)]
    sign_in(app, stranger, "eve@example.org", "Eve")
    foreign.append(form_token(stranger, "/account"))
    own = form_token(client, "/account")
    before = rows(app)

    rules = writing_rules(app)
    assert ("POST", "/account/name") in rules
    assert len(rules) >= 10
    taken = []
    for method, address in rules:
        forged = [
            client.open(address, method=method),
            client.open(address, method=method, data={"csrf_token": ""}),
            client.open(address, method=method, data={"csrf_token": "é\u2028"}),
            *(
                client.open(address, method=method, data={"csrf_token": token})
                for token in foreign
            ),
        ]
        as_text = [
            client.open(
                address,
                method=method,
                data=f"csrf_token={own}",
                content_type=kind,
                headers={"X-CSRF-Token": own},
            )
            for kind in ("text/plain", "application/json", "text/plain; x=multipart")
        ]
        answers = [answer.status_code for answer in forged + as_text]
        if answers != [403] * 5 + [415] * 3:
            taken.append((method, address, answers))
    assert taken == []
    assert rows(app) == before


def test_the_token_may_come_in_a_header(app: Flask, client: FlaskClient) -> None:
    sign_in(app, client)
    headers = {"X-CSRF-Token": form_token(client, "/account")}
    assert client.post("/sign-out", headers=headers).status_code == 303


def test_a_visitors_token_is_not_taken_after_signing_in(
    app: Flask, client: FlaskClient
) -> None:
    token = form_token(client)
    sign_in(app, client)
    form = {"csrf_token": token, "name": "What I typed before"}
    refused = client.post("/account/name", data=form)
    assert refused.status_code == 403
    assert "What I typed before" in refused.text
    assert token not in refused.text[refused.text.index("<main") :]


def test_the_cookie_of_a_visit_is_not_its_token(client: FlaskClient) -> None:
    form_token(client)
    cookie = client.get_cookie("visit")
    assert cookie is not None
    form = {"csrf_token": cookie.value, "email": "ada@example.org"}
    assert client.post("/sign-in", data=form).status_code == 403


def test_without_a_cookie_no_token_is_good(app: Flask, client: FlaskClient) -> None:
    token = form_token(client)
    bare = app.test_client(use_cookies=False)
    assert bare.post("/sign-in", data={"csrf_token": token}).status_code == 403


@pytest.mark.parametrize("fragment", [False, True])
def test_whoever_was_signed_out_meanwhile_is_told_so(
    app: Flask, client: FlaskClient, fragment: bool
) -> None:
    sign_in(app, client)
    token = form_token(client, "/account")
    cookie = client.get_cookie("sid")
    assert cookie is not None
    post(client, "/sign-out")
    client.set_cookie("sid", cookie.value)
    headers = {"X-Fragment": "1"} if fragment else {}
    form = {"csrf_token": token, "name": "My words"}
    answer = client.post("/account/name", data=form, headers=headers)
    assert answer.status_code == 401
    assert "You have been signed out" in answer.text
    assert fragment or "My words" in answer.text


def test_with_the_check_switched_off_the_attack_works(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(app, client)
    forged = {"name": "Eve was here"}
    assert client.post("/account/name", data=forged).status_code == 403
    monkeypatch.setattr(forgery, "is_own_token", lambda _: True)
    assert client.post("/account/name", data=forged).status_code == 303
    assert "Eve was here" in client.get("/account").text


def test_sec_10_reading_writes_no_rows(app: Flask, client: FlaskClient) -> None:
    sign_in(app, client)
    ask_for_link(app.test_client(), "bo@example.org")
    before = rows(app)
    visitor = app.test_client()
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()):
            for browser in (client, visitor):
                browser.get(address_of(rule))
    assert rows(app) == before
