"""The clock’s part for publications: since when a text could be published."""

from collections.abc import Iterable

from flask import Flask
from sqlalchemy.orm import Session

from consensus.documents.attending import attend
from consensus.documents.models import HEARD
from consensus.documents.queries import documents_at
from consensus.publication.pocket import note_readiness

MOST = 1_000
"""Texts under assessment that one tick looks at, the newest first."""


def attend_to_publications(app: Flask) -> None:
    """See for every text under assessment whether it could be published now."""
    attend(app, _assessed, note_readiness)


def _assessed(session: Session) -> Iterable[int]:
    return [one.id for one in documents_at(session, HEARD, at_most=MOST)]
