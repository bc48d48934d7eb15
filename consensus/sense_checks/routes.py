"""The page of a text's sense checks, and the forms on it."""

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.coalitions.charter import charter_of
from consensus.db import begin_writing, db
from consensus.documents.access import Act, open_document
from consensus.sense_checks.actions import (
    LONGEST,
    LONGEST_QUESTION,
    SHORTEST,
    Question,
    answer_check,
    open_check,
)
from consensus.sense_checks.models import Step
from consensus.sense_checks.queries import check_numbered, views_of
from consensus.web import chosen, redirect_to, written

bp = Blueprint("sense_checks", __name__)


@bp.get("/documents/<int:document_id>/sense-checks")
def list_checks(document_id: int) -> str:
    """All sense checks of a text; open to everyone, with answers once they are over."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    allowed = charter_of(document.coalition.charter).sense_checks_allowed
    return render_template(
        "sense_checks/list.html",
        document=document,
        views=views_of(db.session, document, asker.member),
        steps=[(str(one), one.label, "") for one in Step],
        allowed=allowed,
        may_open=allowed and asker.may(Act.OPEN_SENSE_CHECK, document),
        may_answer=asker.may(Act.ANSWER_SENSE_CHECK, document),
        limits=(SHORTEST, LONGEST),
    )


@bp.post("/documents/<int:document_id>/sense-checks")
def open_sense_check(document_id: int) -> Response:
    """Ask a question of the members."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.OPEN_SENSE_CHECK
    )
    text = written("question", "The question", at_most=LONGEST_QUESTION)
    question = Question(text, request.form.get("days", 0, type=int))
    open_check(
        db.session, document, question, by=asker.seat,
        actor=asker.acting(Act.OPEN_SENSE_CHECK),
    )  # fmt: skip
    commit(db.session)
    flash("The sense check is open. Nobody sees the answers before it is over.", "ok")
    return redirect_to(url_for("sense_checks.list_checks", document_id=document.id))


@bp.post("/documents/<int:document_id>/sense-checks/<int:number>/answer")
def answer_sense_check(document_id: int, number: int) -> Response:
    """Answer a question, or answer it anew."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.ANSWER_SENSE_CHECK
    )
    check = check_numbered(db.session, document, number)
    answer_check(db.session, check, chosen(Step, "step"), by=asker.seat)
    commit(db.session)
    flash("Your answer is kept. You can change it until the sense check is over.", "ok")
    return redirect_to(url_for("sense_checks.list_checks", document_id=document.id))
