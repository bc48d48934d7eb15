"""
What a browser session is: a random id the browser keeps, and how long it is good for.

The id has 256 random bits and is stored as its SHA-256 only, so that a copy of the
database signs nobody in (SEC-2). A session ends 30 days after it was last seen, 90 days
after it began (decisions.md 3), or when its owner ends it.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam

from consensus.accounts.models import Account, AccountState, BrowserSession

IDLE = timedelta(days=30)
ABSOLUTE = timedelta(days=90)
SEEN_EVERY = timedelta(minutes=10)
"""How often, at most, it is written down that a session was seen."""


def new_token() -> str:
    """A secret with 256 random bits, fit for a cookie and an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """How a secret is stored: 64 hexadecimal digits that do not lead back to it."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_open(browser_session: BrowserSession, *, at: datetime) -> bool:
    """Whether the session still signs its browser in at a moment."""
    account = browser_session.account
    return (
        account is not None
        and account.state is AccountState.ACTIVE
        and browser_session.ended_at is None
        and at < browser_session.seen_at + IDLE
        and at < browser_session.created_at + ABSOLUTE
    )


OPENS = and_(
    Account.state == AccountState.ACTIVE,
    BrowserSession.ended_at.is_(None),
    BrowserSession.seen_at > bindparam("seen_after"),
    BrowserSession.created_at > bindparam("created_after"),
)
"""`is_open` as a condition on sessions joined to accounts; see `oldest_open`."""


def oldest_open(at: datetime) -> dict[str, datetime]:
    """What fills in `OPENS` for a moment."""
    return {"seen_after": at - IDLE, "created_after": at - ABSOLUTE}


def browser_name(user_agent: str) -> str:
    """What people call the browser and the system in a User-Agent header."""
    browsers = ("Firefox", "Edg", "OPR", "SamsungBrowser", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "CrOS", "Linux")
    called = {"Edg": "Edge", "OPR": "Opera", "CrOS": "ChromeOS"}
    found = [
        next((called.get(name, name) for name in names if name in user_agent), "")
        for names in (browsers, systems)
    ]
    return " on ".join(name for name in found if name) or "A browser"
