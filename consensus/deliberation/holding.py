"""
Where one holder's objection stands with the words as they are now (domain.md 6.4).

Derived on reading, so that a page is right at every keystroke; it is written down
only at a snapshot or when the holder acts (decisions.md 10).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus.deliberation.call_queries import is_outside_call
from consensus.deliberation.editorial import counting_moves
from consensus.deliberation.lineage import moved_since, places_now
from consensus.deliberation.machine import HOLDERS_MOVES, LIVE, OPPOSING, RULES, Move
from consensus.deliberation.models import (
    Holder,
    HolderMove,
    HolderState,
    InRound,
    Objection,
    TargetKind,
)
from consensus.deliberation.places import after, blocks_among
from consensus.documents.models import HEARD, Document
from consensus.documents.stage_moves import BEFORE_PUBLICATION
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import any_block_of
from consensus.wordings.models import Wording
from consensus.wordings.structure import CARRYING, EFFECTS

_RESTS = LIVE | {HolderState.RESOLVED}
_OPEN_AGAIN = frozenset({Move.RAISE_AGAIN, Move.ASK_FOR_CHANGE})


@dataclass(frozen=True)
class Held:
    """
    The state that holds now and the move that would record it.

    `wording` is the one last spoken on; `places` are the blocks of the text to which
    the objection is linked now, in order: none if all it was on has gone.
    """

    state: HolderState
    wording: Wording | None
    move: Move | None
    places: tuple[DraftBlock, ...] = ()

    @property
    def blocks(self) -> tuple[str, ...]:
        """The ids of its places."""
        return tuple(one.block_id for one in self.places)


def held_now(session: Session, document_id: int, holder: Holder) -> Held:
    """
    What a holder says of the words as they are at this moment (B2, R7, R9, INV-25).

    Changed words ask the holder again; words that came back bring back what the
    holder said of them; words that only stand in other paragraphs now are followed
    there (5.5). Nothing is written.
    """
    if not holder.words:
        return Held(holder.state, None, None)
    if holder.objection.target is TargetKind.OMISSION:
        return _held_on_gap(session, document_id, holder)
    stance = _stance(session, document_id, holder)
    if stance is not None:
        return _as_held(holder, *stance)
    places = tuple(_looked_for(session, document_id, holder))
    if holder.state not in LIVE:
        return Held(holder.state, holder.wording, None, places)
    if holder.recorded_in and holder.state in OPPOSING:  # changed words start afresh
        return Held(HolderState.RECORDED, holder.wording, Move.LEFT_BEHIND, places)
    return Held(HolderState.RECHECK, holder.wording, Move.WORDS_CHANGED, places)


def held_by(
    session: Session, document_id: int, objections: Sequence[Objection]
) -> dict[int, Held]:
    """`held_now` of all holders by row number; what it looks at is fetched once."""
    holders = [holder for one in objections for holder in one.holders]
    kept = _fetched(session, document_id, holders)  # alive, so that gets find them
    held = {one.id: held_now(session, document_id, one) for one in holders}
    del kept
    return held


def block_ids_of(
    session: Session, document_id: int, holder: Holder
) -> tuple[str | None, ...]:
    """
    Under which blocks a holder's objection is shown and counted; None: the whole.

    Where all of it was removed, under the removed paragraphs. What is missing has a
    place of its own (`places.after`), where it counts for no words.
    """
    return linked_to(holder, held_now(session, document_id, holder))


def linked_to(holder: Holder, held: Held) -> tuple[str | None, ...]:
    """The same for a holder of whom it is known already where they stand."""
    if not holder.words:
        return (holder.objection.block_id,)
    if holder.objection.target is TargetKind.OMISSION:
        return (after(held.blocks[-1]),)
    return tuple(one.block_id for one in held.places or holder.words)


def has_changed(session: Session, document_id: int, holder: Holder) -> bool:
    """Whether words still stand, but not those the holder spoke on last (R6b)."""
    spoken = holder.words
    is_omission = holder.objection.target is TargetKind.OMISSION
    if not spoken or is_omission or is_gone(session, document_id, holder):
        return False
    now = _present(session, document_id, holder, spoken, holder.words_seq)
    return now is None


def is_gone(session: Session, document_id: int, holder: Holder) -> bool:
    """Whether what was objected to is no longer there to object to."""
    return bool(holder.words) and not held_now(session, document_id, holder).places


def is_out_of_round(session: Session, document: Document, holder: Holder) -> bool:
    """
    Whether a repeat call is open that does not ask about what a holder opposes, and
    the caller has not accepted it as new information (6.2, R23): no change can be
    asked for there; a dissent can be recorded.
    """
    if holder.objection.in_round is InRound.ADMITTED:
        return False
    blocks = blocks_among(block_ids_of(session, document.id, holder))
    return is_outside_call(session, document, blocks)


def was_dissent(holder: Holder) -> bool:
    """Whether a holder's words are a dissent, or were when they last stood."""
    stood = [move.after for move in holder.moves if move.after in LIVE]
    state = holder.state if holder.state in LIVE or not stood else stood[-1]
    return state is HolderState.DISSENTING


def open_moves(session: Session, document: Document, holder: Holder) -> list[Move]:
    """What the holder can do about their own objection now, in the table's order."""
    if document.stage_now not in BEFORE_PUBLICATION:
        return []
    state = held_now(session, document.id, holder).state
    late = document.stage_now in HEARD
    only_dissent = late or is_out_of_round(session, document, holder)
    closed = set(_OPEN_AGAIN) if only_dissent else {Move.DISSENT_AFTER_CALL}
    if holder.replied:
        closed.add(Move.REPLY)
    if not holder.recorded_in:
        closed.add(Move.CONFIRM)
    if is_gone(session, document.id, holder):
        closed.add(Move.KEEP)
    return [
        move
        for move in HOLDERS_MOVES
        if state in RULES[move].before and move not in closed
    ]


