"""
The stages of a text: the way it has gone, its windows, and the deeds that move it on.

Open to everybody; who may move the text finds the forms here. Calls have their desk.
"""

from collections.abc import Callable, Mapping

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit, locked_chain
from consensus.archive.models import ChainKind
from consensus.db import begin_writing, db
from consensus.deliberation.actions.closing import close_what_is_due
from consensus.deliberation.actions.deciding import (
    Proposal,
    oppose_decision,
    propose_decision,
)
from consensus.deliberation.actions.noticing import (
    Announced,
    open_notice,
    take_back,
)
from consensus.deliberation.actions.parking import park, resume
from consensus.deliberation.actions.reviewing import Offer, open_window
from consensus.deliberation.desk_forms import Errors, read_days, read_reason, read_text
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.decision_models import DecisionKind
from consensus.documents.models import Document
from consensus.documents.window_models import WindowKind
from consensus.errors import Invalid, NotAllowed, Refused
from consensus.web import redirect_to
from consensus.web.refusals import status_of
from consensus.workspace.routes import bp
from consensus.workspace.stages_view import stages_view

Answer = Response | tuple[str, int]
Deed = Callable[[Document, Asker], Errors]


@bp.get("/documents/<int:document_id>/stages")
def show_stages(document_id: int) -> str:
    """The way of a text and its windows; with forms for those who may move it."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    return _page(document, asker)


@bp.post("/documents/<int:document_id>/review")
def offer_for_review(document_id: int) -> Answer:
    """Offer the text for member review."""
    deed = _opening(WindowKind.MEMBER_REVIEW, Act.OFFER_FOR_REVIEW)
    done = "The member review is open. Every member is told by mail within minutes."
    return _carry_out(document_id, Act.OFFER_FOR_REVIEW, deed, done)


@bp.post("/documents/<int:document_id>/public-comment")
def open_public_comment(document_id: int) -> Answer:
    """Open the text to public comment."""
    deed = _opening(WindowKind.PUBLIC_COMMENT, Act.OPEN_COMMENT)
    done = "Public comment is open. Every member is told by mail within minutes."
    return _carry_out(document_id, Act.OPEN_COMMENT, deed, done)


@bp.post("/documents/<int:document_id>/notice")
def put_by_notice(document_id: int) -> Answer:
    """Put a text on which no level is claimed to the members by notice."""

    def deed(document: Document, asker: Asker) -> Errors:
        days, errors = read_days(request.form)
        notice, wrong = read_text(
            request.form, "notice", "Write the notice: it goes to every member."
        )
        errors |= wrong
        if not errors:
            open_notice(
                db.session, document, Announced(days, notice),
                by=asker.seat, actor=asker.acting(Act.OPEN_NOTICE),
            )  # fmt: skip
        return errors

    done = "The notice is open. Every member is told by mail within minutes."
    return _carry_out(document_id, Act.OPEN_NOTICE, deed, done)


@bp.post("/documents/<int:document_id>/notice/end")
def take_back_from_notice(document_id: int) -> Answer:
    """Take the text back from its notice to change it."""

    def deed(document: Document, asker: Asker) -> Errors:
        reason, errors = read_reason(request.form, "Say why the text is taken back.")
        if not errors:
            actor = asker.acting(Act.TAKE_BACK)
            take_back(db.session, document, reason, actor=actor)
        return errors

    done = "The text is taken back. Every member is told."
    return _carry_out(document_id, Act.TAKE_BACK, deed, done)


@bp.post("/documents/<int:document_id>/parking")
def park_text(document_id: int) -> Answer:
    """Set the text aside for a while."""

    def deed(document: Document, asker: Asker) -> Errors:
        reason, errors = read_reason(request.form, "Say why the text is parked.")
        if not errors:
            park(db.session, document, reason, actor=asker.acting(Act.PARK))
        return errors

    return _carry_out(document_id, Act.PARK, deed, "The text is parked.")


@bp.post("/documents/<int:document_id>/parking/end")
def resume_text(document_id: int) -> Answer:
    """Take a parked text up again."""

    def deed(document: Document, asker: Asker) -> Errors:
        resume(db.session, document, actor=asker.acting(Act.RESUME))
        return {}

    return _carry_out(document_id, Act.RESUME, deed, "The text is taken up again.")


@bp.post("/documents/<int:document_id>/decisions/closing")
def propose_closing(document_id: int) -> Answer:
    """Propose to close the text without an output."""
    deed = _proposing(Act.PROPOSE_CLOSING, {DecisionKind.CLOSE})
    return _carry_out(document_id, Act.PROPOSE_CLOSING, deed, PROPOSED)


@bp.post("/documents/<int:document_id>/decisions/withdrawal")
def propose_withdrawal(document_id: int) -> Answer:
    """Propose to withdraw or to supersede the output."""
    kinds = {DecisionKind.WITHDRAW, DecisionKind.SUPERSEDE}
    deed = _proposing(Act.PROPOSE_WITHDRAWAL, kinds)
    return _carry_out(document_id, Act.PROPOSE_WITHDRAWAL, deed, PROPOSED)


@bp.post("/documents/<int:document_id>/decisions/<int:number>/objection")
def oppose_proposal(document_id: int, number: int) -> Answer:
    """Object to a proposed decision."""

    def deed(document: Document, asker: Asker) -> Errors:
        reason, errors = read_reason(request.form, "Say why you object.")
        if not errors:
            oppose_decision(
                db.session, document, number, reason,
                by=asker.seat, actor=asker.acting(Act.OPPOSE_DECISION),
            )  # fmt: skip
        return errors

    done = "Your objection is recorded: the decision does not go ahead on this notice."
    return _carry_out(document_id, Act.OPPOSE_DECISION, deed, done)


PROPOSED = "It is proposed. Every member is told, and can object within the notice."


def _proposing(act: Act, kinds: set[DecisionKind]) -> Deed:
    def deed(document: Document, asker: Asker) -> Errors:
        reason, errors = read_reason(request.form, "Give the reason.")
        kind = request.form.get("kind", "")
        if kind not in kinds:
            errors["kind"] = "Choose what is to be decided."
        if not errors:
            successor = request.form.get("successor", type=int)
            proposal = Proposal(DecisionKind(kind), reason, successor)
            propose_decision(
                db.session, document, proposal, by=asker.seat, actor=asker.acting(act)
            )
        return errors

    return deed


def _opening(kind: WindowKind, act: Act) -> Deed:
    def deed(document: Document, asker: Asker) -> Errors:
        days, errors = read_days(request.form)
        notice, wrong = read_text(
            request.form, "notice", "Write the notice: it goes to every member."
        )
        errors |= wrong
        if not errors:
            open_window(
                db.session, document, Offer(kind, days, notice),
                by=asker.seat, actor=asker.acting(act),
            )  # fmt: skip
        return errors

    return deed


def _carry_out(document_id: int, act: Act, deed: Deed, done: str) -> Answer:
    """Do it and go back to the page, or show the page with what was typed."""
    begin_writing(db.session)
    locked_chain(db.session, ChainKind.DOCUMENT, document_id)
    document, asker = open_document(db.session, document_id, current_account(), to=act)
    close_what_is_due(db.session, document)
    try:
        errors, status = deed(document, asker), status_of(Invalid(""))
    except NotAllowed:
        raise
    except Refused as refusal:
        errors, status = {"": str(refusal)}, status_of(refusal)
    if errors:
        return _refused(document_id, act, errors), status
    commit(db.session)
    flash(done, "ok")
    return redirect_to(url_for("workspace.show_stages", document_id=document_id))


def _refused(document_id: int, act: Act, errors: Errors) -> str:
    db.session.rollback()  # nothing half-written; the page reads afresh
    db.session.expunge_all()
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    return _page(document, asker, act, request.form, errors)


def _page(
    document: Document,
    asker: Asker,
    sent: Act | None = None,
    given: Mapping[str, str] | None = None,
    errors: Errors | None = None,
) -> str:
    faults = [
        (field or FORMS[sent], why) for field, why in (errors or {}).items() if sent
    ]
    return render_template(
        "workspace/stages.html",
        document=document,
        view=stages_view(db.session, document, asker),
        Act=Act,
        sent=sent,
        given=given or {},
        errors=errors or {},
        faults=faults,
    )


FORMS = {
    Act.OFFER_FOR_REVIEW: "offer-review",
    Act.OPEN_COMMENT: "open-comment",
    Act.OPEN_NOTICE: "open-notice",
    Act.TAKE_BACK: "take-back",
    Act.PARK: "park",
    Act.RESUME: "resume",
    Act.PROPOSE_CLOSING: "propose-closing",
    Act.PROPOSE_WITHDRAWAL: "propose-withdrawal",
    Act.OPPOSE_DECISION: "oppose",
}
"""The id of the form for each act, to which a fault of the whole form leads."""
