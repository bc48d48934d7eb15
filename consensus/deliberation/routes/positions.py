"""Taking and withdrawing positions, on a paragraph and on the whole text."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.coalitions.models import Attribution
from consensus.db import begin_writing, db
from consensus.deliberation.actions.names_withheld import show_position_otherwise
from consensus.deliberation.actions.objections import oppose
from consensus.deliberation.actions.positions import (
    take_document_position,
    take_position,
    withdraw_position,
)
from consensus.deliberation.blueprint import bp
from consensus.deliberation.call_queries import open_call_of
from consensus.deliberation.models import InRound, Position
from consensus.deliberation.routes import forms
from consensus.deliberation.routes.answering import (
    done,
    panel_for,
    panel_html,
    refused,
)
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.drafting.seen_form import seen_words
from consensus.errors import Invalid, Refused
from consensus.web import chosen, redirect_to
from consensus.wordings.models import Snapshot

SAID = {
    "support": "You support it.",
    "reservation": "You support it with a reservation.",
    "abstain": "You stand aside.",
    "objection": "You object; the editors owe you an answer.",
    "dissent": "Your dissent is on record.",
}


OUT_OF_ROUND = (
    "This call does not ask about this paragraph: received out of round, it stands as "
    "your dissent and is printed."
)


@bp.get("/documents/<int:document_id>/paragraphs/<block_id>/panel")
def show_panel(document_id: int, block_id: str) -> str:
    """The panel under a paragraph as a fragment; open to everyone."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    return panel_html(panel_for(document, asker, block_id))


@bp.get("/documents/<int:document_id>/panel")
def show_document_panel(document_id: int) -> str:
    """The panel of the whole text as a fragment; open to everyone."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    return panel_html(panel_for(document, asker, None))


@bp.post("/documents/<int:document_id>/paragraphs/<block_id>/position")
def take_paragraph_position(document_id: int, block_id: str) -> Response:
    """Say where one stands on the words of a paragraph that one has read."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.TAKE_POSITION
    )
    try:
        kind = forms.kind_chosen()
        sentence = _take(document, asker, block_id, kind)
    except Refused as refusal:
        return refused(document_id, block_id, refusal, "take", _field(refusal))
    commit(db.session)
    return done(document, asker, block_id, f"Recorded. {sentence}")


@bp.post("/documents/<int:document_id>/paragraphs/<block_id>/omission")
def object_to_omission(document_id: int, block_id: str) -> Response:
    """Object to, or dissent from, what is missing after a paragraph (R8)."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.OBJECT
    )
    try:
        seen = seen_words(document.id, block_id)
        missing = forms.missing()
        oppose(db.session, document, seen, missing, by=asker.seat)
    except Refused as refusal:
        return refused(document_id, block_id, refusal, "missing", _at_fault(refusal))
    commit(db.session)
    kind = "dissent" if missing.is_dissent else "objection"
    return done(document, asker, block_id, f"Recorded. {SAID[kind]}")


@bp.post("/documents/<int:document_id>/position")
@bp.post("/documents/<int:document_id>/objection", endpoint="oppose_document")
def take_whole_position(document_id: int) -> Response:
    """Say where one stands on the whole text; support only while a call is open."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.TAKE_POSITION
    )
    try:
        kind = forms.kind_chosen()
        _take_whole(document, asker, kind)
    except Refused as refusal:
        return refused(document_id, None, refusal, "take", _field(refusal))
    commit(db.session)
    return done(document, asker, None, f"Recorded. {SAID[kind]}")


@bp.post("/documents/<int:document_id>/positions/<int:position_id>/withdrawal")
def withdraw(document_id: int, position_id: int) -> Response:
    """Take one's own position back."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.TAKE_POSITION
    )
    withdraw_position(db.session, document, position_id, by=asker.seat)
    block_id = db.session.get_one(Position, position_id).block_id
    commit(db.session)
    return done(document, asker, block_id, "Your position is withdrawn.")


@bp.post("/documents/<int:document_id>/positions/<int:position_id>/attribution")
def change_position_shown(document_id: int, position_id: int) -> Response:
    """Be shown otherwise with one's own position, until the text is published."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.SHOW_OTHERWISE
    )
    show_position_otherwise(
        db.session, document, position_id, chosen(Attribution, "attribution"),
        by=asker.seat,
    )  # fmt: skip
    commit(db.session)
    flash("You are shown differently from here on.", "ok")
    return redirect_to(url_for("workspace.list_my_positions"))


def _take(document: Document, asker: Asker, block_id: str, kind: str) -> str:
    seen = seen_words(document.id, block_id)
    if not forms.opposes(kind):
        take_position(db.session, document, seen, forms.stand(kind), by=asker.seat)
        return SAID[kind]
    asker.must_post()
    made = oppose(db.session, document, seen, forms.opposition(kind), by=asker.seat)
    is_late = made.objection.in_round is InRound.OUT_OF_ROUND
    return OUT_OF_ROUND if is_late else SAID[kind]


def _take_whole(document: Document, asker: Asker, kind: str) -> None:
    if forms.opposes(kind):
        asker.must_post()
        oppose(db.session, document, None, forms.opposition(kind), by=asker.seat)
        return
    snapshot = _snapshot_seen(document)
    take_document_position(
        db.session, document, snapshot, forms.stand(kind), by=asker.seat
    )


def _snapshot_seen(document: Document) -> Snapshot:
    snapshot = open_call_of(db.session, document).snapshot
    if request.form.get("seen_ref") != str(snapshot.id):
        raise Refused(
            "Another text is under call than the one you read, so nothing was "
            "recorded. Read it, then answer."
        )
    return snapshot


def _at_fault(refusal: Refused) -> str:
    return "reason" if isinstance(refusal, Invalid) else "kind"


def _field(refusal: Refused) -> str:
    lifting = type(refusal) is Refused and not forms.opposes(
        request.form.get("kind", "")
    )
    return "lifts_objection" if lifting else forms.field_at_fault()
