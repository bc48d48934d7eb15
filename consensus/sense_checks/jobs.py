"""The clock's part for sense checks: their answers go on record when time is over."""

import logging

from flask import Flask

from consensus import clock
from consensus.archive.actions import commit, locked_chain
from consensus.archive.models import ChainKind
from consensus.db import begin_writing, db
from consensus.sense_checks.actions import close_check
from consensus.sense_checks.models import SenseCheck
from consensus.sense_checks.queries import checks_over

log = logging.getLogger(__name__)


def close_sense_checks(app: Flask) -> None:
    """End every sense check that is over; safe to repeat."""
    with app.app_context():
        due = [(one.id, one.document_id) for one in _due()]
    for check_id, document_id in due:
        try:
            with app.app_context():
                _close(check_id, document_id)
        except Exception:  # one check's trouble must not hold up all the others
            log.exception("The sense check %s was not closed.", check_id)


def _due() -> list[SenseCheck]:
    return list(checks_over(db.session, clock.now()))


def _close(check_id: int, document_id: int) -> None:
    begin_writing(db.session)
    locked_chain(db.session, ChainKind.DOCUMENT, document_id)
    check = db.session.get_one(SenseCheck, check_id, populate_existing=True)
    if check.closed_at is None:
        close_check(db.session, check)
    commit(db.session)
