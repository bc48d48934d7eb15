"""
Who asks? The answer for pages and socket events alike, looked up anew each time.

Nothing is remembered in between, so an ended session is refused at the next request or
event, wherever it was ended (SEC-4). Within one of them the answer holds for as long as
a transaction: a deed that waited for others before it could begin asks again.
"""

from flask import g

from consensus.accounts import queries
from consensus.accounts.models import Account, BrowserSession
from consensus.db import db
from consensus.errors import SignInFirst
from consensus.web.cookies import SESSION, read_cookie
from consensus.web.visitors import Visitors


def current_account() -> Account | None:
    """The account that the asking browser is signed in to, or None for a visitor."""
    browser_session = current_session()
    return browser_session.account if browser_session else None


def signed_in_account() -> Account:
    """
    The account that the asking browser is signed in to.

    Raises `SignInFirst` for a visitor: a page then leads to the sign-in page and back,
    a post is answered with 401 and keeps what was typed.
    """
    account = current_account()
    if account is None:
        raise SignInFirst("Sign in to do this.")
    return account


def current_session() -> BrowserSession | None:
    """The browser session the request belongs to, if it is open now."""
    asked = read_cookie(SESSION), db.session.get_transaction()
    known: tuple[object, BrowserSession | None] | None = g.get("browser_session")
    if known is None or known[0] != asked or asked[1] is None:
        found = queries.open_session_of(db.session, asked[0])
        known = (asked[0], db.session.get_transaction()), found
        g.browser_session = known
    return known[1]


def _form_token() -> str | None:
    browser_session = current_session()
    return browser_session.csrf_token if browser_session else None


VISITORS = Visitors(person=current_account, form_token=_form_token)
"""What `web.init_app` asks about the request at hand."""
