"""Keeping answers for use again."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.comments.actions.answering import Answer
from consensus.comments.actions.making import LONGEST_COMMENT
from consensus.comments.actions.templates import keep_answer, retire_answer
from consensus.comments.blueprint import bp
from consensus.comments.models import Disposition
from consensus.comments.queries import template_of
from consensus.db import begin_writing, db
from consensus.documents.access import Act, open_document
from consensus.web import chosen, written


@bp.post("/documents/<int:document_id>/comments/answers")
def keep_for_use(document_id: int) -> Response:
    """Keep an answer, or offer one no more where `retire` names it."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.DISPOSE
    )
    retired = request.form.get("retire", "")
    if retired.isascii() and retired.isdigit():
        retire_answer(template_of(db.session, document.coalition, int(retired)))
        sentence = "The answer is no longer offered."
    else:
        text = written("answer", "An answer", at_most=LONGEST_COMMENT)
        keep_answer(
            db.session, document, written("title", "A title", at_most=200),
            Answer(chosen(Disposition, "disposition"), text),
            by=asker.seat, for_all_texts=request.form.get("everywhere") == "yes",
        )  # fmt: skip
        sentence = "The answer is kept."
    commit(db.session)
    flash(sentence, "ok")
    address = url_for("comments.list_comments", document_id=document.id)
    return redirect(f"{address}#kept", 303)
