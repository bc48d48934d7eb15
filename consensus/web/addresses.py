"""Addresses: those inside this service, and the way back to them."""

import re
import unicodedata
from urllib.parse import unquote

from flask import current_app, redirect
from werkzeug.wrappers import Response

from consensus.config import Settings

_LONGEST = 2_000
_UNSAFE = re.compile(r"[\\\x00-\x20\x7f-\x9f\u2028\u2029\u2044\u2215]")


def same_site_path(text: str) -> str:
    """
    The path (with query and fragment) if it stays on this site, else "/" (SEC-14).

    Anything a browser or a proxy might read as another host counts as another site:
    a scheme, two slashes in a row, a backslash, a control character, or one of these
    hidden by percent or look-alike characters.
    """
    return text if _stays(text) else "/"


def _stays(text: str) -> bool:
    if not text.startswith("/") or len(text) > _LONGEST:
        return False
    plain = text
    for _ in range(3):  # as deep as anyone in between may decode
        path = re.split(r"[?#]", plain, maxsplit=1)[0]
        if "//" in path or "/." in path or _UNSAFE.search(plain):
            return False
        plain = unicodedata.normalize("NFKC", unquote(plain))
    return True


def redirect_to(path: str) -> Response:
    """Send the browser on with a GET (303), to a path of this site or else home."""
    return redirect(same_site_path(path), code=303)


def absolute(path: str) -> str:
    """The whole address of a path of this site, for mail and for other services."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.base_url + path
