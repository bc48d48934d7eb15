"""The way through a record custodian: what a suspended member sends is recorded."""

from flask import flash, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.coalitions.models import Attribution
from consensus.coalitions.shown_as import choices_for, default_choice
from consensus.db import begin_writing, db
from consensus.deliberation.statement_models import StatementState
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.drafting.queries import labels
from consensus.errors import Invalid, Refused
from consensus.moderation.actions.passing_on import (
    ToSend,
    pass_on,
    send,
    sent_by,
    sent_numbered,
    waiting,
)
from consensus.moderation.models import SentKind
from consensus.moderation.routes import LONGEST_WORDS, bp
from consensus.statements.queries import statements_of
from consensus.web import chosen, redirect_to, written
from consensus.web.refusals import status_of

__all__ = ["bp"]  # the blueprint of moderation, with these pages among its own


@bp.get("/custodian")
def show_through(document_id: int) -> str:
    """The forms of a suspended member; for a custodian, what waits for them."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    return _page(document, asker)


@bp.post("/custodian")
def send_through(document_id: int) -> Response:
    """Send an objection or a signature to the record custodians."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.SEND_THROUGH
    )
    try:
        _must_need_it(asker)
        send(db.session, document, _what(document), by=asker.seat)
    except Refused as refusal:
        fault = str(refusal)
        db.session.rollback()
        document, asker = open_document(
            db.session, document_id, current_account(), to=Act.READ
        )
        return make_response(_page(document, asker, fault), status_of(refusal))
    commit(db.session)
    flash("Sent. A record custodian records it as yours.", "ok")
    return redirect_to(url_for(".show_through", document_id=document_id))


@bp.post("/custodian/<int:sent_id>")
def pass_it_on(document_id: int, sent_id: int) -> Response:
    """Record what a suspended member sent."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.RECORD_SENT
    )
    sent = sent_numbered(db.session, document.id, sent_id)
    sentence = pass_on(db.session, document, sent, by=asker.acting(Act.RECORD_SENT))
    commit(db.session)
    flash(sentence, "ok")
    return redirect_to(url_for(".show_through", document_id=document_id))


def _must_need_it(asker: Asker) -> None:
    if asker.suspension is None:
        raise Refused("Your posting is not suspended: say it yourself.")


def _what(document: Document) -> ToSend:
    kind = chosen(SentKind, "kind")
    attribution = chosen(Attribution, "attribution")
    if kind is SentKind.SIGNATURE:
        number = request.form.get("statement", 0, type=int)
        if not number:
            raise Invalid("Choose the statement that you sign.")
        return ToSend(kind, attribution, statement=number)
    block = request.form.get("block", "")
    if block and block not in labels(db.session, document.id):
        raise Invalid("Choose a paragraph of the text.")
    words = written("words", "Your objection", at_most=LONGEST_WORDS)
    return ToSend(kind, attribution, block or None, words)


def _page(document: Document, asker: Asker, fault: str = "") -> str:
    seat = asker.member
    choices = choices_for(db.session, document.coalition, seat) if seat else []
    passes = asker.may(Act.RECORD_SENT, document)
    sends = asker.suspension is not None and asker.may(Act.SEND_THROUGH, document)
    names = labels(db.session, document.id)
    signable = [
        (one.number, f"{one.name}: {one.title}")
        for one in statements_of(db.session, document.id)
        if one.state is StatementState.OPEN and one.hiding_id is None
    ]
    return render_template(
        "moderation/through.html",
        document=document,
        suspension=asker.suspension,
        sends=sends,
        passes=passes,
        waiting=waiting(db.session, document.id) if passes else [],
        own=sent_by(db.session, document.id, seat) if seat else [],
        places=[("", "The whole text"), *names.items()],
        names=names,
        signable=signable,
        choices=choices,
        default=default_choice(seat, choices),
        given=request.form,
        fault=fault,
    )
