"""What every page shares: reading a form, refusal pages, headers, forged posts."""

from flask import Flask, current_app
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from consensus import clock
from consensus.config import Settings
from consensus.web import forgery, headers, refusals, theme
from consensus.web.addresses import absolute, redirect_to, same_site_path
from consensus.web.compiled import keep_compiled
from consensus.web.forms import chosen, wants_fragment, written
from consensus.web.numbers import PlainNumber
from consensus.web.visitors import Visitors

__all__ = [
    "Visitors",
    "absolute",
    "chosen",
    "init_app",
    "redirect_to",
    "same_site_path",
    "wants_fragment",
    "written",
]


def init_app(app: Flask, visitors: Visitors) -> None:
    """
    Give every page its refusals, headers and helpers.

    Call it before any blueprint is registered: what checks a post must run before
    what a feature does first. Templates get `csrf_field()`, `csp_nonce()`, `now()`,
    `site_name`, `contact` and `current_person` (an account or None).
    """
    settings: Settings = app.config["SETTINGS"]
    app.extensions["visitors"] = visitors
    app.url_map.converters["int"] = PlainNumber
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0
        )
    _keep_flashes_safe(app, settings)
    _set_up_templates(app, settings)
    forgery.init_app(app)
    headers.init_app(app)
    refusals.init_app(app)
    theme.init_app(app)


def _keep_flashes_safe(app: Flask, settings: Settings) -> None:
    # Flask's own signed cookie carries nothing but messages to be shown once.
    app.config |= {
        "SESSION_COOKIE_NAME": "__Host-told" if settings.is_secure else "told",
        "SESSION_COOKIE_SECURE": settings.is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
    }


def _set_up_templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.undefined = StrictUndefined
    keep_compiled(app)
    app.jinja_env.globals |= {
        "contact": settings.contact,
        "csp_nonce": headers.nonce,
        "csrf_field": forgery.form_field,
        "now": clock.now,
        "site_name": settings.site_name,
    }
    app.context_processor(_about_the_visitor)


def _about_the_visitor() -> dict[str, object]:
    visitors: Visitors = current_app.extensions["visitors"]
    return {"current_person": visitors.person()}
