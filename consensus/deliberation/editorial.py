"""
Which changes are editorial (C1), who they concern, and how long they can be contested.

Nothing is written here: declaring is `actions.classing`, contesting
`actions.contesting`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consensus import clock
from consensus.coalitions.models import Member
from consensus.deliberation.editorial_models import EditorialChange
from consensus.deliberation.machine import LIVE, RULES, Move, Who
from consensus.deliberation.models import Holder, HolderMove, Position
from consensus.deliberation.queries import own_holds, own_positions
from consensus.deliberation.windows import contest_ends
from consensus.wordings.canonical import plain_text
from consensus.wordings.models import Wording
from consensus.wordings.redline import Op, redline

Redline = list[tuple[Op, str]]

_OWN = {str(move) for move, rule in RULES.items() if rule.who is Who.HOLDER}


@dataclass(frozen=True)
class Contestable:
    """An editorial change and what of the reader's followed it."""

    change: EditorialChange
    position: Position | None
    holder: Holder | None

    @property
    def changes(self) -> Redline:
        """The redline from the words before to those after."""
        old, new = self.change.old.content, self.change.new.content
        return redline(plain_text(old), plain_text(new))

    @property
    def until(self) -> datetime:
        """Until when it can be contested, UTC."""
        return contest_ends(self.change.declared_at)


def editorial_changes(session: Session, document_id: int) -> Sequence[EditorialChange]:
    """All changes of a document that were declared editorial, oldest first."""
    return session.scalars(
        select(EditorialChange)
        .where(EditorialChange.document_id == document_id)
        .options(joinedload(EditorialChange.old), joinedload(EditorialChange.new))
        .order_by(EditorialChange.id)
    ).all()


def open_windows(session: Session, document_id: int) -> list[EditorialChange]:
    """Those that nobody has contested and that somebody still could."""
    return [
        one
        for one in editorial_changes(session, document_id)
        if one.contested_at is None and clock.now() < contest_ends(one.declared_at)
    ]


def edits_during(
    session: Session, document_id: int, opens: datetime, closes: datetime
) -> list[EditorialChange]:
    """
    The editorial changes that could be contested while a call was open (R10).

    The text itself is locked then (decisions.md 14), so these are all there can be.
    """
    return [
        one
        for one in editorial_changes(session, document_id)
        if one.declared_at < closes and contest_ends(one.declared_at) > opens
    ]


def contestable_by(
    session: Session, document_id: int, member: Member
) -> list[Contestable]:
    """The changes that a member can contest now: those that took their words along."""
    changes = open_windows(session, document_id)
    return taken_along(session, changes, member) if changes else []


def taken_along(
    session: Session, changes: Sequence[EditorialChange], member: Member
) -> list[Contestable]:
    """Those of some changes of one document that took a member's words along."""
    here = {one.document_id for one in changes}
    positions = [p for one in here for p in own_positions(session, one, member)]
    holds = [one for one in own_holds(session, member) if one.state in LIVE]
    found = []
    for change in changes:
        position = next((p for p in positions if _followed(p, change)), None)
        holder = next((h for h in holds if _was_taken_along(h, change)), None)
        if position or holder:
            found.append(Contestable(change, position, holder))
    return found


def edits_since_spoken(moves: Sequence[HolderMove]) -> list[HolderMove]:
    """The editorial changes that an objection followed since its holder last spoke."""
    found: list[HolderMove] = []
    for move in moves:
        if move.move == Move.WORDS_EDITED:
            found.append(move)
        elif move.move in _OWN:
            found.clear()
    return found


def counting_moves(session: Session, holder: Holder) -> list[HolderMove]:
    """
    The moves of a holder that say on which words they stand: not those which rest on an
    editorial change that was contested, unless the holder has spoken since.
    """
    if all(one.move != Move.WORDS_EDITED for one in holder.moves):
        return list(holder.moves)
    contested = _contested(session, holder.objection.document_id)
    counting: list[HolderMove] = []
    is_lost = False
    for move in holder.moves:
        if move.move == Move.WORDS_EDITED:
            is_lost = is_lost or bool(contested & set(move.wordings))
        elif move.move in _OWN:
            is_lost = False
        if not is_lost:
            counting.append(move)
    return counting


def was_contested(session: Session, document_id: int, old: Wording, name: str) -> bool:
    """Whether a change from a wording to the one with this hash was contested."""
    return any(
        one.contested_at is not None and one.old_id == old.id and one.new.hash == name
        for one in editorial_changes(session, document_id)
    )


def _contested(session: Session, document_id: int) -> set[int]:
    """Row numbers of the wordings to which contested changes led."""
    return set(
        session.scalars(
            select(EditorialChange.new_id).where(
                EditorialChange.document_id == document_id,
                EditorialChange.contested_at.is_not(None),
            )
        )
    )


def _followed(position: Position, change: EditorialChange) -> bool:
    return position.wording_id == change.new_id and position.carried_from is not None


def _was_taken_along(holder: Holder, change: EditorialChange) -> bool:
    edits = edits_since_spoken(holder.moves)
    return any(change.new_id in one.wordings for one in edits)
