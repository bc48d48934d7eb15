"""What editors and callers do with comments."""

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.coalitions.models import Role
from consensus.comments.actions.answering import (
    Answer,
    admit,
    dispose,
    dispose_all,
)
from consensus.comments.actions.making import LONGEST_COMMENT
from consensus.comments.blueprint import bp
from consensus.comments.models import Disposition
from consensus.comments.queries import comment_of
from consensus.comments.routes.pages import comment_page
from consensus.comments.routes.replying import next_place
from consensus.db import begin_writing, db
from consensus.documents.access import Act, open_document
from consensus.errors import Invalid, NotAllowed, NotFound, Refused
from consensus.web import chosen, written
from consensus.web.refusals import status_of

ADDRESS = "/documents/<int:document_id>/comments/<int:number>"


@bp.post(f"{ADDRESS}/answer")
def answer_comment(document_id: int, number: int) -> Response:
    """Answer a comment, or all comments with the same words, with a disposition."""
    try:
        begin_writing(db.session)
        document, asker = open_document(
            db.session, document_id, current_account(), to=Act.DISPOSE
        )
        comment = comment_of(db.session, document.id, number)
        acting_as = str(Role.EDITOR if Role.EDITOR in asker.roles else Role.COORDINATOR)
        deed = dispose_all if request.form.get("all") == "yes" else dispose
        deed(
            db.session, document, comment, _answer(), by=asker.seat, acting_as=acting_as
        )
    except Refused as refusal:
        return _refused(document_id, number, refusal)
    commit(db.session)
    flash(f"{comment.name} is answered; its author hears of it by mail.", "ok")
    return redirect(next_place(document.id, comment), 303)


@bp.post(f"{ADDRESS}/admission")
def admit_comment(document_id: int, number: int) -> Response:
    """Take in a comment that came late: it is owed an answer from now on (R22)."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.ADMIT_COMMENT
    )
    comment = comment_of(db.session, document.id, number)
    admit(db.session, comment, by=asker.acting(Act.ADMIT_COMMENT))
    commit(db.session)
    flash(f"{comment.name} is admitted: the editors answer it.", "ok")
    return redirect(next_place(document.id, comment), 303)


def _answer() -> Answer:
    return Answer(
        chosen(Disposition, "disposition"),
        written("answer", "An answer", at_most=LONGEST_COMMENT),
        _number("duplicate_of"),
        request.form.get("change_block", ""),
    )


def _number(field: str) -> int | None:
    """A comment's number as people write it: "C-3", "3", or nothing."""
    text = request.form.get(field, "").strip().upper().removeprefix("C-")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:  # noqa: PLR2004
        raise Invalid("Name the comment that it repeats by its number, like C-3.")
    return int(text)


def _refused(document_id: int, number: int, refusal: Refused) -> Response:
    """Everything typed comes back on the comment's own page."""
    db.session.rollback()
    if isinstance(refusal, NotFound | NotAllowed):
        raise refusal
    return comment_page(
        document_id, number, fault=str(refusal), status=status_of(refusal)
    )
