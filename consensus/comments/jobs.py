"""The clock’s part for comments: receipts, and silence as no reply."""

import logging

from flask import Flask

from consensus.archive.actions import commit, locked_chain
from consensus.archive.models import ChainKind
from consensus.comments.actions.moving import (
    attend_to_comments,
    documents_with_comments_due,
)
from consensus.db import begin_writing, db

log = logging.getLogger(__name__)


def attend_to_all_comments(app: Flask) -> None:
    """Do what is due for every text's comments; safe to repeat."""
    with app.app_context():
        due = documents_with_comments_due(db.session)
    for document_id in due:
        try:
            with app.app_context():
                _attend(document_id)
        except Exception:  # one text's trouble must not hold up all the others
            log.exception("The comments of document %s were not attended.", document_id)


def _attend(document_id: int) -> None:
    begin_writing(db.session)
    locked_chain(db.session, ChainKind.DOCUMENT, document_id)
    attend_to_comments(db.session, document_id)
    commit(db.session)
