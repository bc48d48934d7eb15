"""Forged answers of a provider, and two providers mixed up: none signs anybody in."""

import hashlib
import time
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consensus.accounts.models import Account, Identity
from consensus.accounts.oidc import client as oidc_client
from consensus.db import db
from tests.accounts.forging_provider import (
    CLIENT_ID,
    HEADER,
    KEY,
    OTHER_KEY,
    Claims,
    ForgingProvider,
    Lies,
    public_jwk,
    signed,
    signed_with_the_public_key,
    unsigned,
)
from tests.accounts.provider_steps import (
    choose_name,
    come_back,
    fields_of,
    join,
    neighbour,
    provider,
    sessions,
    settings,
    start,
)
from tests.accounts.steps import ADA, is_signed_in, sign_in

__all__ = ["neighbour", "provider", "settings"]


def test_sec_13_every_start_asks_for_pkce_with_s256(
    client: FlaskClient, provider: ForgingProvider
) -> None:
    for _ in range(5):
        provider.visit(start(client).location)
    asked = provider.asked
    assert {one["code_challenge_method"] for one in asked} == {"S256"}
    for name in ("code_challenge", "state", "nonce"):
        assert len({one[name] for one in asked}) == 5
    assert {one["redirect_uri"] for one in asked} == {
        "http://localhost/sign-in/from/first"
    }


def test_sec_13_a_code_without_its_verifier_is_worth_nothing(
    client: FlaskClient, provider: ForgingProvider
) -> None:
    honest, stolen = start(client), start(client)
    provider.visit(honest.location)
    came = provider.visit(stolen.location)
    start(client)  # the browser now holds another verifier
    assert client.get(came).status_code == 400


@dataclass(frozen=True)
class Forgery:
    """A lie with its name, as SEC-12 lists them."""

    name: str
    lies: Lies


def without(name: str) -> Lies:
    return Lies(claims=lambda c: {k: v for k, v in c.items() if k != name})


def with_claims(**changed: object) -> Lies:
    return Lies(claims=lambda c: c | changed)


def with_header(key: object = KEY, **changed: object) -> Lies:
    return Lies(token=lambda c: signed(c, {**HEADER, **changed}, key))  # type: ignore[arg-type]


def no_nonce_needed(claims: Claims) -> Claims:
    kept = {k: v for k, v in claims.items() if k != "nonce"}
    return kept | {"nonce_supported": False}


def no_id_token(answer: Claims) -> Claims:
    return {k: v for k, v in answer.items() if k != "id_token"}


ELSEWHERE = "http://127.0.0.1:9/elsewhere"

