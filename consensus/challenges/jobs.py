"""The clock's part for challenges: what their time limits bring about."""

import logging

from flask import Flask

from consensus import clock
from consensus.archive.actions import commit, locked_chain
from consensus.archive.models import ChainKind
from consensus.challenges.actions.time_limits import keep_time
from consensus.challenges.queries import documents_due
from consensus.db import begin_writing, db
from consensus.documents.access import Act, open_document

log = logging.getLogger(__name__)


def attend_to_challenges(app: Flask) -> None:
    """
    Do what is due for the challenges of every document, each in its own transaction.

    Safe to repeat and to run in several processes: what is due is decided by the
    rows while the document's chain is locked, never by what ran before.
    """
    with app.app_context():
        due = documents_due(db.session, clock.now())
    for document_id in due:
        try:
            with app.app_context():  # a session of its own: nothing seen is stale
                _attend(document_id)
        except Exception:  # one text's trouble must not hold up all the others
            log.exception("The clock could not keep the time of %s.", document_id)


def _attend(document_id: int) -> None:
    begin_writing(db.session)
    locked_chain(db.session, ChainKind.DOCUMENT, document_id)
    document, _ = open_document(db.session, document_id, None, to=Act.READ)
    keep_time(db.session, document)
    commit(db.session)
