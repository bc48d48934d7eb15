"""The cookies of this service: none can be read by scripts or set by a neighbour."""

from flask import current_app, request
from werkzeug.wrappers import Response

from consensus.config import Settings

SESSION = "sid"
"""Holds the id of a signed-in browser session (SEC-1)."""


def _full_name(name: str) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    # Browsers accept the prefix over TLS only; it keeps out cookies of sibling hosts.
    return f"__Host-{name}" if settings.is_secure else name


def read_cookie(name: str) -> str:
    """What the browser sent under this name, or an empty text."""
    return request.cookies.get(_full_name(name), "")


def set_cookie(response: Response, name: str, value: str, *, seconds: int) -> None:
    """Let the browser keep a value for so many seconds."""
    settings: Settings = current_app.config["SETTINGS"]
    response.set_cookie(
        _full_name(name),
        value,
        max_age=seconds,
        path="/",
        secure=settings.is_secure,
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: Response, name: str) -> None:
    """Let the browser forget a value."""
    set_cookie(response, name, "", seconds=0)
