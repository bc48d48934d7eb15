"""What happens to one holder's objection: by the holder, or as a consequence."""

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.deliberation.holding import held_now, is_gone
from consensus.deliberation.machine import (
    RULES,
    Move,
    Who,
    check_move,
)
from consensus.deliberation.models import (
    Holder,
    HolderMove,
    HolderState,
)
from consensus.documents.models import Document, Stage
from consensus.drafting.queries import any_block_of
from consensus.errors import Invalid, NotAllowed, Refused
from consensus.wordings.actions import mint
from consensus.wordings.models import Wording


def hold(
    session: Session,
    document: Document,
    holder: Holder,
    move: Move,
    note: str,
    *,
    by: Member,
) -> Holder:
    """
    Decide about one's own objection (domain.md 6.4): nobody else can.

    If the words have changed since, the holder decides about the words as they are
    now. Raises NotAllowed for anybody else, Refused for a step that is not open.
    """
    if holder.member_id != by.id:
        raise NotAllowed(
            "Only the person who objected can decide about their objection."
        )
    ask_again_if_changed(session, document, holder)
    check_move(move, holder.state, who=Who.HOLDER)
    _check_stage(document, move)
    if move is Move.KEEP and is_gone(session, document.id, holder):
        raise Refused(
            "The paragraph you objected to was removed. "
            "Lift your objection, or object to the removal."
        )
    if move is Move.REPLY and not note:
        raise Invalid("Write your reply: it asks for a second answer.")
    if move is Move.REPLY and holder.replied:
        raise Refused(
            "You have replied once: now say whether it is met, or keep your objection."
        )
    holder.replied = holder.replied or move is Move.REPLY
    after = RULES[move].after or _kept(holder)
    if move is not Move.WITHDRAW:
        holder.wording = _words_now(session, document, holder)
    holder.state_note = note
    actor = Actor(by.account_id, "member", str(holder.attribution))
    moved(session, document, holder, move, after, by=actor)
    return holder


def moved(
    session: Session,
    document: Document,
    holder: Holder,
    move: Move,
    after: HolderState,
    *,
    by: Actor = CLOCK,
) -> None:
    """Write one move of a holder, in the tables and in the record."""
    before, now = holder.state, clock.now()
    holder.state, holder.state_at = after, now
    session.flush()
    session.add(
        HolderMove(
            holder_id=holder.id, move=str(move), before=before, after=after,
            wording_id=holder.wording_id, by_account=by.account_id, at=now,
        )
    )  # fmt: skip
    note = holder.state_note if by.account_id is not None else ""
    record(
        session, ChainKind.DOCUMENT, document.id,
        Deed(
            Verb.HOLDER_MOVED, holder.objection.name,
            {
                "objection": holder.objection.number,
                "holder": holder.id,
                "move": str(move),
                "before": str(before),
                "after": str(after),
                "wording": holder.wording.hash if holder.wording else None,
            },
            words={"note": note} if note else None,
        ),
        by=by,
    )  # fmt: skip
    session.expire(holder, ["moves"])


def ask_again_if_changed(session: Session, document: Document, holder: Holder) -> None:
    """
    Bring one holder up to the words as they are now (decision 10, R9).

    Changed words ask the holder again; words returned to bring back what the holder
    said of them (B2, INV-25).
    """
    held = held_now(session, document.id, holder)
    if held.move is not None:
        holder.wording = held.wording
        moved(session, document, holder, held.move, held.state)


def _kept(holder: Holder) -> HolderState:
    """Where "I keep it" leads: a dissent stays one; what has no answer needs one."""
    before = [move.before for move in holder.moves if move.after is HolderState.RECHECK]
    if before and before[-1] is HolderState.DISSENTING:
        return HolderState.DISSENTING
    return HolderState.MAINTAINED if holder.objection.answers else HolderState.RAISED


def _words_now(session: Session, document: Document, holder: Holder) -> Wording | None:
    block_id = holder.objection.block_id
    if block_id is None:
        return holder.wording
    block = any_block_of(session, document.id, block_id)
    if block.deleted or (holder.wording and holder.wording.hash == block.hash):
        return holder.wording
    return mint(
        session, document.id, block.content, by="objection", draft_seq=block.seq
    )


def _check_stage(document: Document, move: Move) -> None:
    late = document.stage_now is Stage.ASSESSMENT
    if move is Move.DISSENT_AFTER_CALL and not late:
        raise Refused("The call is still open: raise your objection again instead.")
    if late and move in {Move.RAISE_AGAIN, Move.ASK_FOR_CHANGE}:
        raise Refused(
            "The call has closed: you can still have your dissent recorded, "
            "but the text can no longer change for it."
        )
