"""Offering the text, declaring changes editorial, and contesting that."""

from flask import make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.db import begin_writing, db
from consensus.deliberation.actions import offering
from consensus.deliberation.actions.contesting import contest
from consensus.deliberation.blueprint import bp
from consensus.deliberation.offer_page import Given, offer_page
from consensus.deliberation.routes.answering import done
from consensus.documents.access import Act, open_document
from consensus.documents.models import Document
from consensus.drafting.queries import blocks_of
from consensus.errors import Invalid, NotAllowed, NotFound, Refused
from consensus.web import written
from consensus.web.refusals import status_of
from consensus.wordings.queries import latest_snapshot

LONGEST_WHY = 500
"""Characters in which an editor says why a change is only editorial."""


@bp.get("/documents/<int:document_id>/offer")
def show_offer(document_id: int) -> str:
    """What changed since the last offer; what is editorial can be declared there."""
    document, _ = open_document(
        db.session, document_id, current_account(), to=Act.OFFER_TEXT
    )
    return _page(document, Given())


@bp.post("/documents/<int:document_id>/offer")
def offer_text(document_id: int) -> Response:
    """Offer the text as it stands: holders of objections are asked again."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.OFFER_TEXT
    )
    ticked = {one: request.form.get(f"why-{one}", "") for one in _ticked()}
    try:
        why = _declared(db.session, document)
        label = _label(document)
        actor = asker.acting(Act.OFFER_TEXT)
        offering.offer_text(
            db.session, document, label=label, actor=actor, editorial=why
        )
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        if not ticked:
            raise
        return _again(document_id, ticked, refusal)
    commit(db.session)
    return done(document, asker, None, f"Offered to the coalition as “{label}”.")


@bp.post("/documents/<int:document_id>/editorial-changes/<int:change_id>/contest")
def contest_change(document_id: int, change_id: int) -> Response:
    """Say that a change declared editorial is one of substance: from then on it is."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.CONTEST
    )
    change = contest(db.session, document, change_id, by=asker.seat)
    commit(db.session)
    sentence = (
        "Recorded. The change counts as one of substance: whoever spoke on the words "
        "before is asked again."
    )
    return done(document, asker, change.block_id, sentence)


def _ticked() -> list[str]:
    return list(dict.fromkeys(request.form.getlist("editorial")))


def _declared(session: Session, document: Document) -> dict[str, str]:
    """Why changes are editorial, by block; refused if the words are not those read."""
    now = {block.block_id: block.hash for block in blocks_of(session, document.id)}
    for block_id in _ticked():
        if now.get(block_id) != request.form.get(f"words-{block_id}"):
            raise Refused(
                "The text changed while you were reading. Nothing was offered: "
                "look at the changes again."
            )
    return {
        one: written(f"why-{one}", "Your reason", at_most=LONGEST_WHY)
        for one in _ticked()
    }


def _label(document: Document) -> str:
    last = latest_snapshot(db.session, document.id)
    label = written("label", "The name of this draft", at_most=80)
    return label or f"Draft {last.number + 1 if last else 1}"


def _again(document_id: int, ticked: dict[str, str], refusal: Refused) -> Response:
    """The page with all that was typed, and the sentence at the field at fault."""
    db.session.rollback()
    document, _ = open_document(
        db.session, document_id, current_account(), to=Act.OFFER_TEXT
    )
    faults = {}
    if isinstance(refusal, Invalid):
        faults = {f"why-{one}": str(refusal) for one in _at_fault(ticked)}
    given = Given(ticked, faults or {"changes": str(refusal)})
    return make_response(_page(document, given), status_of(refusal))


def _at_fault(ticked: dict[str, str]) -> list[str]:
    return [
        one for one, why in ticked.items()
        if not why.strip() or len(why.strip()) > LONGEST_WHY
    ]  # fmt: skip


def _page(document: Document, given: Given) -> str:
    page = offer_page(db.session, document, given)
    return render_template("deliberation/offer.html", page=page, document=document)
