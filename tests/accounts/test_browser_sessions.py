"""Browser sessions: kept by the server, listed to their owner, ended at once."""

import re
from dataclasses import replace
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from consensus import clock
from consensus.accounts.actions import open_session
from consensus.accounts.models import Account, BrowserSession
from consensus.accounts.sessions import ABSOLUTE, IDLE, new_token
from consensus.app import create_app
from consensus.config import Settings
from consensus.db import Base, db
from tests.accounts.conftest import bring_frame
from tests.accounts.steps import (
    ask_for_link,
    form_token,
    is_signed_in,
    newest_link,
    post,
    press_button,
    sign_in,
)

SECOND = timedelta(seconds=1)


def sid(client: FlaskClient) -> str:
    cookie = client.get_cookie("sid")
    assert cookie is not None
    return cookie.value


def browser_with(app: Flask, value: str) -> FlaskClient:
    """Another browser into which somebody has copied the cookie."""
    client = app.test_client()
    client.set_cookie("sid", value)
    return client


def test_sec_1_every_cookie_over_tls_is_closed_to_scripts_and_neighbours(
    settings: Settings,
) -> None:
    site = "https://consensus.example"
    app = create_app(
        replace(settings, base_url=site, trusted_hosts=("consensus.example",))
    )
    app.testing = True
    bring_frame(app)
    client = app.test_client()
    answers = [client.get("/sign-in", base_url=site)]
    token = re.search(r'csrf_token" value="([^"]+)', answers[0].text)
    assert token
    form = {"csrf_token": token[1], "email": "ada@example.org", "name": "Ada"}
    answers.append(client.post("/sign-in", data=form, base_url=site))
    answers.append(client.post(newest_link(app), data=form, base_url=site))
    answers.append(client.post("/theme", data=form, base_url=site))
    answers.append(client.get("/account", base_url=site))
    set_cookies = [line for a in answers for line in a.headers.getlist("Set-Cookie")]
    assert len(set_cookies) >= 2
    for line in set_cookies:
        (morsel,) = SimpleCookie(line).values()
        assert morsel.key.startswith("__Host-")
        assert morsel["secure"]
        assert morsel["httponly"]
        assert (morsel["samesite"], morsel["path"]) == ("Lax", "/")
        assert not morsel["domain"]
    with app.app_context():
        db.engine.dispose()


def test_sec_2_ten_thousand_ids_are_ten_thousand_and_long_enough() -> None:
    ids = {new_token() for _ in range(10_000)}
    assert len(ids) == 10_000
    assert min(map(len, ids)) >= 43  # 256 bits, 6 in a letter


