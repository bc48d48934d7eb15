"""Contesting an editorial change: one voice is enough to make it one of substance."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.deliberation.actions.holders import moved
from consensus.deliberation.editorial import (
    Contestable,
    counting_moves,
    edits_since_spoken,
    taken_along,
)
from consensus.deliberation.editorial_models import EditorialChange
from consensus.deliberation.machine import LIVE, Move
from consensus.deliberation.models import Holder, HolderState, Position
from consensus.deliberation.position_machine import (
    PositionMove,
    check_position,
)
from consensus.deliberation.queries import objections_of
from consensus.deliberation.windows import contest_ends
from consensus.documents.models import Document
from consensus.errors import NotAllowed, NotFound, Refused
from consensus.wordings.models import Wording


def contest(
    session: Session, document: Document, change_id: int, *, by: Member
) -> EditorialChange:
    """
    Say that an editorial change is one of substance; from now on it is (domain.md 5.3).

    Positions that followed it end, so that they are on the earlier wording again, and
    holders who followed it are asked. NotAllowed for anybody whose words it did not
    take along; Refused after 7 days, or if somebody contested it before.
    """
    change = session.get(EditorialChange, change_id)
    if change is None or change.document_id != document.id:
        raise NotFound("There is no such editorial change of this text.")
    own = _own(session, change, by)
    change.contested_at = clock.now()
    session.flush()
    ended = _end_positions(session, change)
    facts = {
        "block": change.block_id,
        "from": change.old.hash,
        "to": change.new.hash,
        "positions": ended,
    }
    deed = Deed(Verb.WORDING_CONTESTED, f"block:{change.block_id}", facts)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=_actor(own, by))
    for objection in objections_of(session, document.id):
        for holder in objection.holders:
            _ask_again(session, document, holder, change)
    return change


def _own(session: Session, change: EditorialChange, by: Member) -> Contestable:
    """What of the member's followed the change, while it can be contested."""
    if change.contested_at is not None:
        raise Refused(
            "Somebody has contested this change already: it counts as one of substance."
        )
    mine = taken_along(session, [change], by)
    if not mine:
        raise NotAllowed(
            "Only people whose position or objection followed an editorial change "
            "can contest it."
        )
    if clock.now() >= contest_ends(change.declared_at):
        raise Refused(
            "The time for contesting this change is over. "
            "You can still change your position or object."
        )
    return mine[0]


def _actor(own: Contestable, by: Member) -> Actor:
    """Shown as the person is shown in what followed the change (R17)."""
    said = own.position or own.holder
    attribution = str(said.attribution) if said else ""
    return Actor(by.account_id, "member", attribution)


def _end_positions(session: Session, change: EditorialChange) -> list[int]:
    """End what followed the change, and what followed from that in its turn."""
    rows = session.scalars(
        select(Position).where(
            Position.document_id == change.document_id,
            Position.carried_from.is_not(None),
        ).order_by(Position.id)
    ).all()  # fmt: skip
    lost: set[int] = set()
    ended = []
    for row in rows:  # what was carried comes after what it was carried from
        if row.wording_id == change.new_id or row.carried_from in lost:
            lost.add(row.id)
            if row.ended_at is None:
                row.ending = check_position(PositionMove.CONTEST, row)
                row.ended_at = clock.now()
                ended.append(row.id)
    session.flush()
    return ended


def _ask_again(
    session: Session, document: Document, holder: Holder, change: EditorialChange
) -> None:
    edits = edits_since_spoken(holder.moves)
    if holder.state not in LIVE or all(change.new_id not in e.wordings for e in edits):
        return
    last = counting_moves(session, holder)[-1]
    words = [session.get_one(Wording, one) for one in last.wordings]
    holder.stand_on(words, last.draft_seq)
    moved(session, document, holder, Move.WORDS_CHANGED, HolderState.RECHECK)
