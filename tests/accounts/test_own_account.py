"""One's own account: the name others see, and the address links are mailed to."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consensus import clock, mail
from consensus.accounts.models import Account
from consensus.db import db
from tests.accounts.steps import (
    ADA,
    form_token,
    is_signed_in,
    newest_link,
    post,
    press_button,
    sign_in,
)

NEW = "ada.nwosu@example.net"


def account(app: Flask, email: str | None = ADA) -> Account | None:
    with app.app_context():
        found = select(Account).where(Account.email == email)
        return db.session.scalars(found).one_or_none()


def test_a_person_changes_the_name_others_see(app: Flask, client: FlaskClient) -> None:
    sign_in(app, client)
    assert post(client, "/account/name", name="Ada N. Okafor").location == "/account"
    assert "Ada N. Okafor" in client.get("/account").text


def test_an_unfit_name_is_given_back_and_changes_nothing(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(app, client)
    answer = post(client, "/account/name", name="x" * 81)
    assert answer.status_code == 422
    assert "x" * 81 in answer.text
    ada = account(app)
    assert ada
    assert ada.name == "Ada Nwosu"


def test_sec_21_a_form_changes_nothing_but_what_it_is_for(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(app, client)
    before = account(app)
    more = {"id": "9", "email": NEW, "state": "closed", "role": "coordinator"}
    more |= {"created_at": "2000-01-01", "email_verified_at": "", "account_id": "9"}
    assert post(client, "/account/name", name="Ada", **more).status_code == 303
    after = account(app)
    assert before
    assert after
    for column in ("id", "email", "state", "created_at", "email_verified_at"):
        assert getattr(after, column) == getattr(before, column)


def test_every_page_leads_to_ones_account(app: Flask, client: FlaskClient) -> None:
    assert "Your account" not in client.get("/sign-in").text
    sign_in(app, client)
    assert 'href="/account">Your account' in client.get("/how-it-works").text


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_has_no_account_page(client: FlaskClient, method: str) -> None:
    if method == "get":
        assert client.get("/account").location == "/sign-in?next=/account"
    else:
        refused = post(client, "/account/name", name="kept for me")
        assert refused.status_code == 401
        assert "kept for me" in refused.text


def test_a_new_address_counts_once_its_holder_has_confirmed_it(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(app, client)
    answer = post(client, "/account/address", email=NEW)
    assert "on its way to" in answer.text
    assert mail.outbox(app)[-1]["To"] == NEW
    assert account(app, NEW) is None
    assert press_button(client, newest_link(app)).location == "/account"
    changed = account(app, NEW)
    assert changed
    assert changed.name == "Ada Nwosu"
    assert account(app, ADA) is None


def test_the_link_to_confirm_an_address_signs_nobody_in(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(app, client)
    post(client, "/account/address", email=NEW)
    link = newest_link(app)
    stranger = app.test_client()
    assert stranger.get(link).location.startswith("/sign-in?next=")
    assert post(stranger, link).status_code == 401
    as_sign_in = link.replace("/account/address/", "/sign-in/link/")
    form = {"csrf_token": form_token(stranger), "name": "Eve"}
    assert stranger.post(as_sign_in, data=form).status_code == 409
    assert not is_signed_in(stranger)


def test_the_link_to_confirm_an_address_is_for_the_account_that_asked(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(app, client)
    post(client, "/account/address", email=NEW)
    link = newest_link(app)
    eve = app.test_client()
    sign_in(app, eve, "eve@example.org", "Eve")
    assert eve.get(link).status_code == 409
    assert post(eve, link).status_code == 409
    assert account(app, NEW) is None
    assert press_button(client, link).status_code == 303
    assert post(client, link).status_code == 409  # used


def test_a_confirmation_lasts_for_thirty_minutes(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(app, client)
    post(client, "/account/address", email=NEW)
    link = newest_link(app)
    with clock.at(clock.now() + timedelta(minutes=30)):
        assert client.get(link).status_code == 409
        assert post(client, link).status_code == 409


def test_the_address_of_another_account_cannot_be_taken(
    app: Flask, client: FlaskClient
) -> None:
    eve = app.test_client()
    sign_in(app, eve, "eve@example.org", "Eve")
    post(eve, "/account/address", email=ADA)
    link = newest_link(app)
    sign_in(app, client)  # meanwhile its holder has opened an account with it
    refused = post(eve, link)
    assert refused.status_code == 409
    assert "belongs to another account" in refused.text
    ada = account(app)
    assert ada
    assert ada.name == "Ada Nwosu"


def test_what_is_no_address_is_given_back(app: Flask, client: FlaskClient) -> None:
    sign_in(app, client)
    answer = post(client, "/account/address", email="not an address")
    assert answer.status_code == 422
    assert "not an address" in answer.text