def test_sec_2_a_copy_of_the_database_signs_nobody_in(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(app, client)
    ask_for_link(app.test_client(), "bo@example.org")
    secrets = [sid(client), newest_link(app).rpartition("/")[2]]
    with app.app_context():
        stored = [
            str(value)
            for table in Base.metadata.sorted_tables
            for row in db.session.execute(select(table))
            for value in row
        ]
    for secret in secrets:
        assert not any(secret in value for value in stored)
    could_be_ids = [value for value in stored if re.fullmatch(r"[\w-]{20,}", value)]
    assert len(could_be_ids) >= 3
    for value in could_be_ids:
        assert not is_signed_in(browser_with(app, value))


def test_sec_3_every_sign_in_gets_a_new_id_and_the_old_one_is_dead(
    app: Flask, client: FlaskClient
) -> None:
    chosen_by_a_thief = new_token()
    client.set_cookie("sid", chosen_by_a_thief)
    ask_for_link(client)
    press_button(client, newest_link(app), "Ada")
    first = sid(client)
    assert first != chosen_by_a_thief
    assert not is_signed_in(browser_with(app, chosen_by_a_thief))

    token = form_token(client, "/account")
    client.post("/sign-in", data={"csrf_token": token, "email": "ada@example.org"})
    client.post(newest_link(app), data={"csrf_token": token})
    assert sid(client) != first
    assert not is_signed_in(browser_with(app, first))
    assert is_signed_in(client)


def test_sec_4_a_copied_cookie_is_worth_nothing_after_signing_out(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(app, client)
    thief = browser_with(app, sid(client))
    token = form_token(thief, "/account")
    assert post(client, "/sign-out").status_code == 303
    assert client.get_cookie("sid") is None
    assert thief.get("/account", headers={"X-Fragment": "1"}).status_code == 401
    form = {"csrf_token": token, "name": "A name that took thought"}
    answer = thief.post("/account/name", data=form)
    assert answer.status_code == 401
    assert "A name that took thought" in answer.text


def test_sec_4_one_ends_any_of_ones_own_browsers(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(app, client)
    telephone = app.test_client()
    telephone.environ_base["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0"
    )
    sign_in(app, telephone)
    page = client.get("/account").text
    assert "Firefox on Android" in page
    assert "(this one)" in page
    with app.app_context():
        ids = db.session.scalars(select(BrowserSession.id)).all()
    assert post(client, f"/account/sessions/{ids[1]}/end").location == "/account"
    assert not is_signed_in(telephone)
    assert is_signed_in(client)
    assert post(client, f"/account/sessions/{ids[1]}/end").status_code == 404
    assert post(client, f"/account/sessions/{ids[0]}/end").location == "/"
    assert not is_signed_in(client)


def test_sec_4_nobody_ends_another_persons_browser(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(app, client)
    eve = app.test_client()
    sign_in(app, eve, "eve@example.org", "Eve")
    with app.app_context():
        first = db.session.scalars(select(BrowserSession.id)).first()
    assert post(eve, f"/account/sessions/{first}/end").status_code == 404
    assert is_signed_in(client)


def test_sec_4_one_ends_all_of_them_at_once(app: Flask, client: FlaskClient) -> None:
    browsers = [client, app.test_client(), app.test_client()]
    for browser in browsers:
        sign_in(app, browser)
    post(client, "/account/sessions/end")
    assert not any(map(is_signed_in, browsers))


def edges(app: Flask) -> tuple[FlaskClient, BrowserSession]:
    with app.app_context():
        account = Account(name="Ada", created_at=clock.now())
        db.session.add(account)
        token = open_session(db.session, account)
        db.session.commit()
        row = db.session.scalars(select(BrowserSession)).one()
    return browser_with(app, token), row


def test_sec_5_thirty_days_without_a_visit_end_a_session(app: Flask) -> None:
    client, row = edges(app)
    with clock.at(row.seen_at + IDLE):
        assert not is_signed_in(client)
    with clock.at(row.seen_at + IDLE - SECOND):
        assert is_signed_in(client)  # and this visit starts the thirty days anew
    with clock.at(row.seen_at + IDLE + IDLE - SECOND - SECOND):
        assert is_signed_in(client)


def test_sec_5_ninety_days_end_a_session_however_it_is_used(app: Flask) -> None:
    client, row = edges(app)
    for days in (20, 40, 60, 80):
        with clock.at(row.created_at + timedelta(days=days)):
            assert is_signed_in(client)
    with clock.at(row.created_at + ABSOLUTE - SECOND):
        assert is_signed_in(client)
    with clock.at(row.created_at + ABSOLUTE):
        assert not is_signed_in(client)


def test_a_visit_is_noted_every_ten_minutes_at_most(app: Flask) -> None:
    client, row = edges(app)

    def seen() -> timedelta:
        with app.app_context():
            found = db.session.scalars(select(BrowserSession)).one()
        return found.seen_at - row.seen_at

    for minutes, noted in [(9, 0), (10, 10), (19, 10), (25, 25)]:
        with clock.at(row.seen_at + timedelta(minutes=minutes)):
            client.get("/account")
            assert seen() == timedelta(minutes=noted)


def test_a_page_is_shown_even_when_the_visit_cannot_be_noted(app: Flask) -> None:
    client, row = edges(app)
    with app.app_context():
        db.session.execute(
            text(
                "CREATE TRIGGER full BEFORE UPDATE ON account_browser_session"
                " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
            )
        )
        db.session.commit()
    with clock.at(row.seen_at + timedelta(days=1)):
        assert is_signed_in(client)


@pytest.mark.parametrize("value", ["", "x", "é", "0" * 4000, "' OR 1=1 --"])
def test_a_made_up_cookie_is_a_visitor(app: Flask, value: str) -> None:
    assert not is_signed_in(browser_with(app, value))
