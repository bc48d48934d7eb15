"""What travels through the browser between two steps of a sign-in, signed by us."""

from dataclasses import asdict
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from consensus.accounts.oidc.client import ProvedPerson, Start
from consensus.config import Settings
from consensus.errors import Untrusted
from consensus.web.cookies import drop_cookie, read_cookie, set_cookie

_COOKIE = "oidc"
_LASTS = 600  # seconds


def keep_start(response: Response, start: Start) -> None:
    """Let this browser remember the sign-in it started, for ten minutes."""
    signed = _signer("start").dumps(asdict(start))
    set_cookie(response, _COOKIE, str(signed), seconds=_LASTS)


def forget_start(response: Response) -> Response:
    """A started sign-in is answered once only."""
    drop_cookie(response, _COOKIE)
    return response


def kept_start() -> Start:
    """The sign-in that this browser started; refused when there is none (SEC-12)."""
    return Start(**_read("start", read_cookie(_COOKIE)))


def signed_proof(person: ProvedPerson) -> str:
    """The proved person as a form field, good for ten minutes."""
    return str(_signer("proof").dumps(asdict(person)))


def read_proof(text: str) -> ProvedPerson:
    """The person in such a field; refused (`Untrusted`) when changed or too old."""
    return ProvedPerson(**_read("proof", text))


def _signer(purpose: str) -> URLSafeTimedSerializer:
    settings: Settings = current_app.config["SETTINGS"]
    return URLSafeTimedSerializer(settings.secret_key, salt=f"oidc {purpose}")


def _read(purpose: str, text: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = _signer(purpose).loads(text, max_age=_LASTS)
    except BadSignature as error:
        raise Untrusted(
            "This sign-in was not started in this browser, or more than ten minutes"
            " ago. Start again from the sign-in page."
        ) from error
    return found
