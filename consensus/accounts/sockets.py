"""Opening and closing a page's socket: visitors are welcome, other sites are not."""

from flask_socketio import ConnectionRefusedError as Unwelcome

from consensus import realtime
from consensus.accounts.signing_in import current_session
from consensus.realtime import socketio
from consensus.web.forgery import is_own_token

STALE = "This page is from another visit. Load it again to see changes as they happen."


def register() -> None:
    """Listen to pages that come and go."""
    socketio.on_event("connect", connect)
    socketio.on_event("disconnect", disconnect)


def connect(auth: object) -> None:
    """
    Let a page in that shows the token of this browser's session or visit, as its forms
    do (decisions.md 4); refuse any other, and a person's thirteenth.

    What the person may do is not remembered: every event asks again (SEC-4).
    """
    token = auth.get("token") if isinstance(auth, dict) else None
    # Only text of plain letters can be one of ours; the comparison takes no other.
    if not isinstance(token, str) or not token.isascii() or not is_own_token(token):
        raise Unwelcome(STALE)
    own = current_session()
    realtime.admit(
        session_id=own.id if own else None, account_id=own.account_id if own else None
    )


def disconnect(_reason: str) -> None:
    """Forget a page that has gone."""
    realtime.leave()
