"""Playing through the history of a text, step by step; open to everyone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask import render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consensus.accounts.signing_in import current_account
from consensus.coalitions.models import Member
from consensus.db import db
from consensus.documents.access import Act, open_document
from consensus.documents.models import Document
from consensus.drafting.history import Sitting, sittings_of
from consensus.workspace.compare_page import compared
from consensus.workspace.routes import bp
from consensus.workspace.states import BEGINNING, State, state_called, states_of


class By(StrEnum):
    """What one step is."""

    STATES = "states"
    SITTINGS = "sittings"


@dataclass(frozen=True)
class Step:
    """One step: the state it ends with, and who wrote since the one before."""

    state: State
    writers: tuple[str, ...]


@bp.get("/documents/<int:document_id>/play")
def play_history(document_id: int) -> str:
    """Step `step` (from 1), `by` kept states or by sittings of writing."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    by = By.STATES if request.args.get("by") == By.STATES else By.SITTINGS
    steps = steps_of(db.session, document, by)
    wanted = request.args.get("step", 1, type=int)
    at = max(1, min(wanted, len(steps)))
    return render_template(
        "workspace/play.html",
        document=document,
        asker=asker,
        by=by,
        at=at,
        steps=steps,
        view=_view(document, steps, at) if steps else None,
    )


def steps_of(session: Session, document: Document, by: By) -> list[Step]:
    """All steps of a text, the oldest first; each ends with another text."""
    kept = {
        one.seq: one
        for one in reversed(states_of(session, document))
        if one.seq and not one.key.startswith("v")
    }
    sittings = sittings_of(session, document.id, ends=kept.keys())
    names = _names(session, sittings)
    if by is By.SITTINGS:
        return [
            Step(_end(session, document, kept, one.last), _writers([one], names))
            for one in sittings
        ]
    before = 0
    steps = []
    for seq, state in sorted(kept.items()):
        since = [one for one in sittings if before < one.last <= seq]
        steps.append(Step(state, _writers(since, names)))
        before = seq
    return steps


def _end(
    session: Session, document: Document, kept: dict[int, State], seq: int
) -> State:
    return kept.get(seq) or state_called(session, document, str(seq))


def _view(document: Document, steps: Sequence[Step], at: int) -> object:
    beginning = state_called(db.session, document, BEGINNING)
    old = steps[at - 2].state if at > 1 else beginning
    return compared(db.session, document, old, steps[at - 1].state)


def _writers(sittings: Sequence[Sitting], names: dict[int, str]) -> tuple[str, ...]:
    seats = dict.fromkeys(seat for one in sittings for seat in one.members)
    return tuple(names[seat] for seat in seats if seat in names)


def _names(session: Session, sittings: Sequence[Sitting]) -> dict[int, str]:
    """Editors write in a public role, so their names are shown (domain.md 8)."""
    seats = {seat for one in sittings for seat in one.members}
    rows = session.scalars(
        select(Member).where(Member.id.in_(seats)).options(joinedload(Member.account))
    )
    return {one.id: one.account.name for one in rows}
