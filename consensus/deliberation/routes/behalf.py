"""Recording what somebody said elsewhere, and the person's own word about it (R36)."""

from collections.abc import Callable

from flask import request
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.db import begin_writing, db
from consensus.deliberation.actions.on_behalf import (
    OBJECTION,
    Relayed,
    confirm,
    record_on_behalf,
    refuse,
)
from consensus.deliberation.behalf_models import OnBehalf, Source
from consensus.deliberation.behalf_queries import member_reached_at, on_behalf_numbered
from consensus.deliberation.blueprint import bp
from consensus.deliberation.models import PositionKind
from consensus.deliberation.routes import forms
from consensus.deliberation.routes.answering import done, refused
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.drafting.seen_form import seen_words
from consensus.errors import Invalid, Refused
from consensus.web import chosen, written

ADDRESS = "/documents/<int:document_id>/recorded/<int:recorded_id>"


@bp.post("/documents/<int:document_id>/paragraphs/<block_id>/recording")
def record_for_somebody(document_id: int, block_id: str) -> Response:
    """Record for a member what they said in a meeting or by mail."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.RECORD_ON_BEHALF
    )
    try:
        made = _record(document, asker, block_id)
    except Refused as refusal:
        return refused(document_id, block_id, refusal, "behalf", _at_fault(refusal))
    commit(db.session)
    waits = "It counts once they confirm it." if made.kind != OBJECTION else ""
    return done(document, asker, block_id, f"Recorded; the person is told. {waits}")


@bp.post(f"{ADDRESS}/confirmation")
def confirm_recorded(document_id: int, recorded_id: int) -> Response:
    """Say that what was recorded for one is one's position."""
    return _settle(document_id, recorded_id, confirm, "It counts as your position.")


@bp.post(f"{ADDRESS}/refusal")
def refuse_recorded(document_id: int, recorded_id: int) -> Response:
    """Say that one did not say what was recorded."""
    return _settle(document_id, recorded_id, refuse, "It is taken away.")


def _settle(
    document_id: int, recorded_id: int, deed: Callable[..., None], sentence: str
) -> Response:
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.TAKE_POSITION
    )
    made: OnBehalf = on_behalf_numbered(db.session, document.id, recorded_id)
    block_id = made.block_id
    try:
        deed(db.session, document, made, by=asker.seat)
    except Refused as refusal:
        return refused(document_id, block_id, refusal, "take", "kind")
    commit(db.session)
    return done(document, asker, block_id, sentence)


def _record(document: Document, asker: Asker, block_id: str) -> OnBehalf:
    seen = seen_words(document.id, block_id)
    kind = request.form.get("kind", "")
    if kind != OBJECTION and kind not in list(PositionKind):
        raise Invalid("Choose what they said.")
    email = written("email", "A mail address", at_most=320)
    member = member_reached_at(db.session, document.coalition, email)
    said = Relayed(
        kind,
        written("words", "What was said", at_most=forms.LONGEST_REASON),
        chosen(Source, "source"),
        written("source_text", "A source", at_most=2_000),
        asker.seat,
        asker.acting(Act.RECORD_ON_BEHALF),
    )
    return record_on_behalf(db.session, document, seen, said, member=member)


def _at_fault(refusal: Refused) -> str:
    sentence = str(refusal)
    if "address" in sentence or "this is you" in sentence.lower():
        return "email"
    if "link" in sentence:
        return "source_text"
    return "words" if "what the person said" in sentence else "kind"
