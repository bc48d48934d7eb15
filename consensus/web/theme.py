"""The light or dark theme that a browser keeps to."""

from enum import StrEnum

from flask import Flask, request
from werkzeug.wrappers import Response

from consensus.config import Settings
from consensus.web.addresses import redirect_to
from consensus.web.forms import chosen

_ONE_YEAR = 365 * 24 * 3600


class Theme(StrEnum):
    """Which colours to show; `auto` follows the device."""

    LIGHT = "light"
    DARK = "dark"
    AUTO = "auto"


def init_app(app: Flask) -> None:
    """Serve the theme form of every page."""
    settings: Settings = app.config["SETTINGS"]

    @app.post("/theme")
    def choose_theme() -> Response:
        theme = chosen(Theme, "theme")
        response = redirect_to(request.form.get("next", "/"))
        # base.html reads it by this name.
        response.set_cookie(
            "theme",
            theme,
            max_age=_ONE_YEAR,
            secure=settings.is_secure,
            httponly=True,
            samesite="Lax",
        )
        return response