FORGERIES = [
    Forgery("alg none", Lies(token=unsigned)),
    Forgery("HS256 with the public key", Lies(token=signed_with_the_public_key)),
    Forgery("wrong key", with_header(OTHER_KEY)),
    Forgery("unknown crit", with_header(crit=["b64x"], b64x=True)),
    Forgery("embedded jwk", with_header(OTHER_KEY, jwk=public_jwk(OTHER_KEY))),
    Forgery("embedded jku", with_header(OTHER_KEY, jku=ELSEWHERE, kid="two")),
    Forgery("iss", with_claims(iss=ELSEWHERE)),
    Forgery("aud", with_claims(aud="somebody-else")),
    Forgery("aud with our azp", with_claims(aud="somebody-else", azp=CLIENT_ID)),
    Forgery("azp", with_claims(aud=[CLIENT_ID, "other"], azp="other")),
    Forgery("exp", with_claims(exp=int(time.time()) - 600)),
    Forgery("exp that is no number", with_claims(exp="tomorrow")),
    Forgery("iat in the future", with_claims(iat=int(time.time()) + 86_400)),
    Forgery("nonce wrong", with_claims(nonce="another")),
    Forgery("nonce missing", without("nonce")),
    Forgery("nonce_supported false", Lies(claims=no_nonce_needed)),
    Forgery("no sub", without("sub")),
    Forgery("sub that is no text", with_claims(sub={"$ne": 1})),
    Forgery("empty sub", with_claims(sub="")),
    Forgery("no id_token", Lies(answer=no_id_token)),
    Forgery("id_token that is no text", Lies(answer=lambda a: a | {"id_token": 7})),
    Forgery("a list for an answer", Lies(answer=lambda a: [a])),  # type: ignore[arg-type, return-value]
    Forgery("at_hash", with_claims(at_hash=hashlib.sha256(b"x").hexdigest()[:22])),
    Forgery("metadata issuer", Lies(metadata={"issuer": ELSEWHERE})),
    Forgery("metadata without keys", Lies(metadata={"jwks_uri": ELSEWHERE})),
    Forgery("state changed", Lies(callback={"state": "another"})),
    Forgery("state missing", Lies(callback={"state": ""})),
    Forgery("code missing", Lies(callback={"code": ""})),
    Forgery("wrong iss parameter", Lies(callback={"iss": ELSEWHERE})),
    Forgery("missing iss parameter", Lies(callback={"iss": ""})),
    Forgery("refused there", Lies(callback={"error": "access_denied"})),
]


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.name)
def test_sec_12_a_forged_answer_is_a_400_and_no_session(
    app: Flask, client: FlaskClient, provider: ForgingProvider, forgery: Forgery
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False  # a failure would be a 500 here
    join(client, provider)  # so that believing the answer would open a session
    before = sessions(app)
    app.extensions.pop("oidc")  # as after a restart: metadata is read again
    provider.lies = forgery.lies
    forger = app.test_client()
    answer = start(forger)
    if answer.status_code == 303:
        answer = forger.get(provider.visit(answer.location))
    assert answer.status_code == 400
    assert "sign" in answer.text[answer.text.index("<main") :]
    assert sessions(app) == before
    assert not is_signed_in(forger)


def test_sec_12_an_answer_is_good_in_the_browser_that_asked_only(
    app: Flask, client: FlaskClient, provider: ForgingProvider
) -> None:
    join(client, provider)
    victim = app.test_client()
    came = provider.visit(start(app.test_client()).location)
    assert victim.get(came).status_code == 400
    assert provider.exchanges == 1
    assert not is_signed_in(victim)


def test_sec_12_an_answer_is_good_once(
    app: Flask, client: FlaskClient, provider: ForgingProvider
) -> None:
    join(client, provider)
    other = app.test_client()
    started = start(other)
    cookie = other.get_cookie("oidc")
    assert cookie is not None
    came = provider.visit(started.location)
    assert other.get(came).status_code == 303
    before = sessions(app)
    assert other.get(came).status_code == 400
    other.set_cookie("oidc", cookie.value)  # even with the old cookie put back
    assert other.get(came).status_code == 400
    assert sessions(app) == before


@pytest.mark.parametrize("admin", [False, None, "false", True])
def test_sec_12_no_claim_gives_a_role_or_anything_else(
    app: Flask, client: FlaskClient, provider: ForgingProvider, admin: object
) -> None:
    provider.profile |= {
        "admin": admin,
        "roles": ["coordinator"],
        "id": 77,
        "state": "closed",
        "email": ADA,
        "email_verified": True,
    }
    join(client, provider)
    with app.app_context():
        account = db.session.scalars(select(Account)).one()
        assert (account.id, account.state, account.email) == (1, "active", None)


def test_sec_15_each_provider_has_an_address_of_its_own(
    app: Flask,
    client: FlaskClient,
    provider: ForgingProvider,
    neighbour: ForgingProvider,
) -> None:
    join(client, provider)
    other = app.test_client()
    started = start(other, "second")
    came = neighbour.visit(started.location)
    assert came.startswith("/sign-in/from/second?")
    assert other.get(came.replace("/second", "/first")).status_code == 400
    assert neighbour.exchanges == 0


def test_sec_15_the_same_subject_at_another_provider_is_another_person(
    app: Flask,
    client: FlaskClient,
    provider: ForgingProvider,
    neighbour: ForgingProvider,
) -> None:
    join(client, provider)
    other = app.test_client()
    page = other.get(neighbour.visit(start(other, "second").location))
    assert page.status_code == 200
    assert "Choose your name" in page.text
    assert not is_signed_in(other)


def test_sec_15_a_mix_up_of_two_providers_is_noticed(
    app: Flask,
    client: FlaskClient,
    provider: ForgingProvider,
    neighbour: ForgingProvider,
) -> None:
    join(client, provider)
    other = app.test_client()
    provider.lies = Lies(callback={"iss": neighbour.issuer})
    assert other.get(provider.visit(start(other).location)).status_code == 400
    assert provider.exchanges == 1


def test_sec_15_a_proof_of_one_provider_is_not_taken_for_another(
    client: FlaskClient, provider: ForgingProvider
) -> None:
    page = come_back(client, provider)
    form = fields_of(page) | {"name": "Ada"}
    assert client.post("/sign-in/from/second", data=form).status_code == 400
    assert choose_name(client, page, "Ada", proof="made up").status_code == 400
    assert choose_name(client, page, "Ada", proof="").status_code == 400


def test_sec_15_a_verified_address_opens_nobodys_account(
    app: Flask, client: FlaskClient, provider: ForgingProvider
) -> None:
    sign_in(app, client)
    provider.profile |= {"email": ADA.upper(), "email_verified": True}
    other = app.test_client()
    answer = come_back(other, provider)
    assert answer.status_code == 409
    assert "Sign in with a link" in answer.text
    assert not is_signed_in(other)
    with app.app_context():
        assert db.session.scalar(select(func.count(Identity.id))) == 0


def test_without_the_check_of_iss_the_mix_up_would_succeed(
    app: Flask,
    client: FlaskClient,
    provider: ForgingProvider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    join(client, provider)
    provider.lies = Lies(callback={"iss": ELSEWHERE})
    unchecked = oidc_client.ProviderClient
    monkeypatch.setattr(unchecked, "_check_issuer", lambda *_: None)
    assert come_back(app.test_client(), provider).status_code == 303
