"""What record custodians do about one text: hidden names, and impersonation."""

from flask import flash, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.archive.models import ChainKind
from consensus.archive.queries import entries_of
from consensus.archive.verbs import Verb
from consensus.db import begin_writing, db
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.documents.pseudonyms import naming_in
from consensus.errors import NotFound, Refused
from consensus.moderation.actions.custody import (
    GROUND_WORDS,
    Ground,
    act_called,
    acts_in,
    see_identity,
    void,
)
from consensus.moderation.actions.hiding import LONGEST_REASON
from consensus.moderation.through_routes import bp
from consensus.web import chosen, redirect_to, written
from consensus.web.refusals import status_of

__all__ = ["bp"]  # the blueprint of moderation, with these pages among its own


@bp.get("/custody")
def show_custody(document_id: int) -> str:
    """How often hidden names were seen; for a custodian, the forms."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    return _page(document, asker)


@bp.post("/custody/identity")
def see_who(document_id: int) -> Response:
    """Show a custodian, once, who stands behind a hidden name; it is recorded."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.SEE_IDENTITY
    )
    try:
        act = act_called(db.session, document, request.form.get("act", ""))
        reason = written("reason", "A reason", at_most=LONGEST_REASON)
        member = see_identity(
            db.session, document, act, chosen(Ground, "ground"), reason,
            by=asker.acting(Act.SEE_IDENTITY),
        )  # fmt: skip
    except Refused as refusal:
        return _refused(document_id, refusal)
    commit(db.session)
    answer = make_response(
        render_template(
            "moderation/identity.html",
            document=document,
            member=member,
            about=act.about,
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/custody/voiding")
def void_act(document_id: int) -> Response:
    """Void what an impersonator said, with a public note."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.VOID
    )
    try:
        act = act_called(db.session, document, request.form.get("act", ""))
        note = written("note", "A note", at_most=LONGEST_REASON)
        name = asker.account.name if asker.account else ""
        void(db.session, document, act, note, by=asker.acting(Act.VOID), name=name)
    except Refused as refusal:
        return _refused(document_id, refusal)
    commit(db.session)
    flash(f"{act.about} is void; it counts nowhere from now on.", "ok")
    return redirect_to(url_for(".show_custody", document_id=document_id))


def _refused(document_id: int, refusal: Refused) -> Response:
    db.session.rollback()
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    status = 422 if isinstance(refusal, NotFound) else status_of(refusal)
    return make_response(_page(document, asker, str(refusal)), status)


def _page(document: Document, asker: Asker, fault: str = "") -> str:
    naming = naming_in(db.session, document.id)
    sees, voids = (asker.may(one, document) for one in (Act.SEE_IDENTITY, Act.VOID))
    acts = acts_in(db.session, document) if sees else []
    chain = (ChainKind.DOCUMENT, document.id)
    return render_template(
        "moderation/custody.html",
        document=document,
        seen=len(entries_of(db.session, chain, [Verb.IDENTITY_SEEN])),
        sees=sees,
        voids=voids,
        acts=[
            (one.key, f"{one.about}: {naming(one.member, one.attribution)}")
            for one in acts
        ],
        grounds=[(str(one), words) for one, words in GROUND_WORDS.items()],
        given=request.form,
        fault=fault,
    )
