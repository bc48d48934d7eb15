"""The clock's part for sense checks: their answers go on record when time is over."""

from collections.abc import Iterable

from flask import Flask
from sqlalchemy.orm import Session

from consensus import clock
from consensus.documents.attending import attend
from consensus.documents.models import Document
from consensus.sense_checks.actions import close_check
from consensus.sense_checks.queries import checks_over


def close_sense_checks(app: Flask) -> None:
    """End every sense check that is over."""
    attend(app, _due, _close)


def _due(session: Session) -> Iterable[int]:
    return {one.document_id for one in checks_over(session, clock.now())}


def _close(session: Session, document: Document) -> None:
    for check in checks_over(session, clock.now()):
        if check.document_id == document.id:
            close_check(session, check)
