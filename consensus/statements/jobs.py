"""The clock’s part for statements: locking what was filed, inviting who objects."""

import logging

from flask import Flask

from consensus import clock
from consensus.archive.actions import commit, locked_chain
from consensus.archive.models import ChainKind
from consensus.db import begin_writing, db
from consensus.documents.access import Act, open_document
from consensus.statements.actions.inviting import invite_holders
from consensus.statements.actions.locking import lock_if_due
from consensus.statements.queries import documents_to_attend

log = logging.getLogger(__name__)


def attend_to_statements(app: Flask) -> None:
    """
    Do what is due for every document, each in a transaction of its own.

    Safe to repeat and to run in several processes: what is due is decided by the
    state of the document while its chain is locked, never by what ran before.
    """
    with app.app_context():
        due = documents_to_attend(db.session, clock.now())
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
    invite_holders(db.session, document)
    lock_if_due(db.session, document)
    commit(db.session)
