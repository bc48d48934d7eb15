"""The clock’s part for publications: since when a text could be published."""

import logging

from flask import Flask

from consensus.archive.actions import commit, locked_chain
from consensus.archive.models import ChainKind
from consensus.db import begin_writing, db
from consensus.documents.access import Act, open_document
from consensus.documents.models import HEARD
from consensus.documents.queries import documents_at
from consensus.publication.pocket import note_readiness

MOST = 1_000
"""Texts under assessment that one tick looks at, the newest first."""

log = logging.getLogger(__name__)


def attend_to_publications(app: Flask) -> None:
    """
    See for every text under assessment whether it could be published now.

    Each in a transaction of its own; safe to repeat and to run in several processes.
    """
    with app.app_context():
        assessed = documents_at(db.session, HEARD, at_most=MOST)
        due = [one.id for one in assessed]
    for document_id in due:
        try:
            with app.app_context():
                _attend(document_id)
        except Exception:  # one text's trouble must not hold up all the others
            log.exception("The clock could not look at document %s.", document_id)


def _attend(document_id: int) -> None:
    begin_writing(db.session)
    locked_chain(db.session, ChainKind.DOCUMENT, document_id)
    document, _ = open_document(db.session, document_id, None, to=Act.READ)
    note_readiness(db.session, document)
    commit(db.session)
