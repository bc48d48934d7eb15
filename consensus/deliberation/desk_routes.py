"""
The consensus desk: opening, extending and stopping calls, declaring levels.

A refused form comes back with everything that was typed and says what is wrong where.
Each deed first closes a call whose time is over, so that it finds the text at the
stage that people see.
"""

from collections.abc import Callable, Mapping

from flask import Blueprint, current_app, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit, locked_chain
from consensus.archive.models import ChainKind
from consensus.db import begin_writing, db
from consensus.deliberation.actions import calls
from consensus.deliberation.actions.closing import close_what_is_due
from consensus.deliberation.actions.declaring import declare, return_for_work
from consensus.deliberation.call_models import FindingValue
from consensus.deliberation.call_notice import proposed_notice
from consensus.deliberation.desk import Desk, Phase, desk_of
from consensus.deliberation.desk_forms import (
    Errors,
    read_assessment,
    read_days,
    read_plan,
    read_reason,
)
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.errors import Invalid, NotAllowed, Refused
from consensus.web import redirect_to
from consensus.web.refusals import status_of

bp = Blueprint("desk", __name__, url_prefix="/documents/<int:document_id>")

Answer = Response | tuple[str, int]

FINDINGS = [
    (FindingValue.ACCOMMODATED_IN_PART, "Met in part by changes to the text"),
    (FindingValue.NOT_ACCOMMODATED, "Answered, and not met"),
    (FindingValue.OUTWEIGHED, "Outweighed, with the alternatives weighed"),
    (FindingValue.NOT_BEARING, "Does not bear on this text"),
]


@bp.get("/desk")
def show_desk(document_id: int) -> str:
    """The desk, for everybody; with controls for those who may act."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    return _page(document, asker)


@bp.post("/call")
def open_call(document_id: int) -> Answer:
    """Open a consensus call on the text as it stands."""

    def deed(document: Document, asker: Asker) -> Errors:
        plan, errors = read_plan(request.form, request.form.getlist("also"))
        if not errors:
            calls.open_call(
                db.session, document, plan,
                by=asker.seat, actor=asker.acting(Act.OPEN_CALL),
            )  # fmt: skip
        return errors

    done = "The call is open. Every member is told by mail within minutes."
    return _carry_out(document_id, Act.OPEN_CALL, deed, done)


@bp.post("/call/extension")
def extend_call(document_id: int) -> Answer:
    """Give the open call more days, once."""

    def deed(document: Document, asker: Asker) -> Errors:
        days, errors = read_days(request.form)
        if not errors:
            actor = asker.acting(Act.EXTEND_CALL)
            calls.extend_call(db.session, document, days, actor=actor)
        return errors

    done = "The call is extended. Every member is told."
    return _carry_out(document_id, Act.EXTEND_CALL, deed, done)


@bp.post("/call/stop")
def stop_call(document_id: int) -> Answer:
    """Stop the open call because the text must change."""

    def deed(document: Document, asker: Asker) -> Errors:
        missing = "Say why the call stops: it is recorded and told to everyone."
        reason, errors = read_reason(request.form, missing)
        if not errors:
            actor = asker.acting(Act.STOP_CALL)
            calls.stop_call(db.session, document, reason, actor=actor)
        return errors

    done = "The call is stopped and the text can be changed. Every member is told."
    return _carry_out(document_id, Act.STOP_CALL, deed, done)


@bp.post("/declaration")
def declare_levels(document_id: int) -> Answer:
    """Declare levels and make findings, as many as the form brings."""

    def deed(document: Document, asker: Asker) -> Errors:
        rows = desk_of(db.session, document, asker).rows
        if rows is None:
            raise Refused("There is no closed consensus call to assess.")
        sent = read_assessment(request.form, rows)
        if not sent.errors:
            declare(
                db.session, document, sent.declared, sent.found,
                by=asker.seat, actor=asker.acting(Act.DECLARE),
            )  # fmt: skip
        return sent.errors

    done = "Declared, with your reasons. Every member is told."
    return _carry_out(document_id, Act.DECLARE, deed, done)


@bp.post("/return")
def return_text(document_id: int) -> Answer:
    """Send the text back to its editors after a call."""

    def deed(document: Document, asker: Asker) -> Errors:
        missing = "Say why the text goes back: it is recorded."
        reason, errors = read_reason(request.form, missing)
        if not errors:
            actor = asker.acting(Act.RETURN)
            return_for_work(db.session, document, reason, actor=actor)
        return errors

    done = "The text is back with its editors. Every member is told."
    return _carry_out(document_id, Act.RETURN, deed, done)


def _carry_out(
    document_id: int, act: Act, deed: Callable[[Document, Asker], Errors], done: str
) -> Answer:
    """Do it and go back to the desk, or show the desk with what was typed."""
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
    return redirect_to(url_for(".show_desk", document_id=document_id))


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
    desk = desk_of(db.session, document, asker)
    return render_template(
        "deliberation/desk.html",
        desk=desk,
        Act=Act,
        Phase=Phase,
        sent=sent,
        given=given or {},
        errors=errors or {},
        faults=_faults(sent, errors or {}),
        notice=_notice(desk),
        findings=[(str(value), words) for value, words in FINDINGS],
    )


_FORMS = {
    Act.OPEN_CALL: "open-call",
    Act.EXTEND_CALL: "extend-call",
    Act.STOP_CALL: "stop-call",
    Act.DECLARE: "declare",
    Act.RETURN: "return",
}


def _faults(sent: Act | None, errors: Errors) -> list[tuple[str, str]]:
    """The errors for the summary: the id of the field, or of the form, and why."""
    return [(field or _FORMS[sent], why) for field, why in errors.items() if sent]


def _notice(desk: Desk) -> str:
    if desk.phase is not Phase.BEFORE or Act.OPEN_CALL not in desk.may:
        return ""
    base_url = current_app.config["SETTINGS"].base_url
    return proposed_notice(db.session, desk.document, base_url)
