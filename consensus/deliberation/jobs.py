"""The clock’s part for texts: closing calls that are over, attending to silence."""

import logging

from flask import Flask

from consensus import clock
from consensus.archive.actions import commit, locked_chain
from consensus.archive.models import ChainKind
from consensus.db import begin_writing, db
from consensus.deliberation.actions.closing import close_what_is_due
from consensus.deliberation.actions.silence import attend_to_silence
from consensus.deliberation.call_queries import documents_due
from consensus.documents.access import Act, open_document

log = logging.getLogger(__name__)


def attend_to_documents(app: Flask) -> None:
    """
    Do what is due for every document, each in a transaction of its own.

    Safe to repeat and to run in several processes: what is due is decided by the
    state of the document while its chain is locked, never by what ran before.
    """
    with app.app_context():
        due = documents_due(db.session, clock.now())
    for document_id in due:
        try:
            with app.app_context():  # a session of its own: nothing seen is stale
                _attend(document_id)
        except Exception:  # one text's trouble must not hold up all the others
            log.exception("The clock could not attend to document %s.", document_id)


def _attend(document_id: int) -> None:
    begin_writing(db.session)
    locked_chain(db.session, ChainKind.DOCUMENT, document_id)
    document, _ = open_document(db.session, document_id, None, to=Act.READ)
    close_what_is_due(db.session, document)
    attend_to_silence(db.session, document)
    commit(db.session)
