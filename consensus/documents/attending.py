"""What the clock does with texts: one at a time, each in a transaction of its own."""

import logging
from collections.abc import Callable, Iterable

from flask import Flask
from sqlalchemy.orm import Session

from consensus.archive.actions import commit, locked_chain
from consensus.archive.models import ChainKind
from consensus.db import begin_writing, db
from consensus.documents.access import Act, open_document
from consensus.documents.models import Document

log = logging.getLogger(__name__)

Due = Callable[[Session], Iterable[int]]
"""Which documents there is something to do for, by their numbers."""


def attend(app: Flask, due: Due, *deeds: Callable[[Session, Document], object]) -> None:
    """
    Do the deeds, in their order, for every document that is due.

    Safe to repeat and to run in several processes, if what a deed does is decided by
    the rows alone: it runs while the chain of its document is locked. A deed commits
    nothing; what fails is logged and undone for this document only.
    """
    with app.app_context():
        numbers = list(due(db.session))
    for document_id in numbers:
        try:
            with app.app_context():  # a session of its own: nothing seen is stale
                _attend(document_id, deeds)
        except Exception:  # one text's trouble must not hold up all the others
            names = ", ".join(one.__name__ for one in deeds)
            log.exception("The clock could not do %s for %s.", names, document_id)


def _attend(
    document_id: int, deeds: Iterable[Callable[[Session, Document], object]]
) -> None:
    begin_writing(db.session)
    locked_chain(db.session, ChainKind.DOCUMENT, document_id)
    document, _ = open_document(db.session, document_id, None, to=Act.READ)
    for deed in deeds:
        deed(db.session, document)
    commit(db.session)
