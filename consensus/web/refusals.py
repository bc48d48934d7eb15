"""
Refusals and failures become pages here, and only here.

A refused post gives back every word that was typed. Scripts that ask for a fragment get
the same as JSON: `status`, `sentence`, and for changed words `seen` and `now`.
"""

import logging
import secrets

from flask import Flask, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError
from werkzeug.wrappers import Response

from consensus.db import db
from consensus.errors import (
    Invalid,
    NotAllowed,
    NotFound,
    Refused,
    SignInFirst,
    TooOften,
    Untrusted,
    WordsChanged,
)
from consensus.web.forgery import SAFE, NotAForm
from consensus.web.forms import typed, wants_fragment

log = logging.getLogger(__name__)

STATUS: dict[type[Refused], int] = {
    Untrusted: 400,
    SignInFirst: 401,
    NotAllowed: 403,
    NotFound: 404,
    NotAForm: 415,
    Invalid: 422,
    TooOften: 429,
    Refused: 409,
}
SENTENCES = {
    400: "The request could not be read.",
    404: "There is nothing at this address, or nothing that is open to you.",
    405: "This address cannot be used in this way.",
    408: "The request took too long to arrive. Send it again.",
    413: "What you sent is larger than this address takes.",
    414: "The address is too long.",
    415: "This address takes forms only.",
    429: "There were too many requests in a short time. Wait a minute.",
}


def init_app(app: Flask) -> None:
    """Answer every refusal and every failure of the application with a page."""
    app.register_error_handler(Refused, _answer_refusal)
    app.register_error_handler(SecurityError, _answer_unknown_host)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(InternalServerError, _answer_failure)


def status_of(refusal: Refused) -> int:
    """The HTTP status of a refusal: that of the nearest kind named in `STATUS`."""
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def _answer_refusal(refusal: Refused) -> Response:
    db.session.rollback()
    status = status_of(refusal)
    log.info("refused %s %s: %s", request.method, request.endpoint, status)
    if wants_fragment():
        return _as_json(refusal, status)
    if isinstance(refusal, SignInFirst) and request.method in SAFE:
        here = request.full_path.removesuffix("?")
        return _see(url_for("accounts.show_sign_in", next=here))
    return _page(status, str(refusal), refusal)


def _answer_http_error(error: HTTPException) -> Response:
    db.session.rollback()
    status = error.code or 500
    if error.response is not None or status < 400:  # noqa: PLR2004 - a redirect
        return error.get_response()
    sentence = SENTENCES.get(status, "The request was refused.")
    if wants_fragment():
        return make_response({"status": status, "sentence": sentence}, status)
    page = _page(status, sentence, error)
    if allow := dict(error.get_headers()).get("Allow"):
        page.headers["Allow"] = allow
    return page


def _answer_unknown_host(_: SecurityError) -> Response:
    # No address can be built for a host that is not ours, so no page either.
    return Response("This service does not answer to that name.\n", 400)


def _answer_failure(_: InternalServerError) -> Response:
    db.session.rollback()
    reference = secrets.token_hex(4)
    log.error("failure %s at %s", reference, request.endpoint)
    if wants_fragment():
        sentence = f"The server failed. Nothing was recorded by half ({reference})."
        return make_response({"status": 500, "sentence": sentence}, 500)
    return make_response(render_template("errors/500.html", reference=reference), 500)


def _as_json(refusal: Refused, status: int) -> Response:
    answer: dict[str, object] = {"status": status, "sentence": str(refusal)}
    if isinstance(refusal, WordsChanged):
        answer |= {"seen": refusal.seen, "now": refusal.now}
    return make_response(answer, status)


def _see(address: str) -> Response:
    response = make_response("", 303)
    response.headers["Location"] = address
    return response


def _page(status: int, sentence: str, error: Exception) -> Response:
    page = render_template(
        "errors/refusal.html",
        status=status,
        message=sentence,
        typed=_kept(),
        seen=error.seen if isinstance(error, WordsChanged) else None,
        now_reads=error.now if isinstance(error, WordsChanged) else None,
    )
    return make_response(page, status)


def _kept() -> dict[str, str]:
    try:
        return {} if request.method in SAFE else typed()
    except HTTPException:  # a body too large or broken is what was refused
        return {}
