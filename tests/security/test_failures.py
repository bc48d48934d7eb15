"""SEC-38 and the refusals: a clear sentence, nothing lost, nothing given away."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consensus.accounts.models import Account
from consensus.db import db
from consensus.errors import (
    Invalid,
    NotAllowed,
    NotFound,
    Refused,
    TooOften,
    Untrusted,
    WordsChanged,
)
from tests.accounts.steps import form_token, sign_in

SECRET = "hunter2 in the middle of a statement"


@pytest.fixture
def refusing(app: Flask) -> FlaskClient:
    """A service with a route for each kind of refusal, and one that fails."""
    refusals = {
        "refused": Refused("Not now."),
        "not-found": NotFound("Nothing here."),
        "not-allowed": NotAllowed("Not you."),
        "invalid": Invalid("Makes no sense."),
        "too-often": TooOften("Too often."),
        "untrusted": Untrusted("Not believed."),
        "changed": WordsChanged("Changed.", seen="the old words", now="the new words"),
        "fails": ZeroDivisionError(SECRET),
    }

    @app.route("/try/<kind>", methods=["GET", "POST"])
    def attempt(kind: str) -> str:
        db.session.add(Account(name="half written", created_at=None))
        raise refusals[kind]

    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


KINDS = [
    ("refused", 409),
    ("not-found", 404),
    ("not-allowed", 403),
    ("invalid", 422),
    ("too-often", 429),
    ("untrusted", 400),
    ("changed", 409),
    ("fails", 500),
]


@pytest.mark.parametrize(("kind", "status"), KINDS)
def test_a_refused_post_gives_back_what_was_typed(
    app: Flask, refusing: FlaskClient, kind: str, status: int
) -> None:
    form = {
        "csrf_token": form_token(refusing),
        "seen_mac": "not typed",
        "reason": "Long <b>thought</b>\r\nabout",
    }
    answer = refusing.post(f"/try/{kind}", data=form)
    assert answer.status_code == status
    if status != 500:
        assert "Long &lt;b&gt;thought&lt;/b&gt;" in answer.text
        assert "not typed" not in answer.text
    with app.app_context():
        assert db.session.scalars(select(Account)).all() == []


@pytest.mark.parametrize(("kind", "status"), KINDS)
def test_a_script_gets_the_same_as_json(
    refusing: FlaskClient, kind: str, status: int
) -> None:
    answer = refusing.get(f"/try/{kind}", headers={"X-Fragment": "1"})
    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["status"] == status
    assert answer.json["sentence"].endswith(".")
    if kind == "changed":
        assert answer.json["seen"] == "the old words"
        assert answer.json["now"] == "the new words"


@pytest.mark.parametrize("headers", [{}, {"X-Fragment": "1"}])
def test_sec_38_a_failure_shows_nothing_of_the_inside(
    refusing: FlaskClient, headers: dict[str, str]
) -> None:
    answer = refusing.get("/try/fails", headers=headers)
    assert answer.status_code == 500
    for hint in (SECRET, "Traceback", "ZeroDivision", ".py", "File "):
        assert hint not in answer.text


def test_sec_38_a_failure_can_be_looked_up(
    refusing: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    page = refusing.get("/try/fails").text
    reference = page.split("quote <strong>")[1].split("<")[0]
    assert f"failure {reference}" in caplog.text


def test_a_missing_page_and_a_wrong_method_have_pages(client: FlaskClient) -> None:
    assert "Nothing is here" in client.get("/nowhere").text
    answer = client.delete("/sign-in")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "POST"}
    assert client.get("/nowhere", headers={"X-Fragment": "1"}).json == {
        "status": 404,
        "sentence": "There is nothing at this address, or nothing that is open to you.",
    }


def test_what_is_too_large_is_refused_with_a_sentence(
    app: Flask, client: FlaskClient
) -> None:
    token = form_token(client)
    app.config["MAX_CONTENT_LENGTH"] = 1_000
    upload = {"csrf_token": token, "file": (io.BytesIO(b"x" * 2_000), "big.txt")}
    answer = client.post("/sign-in", data=upload)
    assert answer.status_code == 413
    assert "larger than this address takes" in answer.text


def test_a_refusal_does_not_end_the_session(app: Flask, client: FlaskClient) -> None:
    sign_in(app, client)
    form = {"csrf_token": form_token(client, "/account"), "name": ""}
    assert client.post("/account/name", data=form).status_code == 422
    assert client.get("/account").status_code == 200


SPELLINGS = [
    *(
        "1 ",
        "01x",
        "1_",
        "note:1",
        "1%00",
        "１",
        "1.0",
        "-1",
        "+1",
        "0x1",
        "1e0",
        "one",
    ),
    *("%20", "[]", "{}", "1,2", "1;2", "null", "true", "'1'", "1'", '"', "%31%20", "½"),
    *("①", "٣", "1\u200b", "\u00a01", "99999999999999999999999999", "1|2", "1&2", "$"),
    *("%ff", "%c0%b1", "1%0a", "1%0d", "..", "%2e%2e", "1%2f2", "1%5c"),
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_sec_22_an_id_has_one_spelling(
    app: Flask, client: FlaskClient, spelling: str
) -> None:
    sign_in(app, client)
    form = {"csrf_token": form_token(client, "/account")}
    answer = client.post(f"/account/sessions/{spelling}/end", data=form)
    assert answer.status_code in {400, 404, 405}
    assert client.get("/account").status_code == 200
