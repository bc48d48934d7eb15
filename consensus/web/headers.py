"""The security headers of every response (decisions.md 24, SEC-11)."""

import secrets

from flask import Flask, Response, request

from consensus.config import Settings
from consensus.web.cookies import SESSION, read_cookie

_NONCE = "consensus.nonce"

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self';"
    " connect-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script';"
    " trusted-types fragment ProseMirrorClipboard"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(),"
        " payment=(), usb=()"
    ),
}
ONLY_TLS = "max-age=63072000; includeSubDomains"  # two years


def init_app(app: Flask) -> None:
    """Put the headers on every response, refusals and files included."""
    settings: Settings = app.config["SETTINGS"]

    def protect(response: Response) -> Response:
        response.headers.setdefault(
            "Content-Security-Policy", POLICY.format(nonce=nonce())
        )  # what people sent comes with a stricter one of its own
        response.headers.update(ALWAYS)
        if settings.is_secure:
            response.headers["Strict-Transport-Security"] = ONLY_TLS
        if response.mimetype == "text/html" and _may_be_personal():
            response.headers["Cache-Control"] = "no-store"
        return response

    app.after_request(protect)


def nonce() -> str:
    """The word that marks this response's own scripts; another for every response."""
    if _NONCE not in request.environ:
        request.environ[_NONCE] = secrets.token_urlsafe(16)
    word: str = request.environ[_NONCE]
    return word


def _may_be_personal() -> bool:
    # An untrusted host is refused before its cookies mean anything.
    return bool(read_cookie(SESSION))
