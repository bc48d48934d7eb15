"""
The clock’s part for comments: receipts, silence as no reply, mail to their authors.

Mail is sent after the commit; that it was sent is noted in a transaction of its own.
"""

import logging

from flask import Flask, current_app
from sqlalchemy.orm import Session

from consensus import mail
from consensus.comments.actions.letters import (
    address_of,
    guest_token,
    note_mailed,
    owed,
    owes_answer,
)
from consensus.comments.actions.moving import (
    attend_to_comments,
    documents_with_comments_due,
)
from consensus.comments.models import Comment
from consensus.comments.queries import comment_of
from consensus.comments.words import disposition_words
from consensus.config import Settings
from consensus.db import begin_writing, db
from consensus.documents.access import Act, open_document
from consensus.documents.attending import attend
from consensus.documents.models import Document

log = logging.getLogger(__name__)


def attend_to_all_comments(app: Flask) -> None:
    """Acknowledge what came, and let the time for replies end."""
    attend(app, documents_with_comments_due, _attend)


def write_to_commenters(app: Flask) -> None:
    """Mail receipts and answers to the authors of comments; safe to repeat."""
    with app.app_context():
        due = owed(db.session)
    for document_id, number in due:
        try:
            with app.app_context():
                _write(document_id, number)
        except Exception:  # a letter that cannot be sent must not hold up the rest
            log.exception("No mail about comment %s of %s.", number, document_id)


def _write(document_id: int, number: int) -> None:
    document, _ = open_document(db.session, document_id, None, to=Act.READ)
    comment = comment_of(db.session, document_id, number)
    address = address_of(comment)
    if address:
        letter = _letter(document, comment)
        db.session.rollback()  # nothing is held while a mail server thinks
        mail.send(address, *letter)
    begin_writing(db.session)
    note_mailed(db.session, document_id, number)
    db.session.commit()


def _letter(document: Document, comment: Comment) -> tuple[str, str]:
    """Subject and body. Not `render_template`: that asks who visits."""
    settings: Settings = current_app.config["SETTINGS"]
    page = f"{settings.base_url}/documents/{document.id}/comments"
    if comment.guest is None:
        link = f"{page}/{comment.number}"
    else:
        link = f"{page}/own/{guest_token(settings.secret_key, comment)}"
    name = "comment_answered" if owes_answer(comment) else "comment_received"
    body = current_app.jinja_env.get_template(f"mail/{name}.txt").render(
        document=document, comment=comment, link=link, base_url=settings.base_url,
        disposition=disposition_words(comment),
    )  # fmt: skip
    event = "answered" if owes_answer(comment) else "received"
    acronym = document.coalition.acronym
    subject = f"[{acronym}] Your comment {comment.name} was {event}: {document.title}"
    return subject, body.strip() + "\n"


def _attend(session: Session, document: Document) -> None:
    attend_to_comments(session, document.id)
