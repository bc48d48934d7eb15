"""What the reader can do with the objection they hold (domain.md 6.4, 5.5)."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.coalitions.models import Attribution
from consensus.deliberation.holding import Held, held_now, open_moves
from consensus.deliberation.machine import LIVE, OPPOSING, Move
from consensus.deliberation.models import Holder, HolderState, Receipt, TargetKind
from consensus.deliberation.objection_words import (
    ADDED,
    GONE,
    MOVE_WORDS,
    RECORDED,
    YOUR_TURN,
)
from consensus.deliberation.queries import receipts_of
from consensus.documents.hidings import kept_words
from consensus.documents.models import Document
from consensus.drafting.queries import labels


@dataclass(frozen=True)
class Part:
    """One of several paragraphs to which an objection is linked."""

    block_id: str
    label: str
    first_words: str


@dataclass(frozen=True)
class OwnSteps:
    """What the reader can do with the objection they hold."""

    question: str
    is_live: bool
    moves: list[tuple[Move, str]]
    parts: list[Part]
    """The paragraphs to choose among, if it is linked to several (5.5)."""
    can_reword: bool
    adds_only: bool
    kept: dict[str, str]
    """Their own words while these are hidden, to be said otherwise (R26); else {}."""
    standing: bool
    """Whether the holder keeps it on any wording with the same effect (R9)."""
    can_stand: bool
    """Whether they can say so now."""
    attribution: Attribution
    receipts: list[Receipt]


def own_steps(session: Session, document: Document, holder: Holder) -> OwnSteps:
    """What a holder is asked and can do about their own objection now."""
    held = held_now(session, document.id, holder)
    state = held.state
    moves = open_moves(session, document, holder)
    return OwnSteps(
        question=_what_is_asked(holder, state, moves),
        is_live=state in LIVE | {HolderState.RECHECK},
        moves=[(move, MOVE_WORDS[move]) for move in moves],
        parts=_parts(session, document, held) if moves else [],
        can_reword=bool(moves)
        and holder.is_author
        and state in LIVE | {HolderState.RECHECK},
        adds_only=holder.objection.adds_only and holder.objection.hiding is None,
        kept=kept_words(holder.objection) if holder.is_author else {},
        standing=holder.standing_reply,
        can_stand=bool(moves)
        and state in OPPOSING
        and holder.objection.block_id is not None,
        attribution=holder.attribution,
        receipts=list(receipts_of(session, holder)),
    )


def _what_is_asked(holder: Holder, state: HolderState, moves: list[Move]) -> str:
    if Move.CONFIRM in moves:
        return RECORDED.format(holder.recorded_in, holder.recorded_in)
    recheck = state is HolderState.RECHECK
    if recheck and holder.objection.target is TargetKind.OMISSION:
        return ADDED
    return GONE if recheck and Move.KEEP not in moves else YOUR_TURN.get(state, "")


def _parts(session: Session, document: Document, held: Held) -> list[Part]:
    """What the holder can narrow to: the parts, while the words are theirs (5.5)."""
    if held.state not in LIVE or len(held.places) < 2:  # noqa: PLR2004
        return []
    names = labels(session, document.id)
    return [
        Part(one.block_id, names.get(one.block_id, ""), _first_words(one.text))
        for one in held.places
    ]


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:9]) + ("…" if len(words) > 9 else "")  # noqa: PLR2004
