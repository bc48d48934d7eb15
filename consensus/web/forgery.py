"""
No other site can act in a person's name: every post carries a token (SEC-10).

The form of a signed-in browser carries its session's own token. A visitor's browser
keeps a random cookie and its forms carry that cookie's signature, so that a GET writes
no row. The tokens cannot be told from the cookie nor used with another's.
"""

import hmac
import secrets

from flask import Flask, Response, current_app, get_template_attribute, request

from consensus.config import Settings
from consensus.db import begin_writing, db
from consensus.errors import NotAllowed, Refused, SignInFirst
from consensus.web.cookies import SESSION, read_cookie, set_cookie
from consensus.web.visitors import Visitors

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})

_VISIT = "visit"
_VISIT_SECONDS = 30 * 24 * 3600
_NEW_VISIT = "consensus.new_visit"


class Forged(NotAllowed):
    """The post does not come from a form that this browser was given (HTTP 403)."""


class NotAForm(Refused):
    """The body is of a kind that another site could send unasked (HTTP 415)."""


def init_app(app: Flask) -> None:
    """Check every post of the application, first of all."""
    app.before_request(_begin_post)
    app.after_request(_keep_visit)


def form_token() -> str:
    """The token that forms given to this browser carry, also good for a socket."""
    visitors: Visitors = current_app.extensions["visitors"]
    return visitors.form_token() or _signature(_visit())


def form_field() -> str:
    """The hidden field of a form that carries the token, as markup."""
    field: str = get_template_attribute("_csrf.html", "csrf_field")(form_token())
    return field


def is_own_token(token: str) -> bool:
    """Whether this browser was given the token, in its present session or visit."""
    visitors: Visitors = current_app.extensions["visitors"]
    expected = visitors.form_token()
    if expected is None:
        visit = read_cookie(_VISIT)
        expected = _signature(visit) if visit else ""
    same = hmac.compare_digest(expected.encode(), token.encode())
    return bool(expected) and same


def _begin_post() -> None:
    if request.method in SAFE or request.endpoint is None:
        return
    if request.mimetype not in FORMS and (request.mimetype or request.content_length):
        raise NotAForm("This address takes forms only.")
    # Read the whole body first: a slow sender must not hold the one writing lock.
    token = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
    begin_writing(db.session)
    if not is_own_token(token):
        raise _stale_form()


def _stale_form() -> Refused:
    visitors: Visitors = current_app.extensions["visitors"]
    if read_cookie(SESSION) and visitors.person() is None:
        return SignInFirst(
            "You have been signed out. Nothing was recorded. Sign in and send it again."
        )
    return Forged(
        "This form is old, or you have signed in or out since its page was opened."
        " Nothing was recorded. Open its page again and send it from there."
    )


def _visit() -> str:
    visit: str = read_cookie(_VISIT) or request.environ.get(_NEW_VISIT, "")
    if not visit:
        visit = request.environ[_NEW_VISIT] = secrets.token_urlsafe(32)
    return visit


def _signature(visit: str) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    key = f"form token {settings.secret_key}".encode()
    return hmac.digest(key, visit.encode(), "sha256").hex()


def _keep_visit(response: Response) -> Response:
    if visit := request.environ.get(_NEW_VISIT):
        set_cookie(response, _VISIT, visit, seconds=_VISIT_SECONDS)
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
