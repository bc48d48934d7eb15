"""The clock’s part for publications: what could be published, what annexes must say."""

from collections.abc import Iterable

from flask import Flask
from sqlalchemy.orm import Session

from consensus.config import Settings
from consensus.documents.attending import attend
from consensus.documents.models import HEARD, Document
from consensus.documents.queries import documents_at
from consensus.publication.actions import Press
from consensus.publication.pocket import note_readiness
from consensus.publication.queries import with_changed_annex
from consensus.publication.revising import revise_if_changed
from consensus.publication.signing import signing_key

MOST = 1_000
"""Texts under assessment that one tick looks at, the newest first."""


def attend_to_publications(app: Flask) -> None:
    """
    See for every text under assessment whether it could be published now, and make
    the next edition of every annex in which something was changed (R25, R26).
    """
    attend(app, _assessed, note_readiness)
    settings: Settings = app.config["SETTINGS"]

    def revise_annex(session: Session, document: Document) -> None:
        press = Press(signing_key(settings.signing_key_path), settings.base_url)
        revise_if_changed(session, document, press)

    attend(app, with_changed_annex, revise_annex)


def _assessed(session: Session) -> Iterable[int]:
    return [one.id for one in documents_at(session, HEARD, at_most=MOST)]
