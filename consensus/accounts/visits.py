"""Noting that a signed-in browser was seen, for the thirty days it may rest."""

import logging

from flask import request
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from consensus import clock
from consensus.accounts.models import BrowserSession
from consensus.accounts.sessions import SEEN_EVERY
from consensus.accounts.signing_in import current_session
from consensus.db import db
from consensus.web.cookies import SESSION, read_cookie

log = logging.getLogger(__name__)


def note_visit(response: Response) -> Response:
    """
    Write down, at most every 10 minutes, that a signed-in browser was seen.

    Only reading counts here: every post is followed by a page. It is a transaction of
    its own, so that no GET writes into the one that the page reads from, and a page is
    shown even when the note cannot be made.
    """
    if request.method == "GET" and read_cookie(SESSION):
        try:
            _note(current_session())
        except SQLAlchemyError:
            log.exception("a visit was not noted")
    return response


def _note(browser_session: BrowserSession | None) -> None:
    now = clock.now()
    if browser_session and browser_session.seen_at <= now - SEEN_EVERY:
        with db.engine.begin() as connection:
            connection.execute(
                update(BrowserSession)
                .where(BrowserSession.id == browser_session.id)
                .values(seen_at=now)
            )