_FEW = 500
"""Rows that a statement names one by one; it rather takes all of a document's."""


def _fetched(
    session: Session, document_id: int, holders: Sequence[Holder]
) -> tuple[object, ...]:
    """The words that some holders ever spoke on, and their paragraphs as they are."""
    spoken = {
        number for one in holders for move in one.moves for number in move.wordings
    }
    if not spoken:
        return ()
    words = select(Wording).where(Wording.document_id == document_id)
    if len(spoken) <= _FEW:
        words = words.where(Wording.id.in_(spoken))
    wordings = session.scalars(words).all()
    blocks = {one.block_id for one in wordings if one.id in spoken}
    rows = select(DraftBlock).where(DraftBlock.document_id == document_id)
    if len(blocks) <= _FEW:
        rows = rows.where(DraftBlock.block_id.in_(blocks))
    return wordings, session.scalars(rows).all()


def _looked_for(session: Session, document_id: int, holder: Holder) -> list[DraftBlock]:
    """
    Where words are to be looked for that do not stand as they were; for an objection
    to the removal of a paragraph: that paragraph, while it is removed.
    """
    blocks = [one.block_id for one in holder.words]
    if holder.objection.target is TargetKind.REMOVAL:
        rows = [any_block_of(session, document_id, one) for one in blocks]
        return [row for row in rows if row.deleted]
    return places_now(session, document_id, blocks, holder.words_seq)


def _held_on_gap(session: Session, document_id: int, holder: Holder) -> Held:
    """
    What is missing stays missing whatever becomes of the paragraph before it: it is
    behind the last part of that, or where it was removed behind its tombstone (R8).
    """
    blocks = [one.block_id for one in holder.words]
    now = places_now(session, document_id, blocks, holder.words_seq)
    last = now[-1] if now else any_block_of(session, document_id, blocks[-1])
    return Held(holder.state, holder.wording, None, (last,))


def _stance(
    session: Session, document_id: int, holder: Holder
) -> tuple[HolderMove, list[DraftBlock]] | None:
    """The last thing the holder said of words that are in the text now, and where."""
    if holder.state in {HolderState.WITHDRAWN, HolderState.VOIDED}:
        return None
    counting = counting_moves(session, holder)
    moves = [one for one in reversed(counting) if one.after in _RESTS]
    for number, move in enumerate(moves):
        spoken = _spoken(session, move)
        now = _present(session, document_id, holder, spoken, move.draft_seq)
        if now is not None:
            return _with_what_is_back(session, document_id, moves[number:], now)
    return None


def _with_what_is_back(
    session: Session,
    document_id: int,
    moves: Sequence[HolderMove],
    now: list[DraftBlock],
) -> tuple[HolderMove, list[DraftBlock]]:
    """
    The first of these moves and where its words stand, and with it what the holder
    opposed before in a paragraph that is back in the text beside them (B2): one that
    was merged and then restored. What they narrowed away stays away.
    """
    last, found = moves[0], list(now)
    for later, move in pairwise(moves):
        if later.move == Move.NARROW:
            break
        spoken = _spoken(session, move)
        rows = [any_block_of(session, document_id, one.block_id) for one in spoken]
        here = {row.block_id for row in found}
        is_back = all(map(_reads, rows, spoken)) and here.isdisjoint(
            row.block_id for row in rows
        )
        if is_back and move.after in LIVE:
            if last.after not in LIVE:
                last, found = move, []
            found += rows
    return last, found


def _spoken(session: Session, move: HolderMove) -> list[Wording]:
    return [session.get_one(Wording, one) for one in move.wordings]


def _present(
    session: Session,
    document_id: int,
    holder: Holder,
    spoken: Sequence[Wording],
    since: int,
) -> list[DraftBlock] | None:
    """Where exactly these words stand now; None if they do not."""
    rows = [any_block_of(session, document_id, one.block_id) for one in spoken]
    if holder.objection.target is TargetKind.REMOVAL:
        return rows if all(row.deleted for row in rows) else None
    if all(_reads(row, one) for row, one in zip(rows, spoken, strict=True)):
        return rows
    moved = moved_since(session, document_id, spoken, since)
    if not all(EFFECTS[one.change].objections in CARRYING for one in moved):
        return None
    followed = {block for one in moved for block in one.family.blocks}
    for row, one in zip(rows, spoken, strict=True):
        if one.block_id not in followed and not _reads(row, one):
            return None
    return places_now(session, document_id, [one.block_id for one in spoken], since)


def _reads(row: DraftBlock, wording: Wording) -> bool:
    return row.hash == wording.hash and not row.deleted


def _as_held(holder: Holder, move: HolderMove, now: list[DraftBlock]) -> Held:
    spoken = {(one.block_id, one.hash) for one in holder.words}
    is_removal = holder.objection.target is TargetKind.REMOVAL
    same_words = is_removal or spoken == {(row.block_id, row.hash) for row in now}
    if same_words and move.after is holder.state:
        return Held(holder.state, holder.wording, None, tuple(now))
    carried = move.after is holder.state and move.wordings == holder.wording_ids
    how = Move.WORDS_CARRIED if carried else Move.WORDS_RESTORED
    return Held(move.after, holder.wording, how, tuple(now))
