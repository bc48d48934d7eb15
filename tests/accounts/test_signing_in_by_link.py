"""Signing in by a link that is mailed; nobody has a password (decisions.md 3)."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consensus import clock, mail
from consensus.accounts.models import (
    Account,
    AccountState,
    BrowserSession,
    SignInLink,
)
from consensus.db import db
from tests.accounts.steps import (
    ADA,
    ask_for_link,
    form_token,
    is_signed_in,
    newest_link,
    press_button,
    sign_in,
)


def accounts(app: Flask) -> list[tuple[str, str | None]]:
    with app.app_context():
        rows = db.session.execute(select(Account.name, Account.email)).all()
    return [(name, email) for name, email in rows]


def test_a_newcomer_gets_an_account_under_the_name_they_choose(
    app: Flask, client: FlaskClient
) -> None:
    assert "on its way to" in ask_for_link(client, " Ada@Example.ORG ").text
    message = mail.outbox(app)[0]
    assert message["To"] == "Ada@Example.ORG"
    answer = press_button(client, newest_link(app), "  Ada   Nwosu ")
    assert (answer.status_code, answer.location) == (303, "/")
    assert accounts(app) == [("Ada Nwosu", ADA)]
    assert "Ada Nwosu" in client.get("/account").text


def test_somebody_known_is_not_asked_for_a_name(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(app, client)
    other = app.test_client()
    ask_for_link(other)
    page = other.get(newest_link(app)).text
    assert "sign in as <strong>Ada Nwosu</strong>" in page
    assert 'name="name"' not in page
    press_button(other, newest_link(app), "Somebody Else")
    assert accounts(app) == [("Ada Nwosu", ADA)]
    assert is_signed_in(other)


def test_looking_at_a_link_does_not_use_it_up(app: Flask, client: FlaskClient) -> None:
    ask_for_link(client)
    scanner = app.test_client()
    for _ in range(3):
        assert scanner.get(newest_link(app)).status_code == 200
    assert not is_signed_in(scanner)
    assert press_button(client, newest_link(app), "Ada").status_code == 303


def test_a_link_works_in_another_browser_than_it_was_asked_from(
    app: Flask, client: FlaskClient
) -> None:
    ask_for_link(client)
    telephone = app.test_client()
    assert press_button(telephone, newest_link(app), "Ada").status_code == 303
    assert is_signed_in(telephone)
    assert not is_signed_in(client)


def test_a_link_works_once(app: Flask, client: FlaskClient) -> None:
    sign_in(app, client)
    thief = app.test_client()
    assert thief.get(newest_link(app)).status_code == 409
    form = {"csrf_token": form_token(thief), "name": "Thief"}
    answer = thief.post(newest_link(app), data=form)
    assert answer.status_code == 409
    assert "has been used" in answer.text
    assert not is_signed_in(thief)


@pytest.mark.parametrize(("minutes", "works"), [(29.99, True), (30, False)])
def test_a_link_works_for_thirty_minutes(
    app: Flask, client: FlaskClient, minutes: float, works: bool
) -> None:
    ask_for_link(client)
    token = form_token(client)
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        form = {"csrf_token": token, "name": "Ada"}
        answer = client.post(newest_link(app), data=form)
    assert (answer.status_code == 303) is works


def test_a_made_up_link_is_refused(client: FlaskClient) -> None:
    assert client.get("/sign-in/link/made-up").status_code == 409


def test_known_and_unknown_addresses_get_the_same_answer(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(app, client)
    visitor = app.test_client()
    token = form_token(visitor)

    def answer(email: str) -> str:
        form = {"csrf_token": token, "email": email}
        page = visitor.post("/sign-in", data=form).text
        return page[page.index("<main") :].replace(email, "")

    assert answer(ADA) == answer("bo@example.org")
    bodies = [message.get_content() for message in mail.outbox(app)[-2:]]
    assert bodies[0].count("\n") == bodies[1].count("\n")


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ada",
        "ada@localhost",
        "ada@example.org, eve@example.org",
        "ada@example.org\nBcc: eve@example.org",
        "<ada@example.org>",
        "ada@exam\u200bple.org",
        "a" * 250 + "@example.org",
        "ada@.org",
        "ada@@example.org",
    ],
)
def test_what_is_no_address_is_given_back_with_a_sentence(
    app: Flask, client: FlaskClient, email: str
) -> None:
    answer = ask_for_link(client, email)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert mail.outbox(app) == []


@pytest.mark.parametrize("email", ["zoë@exämple.org", "o'neil+x@sub.example.co.uk"])
def test_unusual_addresses_are_addresses(
    app: Flask, client: FlaskClient, email: str
) -> None:
    assert ask_for_link(client, email).status_code == 200
    assert len(mail.outbox(app)) == 1


@pytest.mark.parametrize("name", ["", "   ", "…", "x" * 81, "Ada\u202eevE", "A\u0000"])
def test_an_unfit_name_is_given_back_and_the_link_still_works(
    app: Flask, client: FlaskClient, name: str
) -> None:
    ask_for_link(client)
    answer = press_button(client, newest_link(app), name)
    assert answer.status_code == 422
    assert accounts(app) == []
    assert press_button(client, newest_link(app), "Ada").status_code == 303


@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Hà", "محمد", "毛", "می\u200cخواهم", "O’Neil"]
)
def test_names_of_all_scripts_are_names(
    app: Flask, client: FlaskClient, name: str
) -> None:
    sign_in(app, client, name=name)
    assert accounts(app) == [(name, ADA)]


def test_one_returns_to_the_page_one_came_from(app: Flask, client: FlaskClient) -> None:
    sent = client.get("/account?x=1")
    assert (sent.status_code, sent.location) == (303, "/sign-in?next=/account?x%3D1")
    ask_for_link(client, next_path="/account?x=1")
    assert press_button(client, newest_link(app), "Ada").location == "/account?x=1"


def test_whoever_is_signed_in_need_not_sign_in(app: Flask, client: FlaskClient) -> None:
    sign_in(app, client)
    answer = client.get("/sign-in?next=/account")
    assert (answer.status_code, answer.location) == (303, "/account")


def test_sec_7_ten_links_for_one_address_in_fifteen_minutes(
    app: Flask, client: FlaskClient
) -> None:
    for _ in range(10):
        assert ask_for_link(client).status_code == 200
    refused = ask_for_link(client)
    assert refused.status_code == 429
    assert "ask again in 15 minutes" in refused.text
    assert ADA in refused.text
    assert ask_for_link(client, "bo@example.org").status_code == 200
    assert len(mail.outbox(app)) == 11
    with clock.at(clock.now() + timedelta(minutes=15)):
        assert ask_for_link(client).status_code == 200


def test_sec_7_forty_links_from_one_place_in_fifteen_minutes(
    app: Flask, client: FlaskClient
) -> None:
    for number in range(40):
        assert ask_for_link(client, f"p{number}@example.org").status_code == 200
    assert ask_for_link(client, "one-more@example.org").status_code == 429
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert ask_for_link(elsewhere, "one-more@example.org").status_code == 200


def test_sec_7_neighbours_in_one_ipv6_network_count_as_one_place(app: Flask) -> None:
    answers = []
    for number in range(11):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"2001:db8::{number + 1:x}"
        answers.append(ask_for_link(client).status_code)
    assert answers == [200] * 10 + [429]


def test_a_closed_account_cannot_sign_in(app: Flask, client: FlaskClient) -> None:
    sign_in(app, client)
    with app.app_context():
        db.session.scalars(select(Account)).one().state = AccountState.CLOSED
        db.session.commit()
    assert not is_signed_in(client)
    ask_for_link(client)
    answer = press_button(client, newest_link(app))
    assert answer.status_code == 409
    assert "has been closed" in answer.text


def test_old_links_are_forgotten(app: Flask, client: FlaskClient) -> None:
    ask_for_link(client)
    with clock.at(clock.now() + timedelta(days=2)):
        ask_for_link(client)
    with app.app_context():
        assert db.session.scalar(select(func.count(SignInLink.id))) == 1
        assert db.session.scalar(select(func.count(BrowserSession.id))) == 0
