"""
Who looks after a document: editors, the consensus caller, coordinators.

Coordinators name them here; in a coalition without coordinators, members offer here to
coordinate the document together (domain.md 8).
"""

from collections.abc import Mapping

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.coalitions.models import Role
from consensus.coalitions.queries import (
    coordinators_of,
    member_numbered,
    members_of,
    offers_to_coordinate,
    roles_in_force,
    term_numbered,
)
from consensus.coalitions.roles import (
    OF_DOCUMENT,
    Post,
    end_role,
    give_role,
    offer_to_coordinate,
)
from consensus.coalitions.routes import choices_of
from consensus.db import begin_writing, db
from consensus.deliberation.absence import due_of
from consensus.deliberation.actions.standing_in import (
    offers_to_stand_in,
    stand_in,
)
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.errors import Invalid, NotFound, Refused
from consensus.web import chosen, redirect_to
from consensus.web.refusals import status_of
from consensus.workspace.routes import bp


@bp.get("/documents/<int:document_id>/people")
def show_people(document_id: int) -> str:
    """Who holds which role for a document; open to everyone."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    return _page(document, asker)


@bp.post("/documents/<int:document_id>/people")
def appoint(document_id: int) -> Response | tuple[str, int]:
    """Name an editor or the consensus caller, as a coordinator."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.APPOINT
    )
    try:
        seat = member_numbered(
            db.session, document.coalition, request.form.get("member", 0, type=int)
        )
        post = Post(chosen(Role, "role"), document.id)
        give_role(db.session, seat, post, by=asker.seat)
    except Refused as refusal:
        db.session.rollback()
        return _page(document, asker, _faults(refusal)), status_of(refusal)
    commit(db.session)
    flash(f"{seat.account.name} is {post.role} of this document from now on.", "ok")
    return _back(document)


@bp.post("/documents/<int:document_id>/people/end")
def end_document_role(document_id: int) -> Response:
    """End a role for the document, one's own or, as a coordinator, another's."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    term = term_numbered(
        db.session, document.coalition, request.form.get("term", 0, type=int)
    )
    if term.document_id != document.id:
        raise NotFound("There is no such role for this document.")
    end_role(db.session, term, by=asker.seat)
    commit(db.session)
    flash(f"{term.member.account.name} is no longer {term.role}.", "ok")
    return _back(document)


@bp.post("/documents/<int:document_id>/people/coordinate")
def coordinate(document_id: int) -> Response:
    """Offer to coordinate a document of a coalition that has no coordinator."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.COORDINATE
    )
    terms = offer_to_coordinate(
        db.session, document.coalition, document.id, by=asker.seat
    )
    commit(db.session)
    if terms:
        names = " and ".join(term.member.account.name for term in terms)
        flash(f"{names} coordinate this document from now on.", "ok")
    else:
        flash(
            "Your offer is recorded. It takes effect when a member from another"
            " organisation offers too.",
            "ok",
        )
    return _back(document)


@bp.post("/documents/<int:document_id>/people/stand-in")
def stand_in_for_absent(document_id: int) -> Response:
    """Act in the place of a caller or coordinator who does not (R34)."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.STAND_IN
    )
    actor = asker.acting(Act.STAND_IN)
    seats = stand_in(db.session, document, by=asker.seat, actor=actor)
    commit(db.session)
    names = " and ".join(one.account.name for one in seats)
    waits = "It takes effect when a member from another organisation offers too."
    done = f"{names} can act now, and are named here." if names else waits
    flash(f"Recorded. {done}", "ok")
    return _back(document)


def _page(
    document: Document, asker: Asker, errors: Mapping[str, str] | None = None
) -> str:
    coalition = document.coalition
    may = asker.may(Act.APPOINT, document)
    due = due_of(db.session, document)
    terms = roles_in_force(db.session, coalition, document_id=document.id)
    above = coordinators_of(db.session, coalition)
    led = bool(above) or any(term.role is Role.COORDINATOR for term in terms)
    return render_template(
        "coalitions/people.html",
        document=document,
        coalition=coalition,
        terms=terms,
        coordinators=above,
        offers=[] if led else offers_to_coordinate(db.session, document.id),
        may_offer=not led and asker.may(Act.COORDINATE, document),
        own=asker.member,
        due=due,
        due_offers=offers_to_stand_in(db.session, document, due) if due else (),
        may_stand_in=bool(due and asker.member and due.admits(asker.member))
        and asker.may(Act.STAND_IN, document),
        may=may,
        members=choices_of(members_of(db.session, coalition)) if may else [],
        roles=[(str(one), str(one).capitalize()) for one in sorted(OF_DOCUMENT)],
        typed=request.form,
        errors=errors or {},
    )


def _faults(refusal: Refused) -> dict[str, str]:
    if isinstance(refusal, Invalid):
        return {"role": "Choose the role of editor or of consensus caller."}
    if isinstance(refusal, NotFound):
        return {"member": "Choose a member of the coalition."}
    return {"member": str(refusal)}


def _back(document: Document) -> Response:
    return redirect_to(url_for("workspace.show_people", document_id=document.id))
