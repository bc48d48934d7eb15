"""Bringing back an earlier wording or state: what it would change, and the deed."""

from dataclasses import dataclass

from flask import flash, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.db import begin_writing, db
from consensus.deliberation.heard import heard_in
from consensus.deliberation.models import PositionKind
from consensus.deliberation.standing import Says, says_on
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import any_block_of, blocks_of, head_seq, labels
from consensus.drafting.restoring import (
    Restoration,
    restore,
    text_restoration,
    wording_restoration,
)
from consensus.errors import NotFound
from consensus.schema import Block
from consensus.web import redirect_to
from consensus.wordings.canonical import wording_hash
from consensus.wordings.comparing import Comparison, compare
from consensus.wordings.queries import snapshot_numbered, wordings_of_block
from consensus.workspace.compare_page import Compared, name_of, shown_comparison
from consensus.workspace.routes import bp
from consensus.workspace.states import NOW, State, state_called

CONFLICT = 409


@dataclass(frozen=True)
class Goal:
    """What is to be brought back: its name, its address and the way back."""

    name: str
    restoration: Restoration
    action: str
    back: str


@dataclass(frozen=True)
class Reach:
    """How many people a restoration concerns."""

    asked: int
    """Whose words stand on a wording that would go."""
    heard_again: int
    """Whose position on the wording that comes back would count again (B2)."""


@bp.get("/documents/<int:document_id>/states/<int:number>/restore")
def show_text_restoration(document_id: int, number: int) -> str:
    """What bringing back a whole state would change."""
    document, _ = _to_edit(document_id)
    return _page(document, _text_goal(document, number))


@bp.post("/documents/<int:document_id>/states/<int:number>/restore")
def restore_text(document_id: int, number: int) -> Response | tuple[str, int]:
    """Make the text read as one of its states did."""
    begin_writing(db.session)
    document, asker = _to_edit(document_id)
    return _restore(document, asker, _text_goal(document, number))


@bp.get(
    "/documents/<int:document_id>/paragraphs/<block_id>/wordings/<int:number>/restore"
)
def show_wording_restoration(document_id: int, block_id: str, number: int) -> str:
    """What bringing back an earlier wording would change."""
    document, _ = _to_edit(document_id)
    return _page(document, _wording_goal(document, block_id, number))


@bp.post(
    "/documents/<int:document_id>/paragraphs/<block_id>/wordings/<int:number>/restore"
)
def restore_wording(
    document_id: int, block_id: str, number: int
) -> Response | tuple[str, int]:
    """Give a paragraph one of its earlier wordings, putting it back if it is gone."""
    begin_writing(db.session)
    document, asker = _to_edit(document_id)
    return _restore(document, asker, _wording_goal(document, block_id, number))


def reach_of(session: Session, document: Document, comparison: Comparison) -> Reach:
    """How many people are asked again, and how many are heard again, by a change."""
    heard = heard_in(session, document)
    rows = {one.block_id: one for one in blocks_of(session, document.id)}
    asked: set[int] = set()
    again: set[int] = set()
    for row in comparison.changed:
        if row.is_wording_same:
            continue
        if row.id in rows:
            asked |= _people(says_on(heard, rows[row.id]))
        if row.new is not None:
            again |= _positioned(says_on(heard, _as_if(document, row.new)))
    return Reach(len(asked), len(again))


def _to_edit(document_id: int) -> tuple[Document, Asker]:
    return open_document(db.session, document_id, current_account(), to=Act.EDIT_TEXT)


def _text_goal(document: Document, number: int) -> Goal:
    snapshot = snapshot_numbered(db.session, document.id, number)
    restoration = text_restoration(db.session, document, snapshot)
    return Goal(
        f"State {number}: {snapshot.label}", restoration,
        url_for("workspace.restore_text", document_id=document.id, number=number),
        url_for("workspace.show_state", document_id=document.id, number=number),
    )  # fmt: skip


def _wording_goal(document: Document, block_id: str, number: int) -> Goal:
    any_block_of(db.session, document.id, block_id)
    wordings = wordings_of_block(db.session, document.id, block_id)
    found = {one.number: one for one in wordings}
    if number not in found:
        raise NotFound("There is no such wording of this paragraph.")
    label = labels(db.session, document.id).get(block_id, "a removed paragraph")
    return Goal(
        f"Wording {number} of {name_of(label).lower()}",
        wording_restoration(db.session, document, found[number]),
        url_for(
            "workspace.restore_wording",
            document_id=document.id, block_id=block_id, number=number,
        ),
        url_for(
            "workspace.show_paragraph_history",
            document_id=document.id, block_id=block_id,
        ),
    )  # fmt: skip


def _page(document: Document, goal: Goal, *, moved_on: bool = False) -> str:
    now = [row.content for row in blocks_of(db.session, document.id)]
    comparison = compare(now, goal.restoration.revision.blocks)
    return render_template(
        "workspace/restore.html",
        document=document,
        goal=goal,
        view=_view(document, goal, comparison),
        reach=reach_of(db.session, document, comparison),
        seq=head_seq(db.session, document.id),
        moved_on=moved_on,
    )


def _restore(
    document: Document, asker: Asker, goal: Goal
) -> Response | tuple[str, int]:
    """If the text moved on since the page was made, the page is shown again."""
    seen = request.form.get("seq", type=int)
    if seen != head_seq(db.session, document.id):
        page = _page(document, goal, moved_on=True)
        db.session.rollback()
        return page, CONFLICT
    restore(db.session, document, goal.restoration, by=asker.seat)
    commit(db.session)
    flash(
        f"{goal.name} is back. Offer the text for positions when it is ready: "
        "whoever it concerns is told then.",
        "ok",
    )
    return redirect_to(goal.back)


def _view(document: Document, goal: Goal, comparison: Comparison) -> Compared:
    now = state_called(db.session, document, NOW)
    return shown_comparison(comparison, now, State("", goal.name, 0, None))


def _as_if(document: Document, block: Block) -> DraftBlock:
    """The block as it would be; it is never added to the session."""
    return DraftBlock(
        document_id=document.id, block_id=block["attrs"]["id"], kind=block["type"],
        content=block, hash=wording_hash(block), deleted=False,
    )  # fmt: skip


def _people(said: list[Says]) -> set[int]:
    return {one.member_id for one in said if one.kind != "stale" and not one.departed}


def _positioned(said: list[Says]) -> set[int]:
    kinds = {str(kind) for kind in PositionKind}
    return {one.member_id for one in said if one.kind in kinds}
