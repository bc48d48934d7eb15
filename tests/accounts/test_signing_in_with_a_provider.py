"""Signing in with a provider: newcomers, people who are known, and ways in to add."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consensus.accounts.models import Account
from consensus.db import db
from tests.accounts.forging_provider import (
    ForgingProvider,
)
from tests.accounts.provider_steps import (
    choose_name,
    come_back,
    fields_of,
    join,
    neighbour,
    provider,
    settings,
    start,
)
from tests.accounts.steps import form_token, is_signed_in, post, sign_in

__all__ = ["neighbour", "provider", "settings"]


def test_a_newcomer_chooses_a_name_and_comes_back_to_the_page(
    client: FlaskClient, provider: ForgingProvider
) -> None:
    assert "First University" in client.get("/sign-in").text
    page = come_back(client, provider)
    assert 'value="Ada Nwosu"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    answer = choose_name(client, page, "Ada N.")
    assert (answer.status_code, answer.location) == (303, "/account")
    assert "Ada N." in client.get("/account").text


def test_an_unfit_name_is_given_back(
    client: FlaskClient, provider: ForgingProvider
) -> None:
    answer = choose_name(client, come_back(client, provider), " ")
    assert answer.status_code == 422
    assert choose_name(client, answer, "Ada").status_code == 303


def test_somebody_known_is_signed_in_at_once(
    app: Flask, client: FlaskClient, provider: ForgingProvider
) -> None:
    join(client, provider)
    other = app.test_client()
    answer = come_back(other, provider)
    assert (answer.status_code, answer.location) == (303, "/account")
    assert is_signed_in(other)
    with app.app_context():
        assert db.session.scalar(select(func.count(Account.id))) == 1


def test_the_owner_of_an_account_adds_a_provider_and_takes_it_off(
    app: Flask, client: FlaskClient, provider: ForgingProvider
) -> None:
    sign_in(app, client)
    started = client.get("/account/identities/with/first")
    page = client.get(provider.visit(started.location))
    assert "Add First University to my account" in page.text
    assert client.post("/account/identities/first", data=fields_of(page)).location == (
        "/account"
    )
    assert "First University, added" in client.get("/account").text
    other = app.test_client()
    assert come_back(other, provider).status_code == 303
    assert is_signed_in(other)
    assert post(client, "/account/identities/1/end").status_code == 303
    assert come_back(app.test_client(), provider).status_code == 200


def test_one_cannot_be_made_to_add_somebody_elses_identity(
    app: Flask, client: FlaskClient, provider: ForgingProvider
) -> None:
    thief = app.test_client()
    sign_in(app, thief, "eve@example.org", "Eve")
    started = thief.get("/account/identities/with/first")
    cookie = thief.get_cookie("oidc")
    assert cookie is not None
    sign_in(app, client)
    client.set_cookie("oidc", cookie.value)
    assert client.get(provider.visit(started.location)).status_code == 400


def test_an_identity_belongs_to_one_account(
    app: Flask, client: FlaskClient, provider: ForgingProvider
) -> None:
    join(client, provider)
    other = app.test_client()
    sign_in(app, other, "bo@example.org", "Bo")
    page = other.get(
        provider.visit(other.get("/account/identities/with/first").location)
    )
    refused = other.post("/account/identities/first", data=fields_of(page))
    assert refused.status_code == 409
    assert post(other, "/account/identities/1/end").status_code == 404


def test_the_last_way_in_cannot_be_taken_off(
    client: FlaskClient, provider: ForgingProvider
) -> None:
    join(client, provider)
    refused = post(client, "/account/identities/1/end")
    assert refused.status_code == 409
    assert "only way of signing in" in refused.text


def test_an_unknown_provider_is_not_found(client: FlaskClient) -> None:
    assert start(client, "third").status_code == 404
    assert client.get("/sign-in/from/third?code=1").status_code == 404
    form = {"csrf_token": form_token(client)}
    assert client.post("/sign-in/from/third", data=form).status_code in {400, 404}
