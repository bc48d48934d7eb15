"""
Where one holder's objection stands with the words as they are now (domain.md 6.4).

Derived on reading, so that a page is right at every keystroke; it is written down
only at a snapshot or when the holder acts (decisions.md 10).
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.deliberation.machine import HOLDERS_MOVES, LIVE, RULES, Move
from consensus.deliberation.models import Holder, HolderState, TargetKind
from consensus.documents.models import Document, Stage
from consensus.drafting.queries import any_block_of
from consensus.wordings.models import Wording

_RESTS = LIVE | {HolderState.RESOLVED}
_OPEN_AGAIN = frozenset({Move.RAISE_AGAIN, Move.ASK_FOR_CHANGE})


@dataclass(frozen=True)
class Held:
    """The state that holds now, on which wording, and the move that would record it."""

    state: HolderState
    wording: Wording | None
    move: Move | None


def held_now(session: Session, document_id: int, holder: Holder) -> Held:
    """
    What a holder says of the words as they are at this moment (B2, R9, INV-25).

    Changed words ask the holder again; words that came back bring back what the
    holder said of them. Nothing is written.
    """
    if holder.wording is None:
        return Held(holder.state, None, None)
    now = target_now(session, document_id, holder)
    if now == holder.wording.hash and holder.state is not HolderState.RECHECK:
        return Held(holder.state, holder.wording, None)
    stood = state_held_on(session, holder, now)
    if stood is not None:
        moved = stood != (holder.state, holder.wording)
        return Held(*stood, Move.WORDS_RESTORED if moved else None)
    if holder.state in LIVE:
        return Held(HolderState.RECHECK, holder.wording, Move.WORDS_CHANGED)
    return Held(holder.state, holder.wording, None)


def target_now(session: Session, document_id: int, holder: Holder) -> str | None:
    """The hash of what the holder opposes as it stands now; None if it is gone."""
    objection = holder.objection
    if objection.block_id is None or holder.wording is None:
        return None
    block = any_block_of(session, document_id, objection.block_id)
    if objection.target is TargetKind.REMOVAL:
        return holder.wording.hash if block.deleted else None
    return None if block.deleted else block.hash


def state_held_on(
    session: Session, holder: Holder, wording_hash: str | None
) -> tuple[HolderState, Wording] | None:
    """What the holder last said of a wording, if they ever did (INV-25)."""
    if wording_hash is None or holder.state is HolderState.WITHDRAWN:
        return None
    for move in reversed(holder.moves):
        if move.after in _RESTS and move.wording_id is not None:
            wording = session.get_one(Wording, move.wording_id)
            if wording.hash == wording_hash:
                return move.after, wording
    return None


def is_gone(session: Session, document_id: int, holder: Holder) -> bool:
    """Whether what was objected to is no longer there to object to."""
    target = holder.objection.block_id
    return target is not None and target_now(session, document_id, holder) is None


def was_dissent(holder: Holder) -> bool:
    """Whether a holder's words are a dissent, or were when they last stood."""
    stood = [move.after for move in holder.moves if move.after in LIVE]
    state = holder.state if holder.state in LIVE or not stood else stood[-1]
    return state is HolderState.DISSENTING


def open_moves(session: Session, document: Document, holder: Holder) -> list[Move]:
    """What the holder can do about their own objection now, in the table's order."""
    if document.stage_now is Stage.PUBLISHED:
        return []
    state = held_now(session, document.id, holder).state
    late = document.stage_now is Stage.ASSESSMENT
    closed = set(_OPEN_AGAIN) if late else {Move.DISSENT_AFTER_CALL}
    if holder.replied:
        closed.add(Move.REPLY)
    if is_gone(session, document.id, holder):
        closed.add(Move.KEEP)
    return [
        move
        for move in HOLDERS_MOVES
        if state in RULES[move].before and move not in closed
    ]
