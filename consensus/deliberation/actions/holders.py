"""What happens to one holder's objection: by the holder, or as a consequence."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.deliberation.holding import held_now, is_gone, is_out_of_round
from consensus.deliberation.machine import (
    FOLLOWING,
    LETS_GO,
    RULES,
    Move,
    Who,
    check_move,
)
from consensus.deliberation.models import (
    Holder,
    HolderMove,
    HolderState,
    TargetKind,
)
from consensus.documents.models import HEARD, Document
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import head_seq
from consensus.errors import Invalid, NotAllowed, Refused
from consensus.wordings.actions import mint


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
    _check_stage(session, document, holder, move)
    _check_what_it_needs(session, document, holder, move, note)
    holder.replied = holder.replied or move is Move.REPLY
    if move in LETS_GO:
        holder.standing_reply = False
    after = holder.state if move is Move.CONFIRM else RULES[move].after
    after = after or _kept(holder)
    if move is not Move.WITHDRAW:
        _stand_on_words_now(session, document, holder)
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
    if RULES[move].who is Who.HOLDER:
        holder.recorded_in = ""
    if move not in FOLLOWING:  # then nothing was said, and silence goes on
        holder.state_at = now
    holder.state = after
    session.flush()
    session.add(
        HolderMove(
            holder_id=holder.id, move=str(move), before=before, after=after,
            wording_id=holder.wording_id, further=holder.wording_ids[1:],
            draft_seq=holder.words_seq, by_account=by.account_id, at=now,
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
                **stands_on(holder),
            },
            words={"note": note} if note else None,
        ),
        by=by,
    )  # fmt: skip
    session.expire(holder, ["moves"])


def stands_on(holder: Holder) -> dict[str, object]:
    """The facts that say on which words of which blocks a holder's state stands."""
    return {
        "wording": holder.wording.hash if holder.wording else None,
        "places": [[one.block_id, one.hash] for one in holder.words],
        "draft_seq": holder.words_seq,
    }


def ask_again_if_changed(session: Session, document: Document, holder: Holder) -> None:
    """
    Bring one holder up to the words as they are now (decision 10, R7, R9).

    Changed words ask the holder again; words returned to bring back what the holder
    said of them (B2, INV-25); words that only stand elsewhere are followed (5.5).
    """
    held = held_now(session, document.id, holder)
    if held.move is None:
        return
    if held.move not in {Move.WORDS_CHANGED, Move.LEFT_BEHIND}:
        _stand_on(session, document, holder, held.places)
    moved(session, document, holder, held.move, held.state)
    keep_standing(session, document, holder)


def keep_standing(session: Session, document: Document, holder: Holder) -> None:
    """
    Where words changed: keep what a standing reply keeps, as its holder's own decision
    (R9). What was removed has no words to have the same effect: its holder is asked.
    """
    asked = holder.state is HolderState.RECHECK and holder.standing_reply
    if not asked or is_gone(session, document.id, holder):
        return
    after = _kept(holder)
    _stand_on_words_now(session, document, holder)
    holder.state_note = ""
    actor = Actor(holder.member.account_id, "member", str(holder.attribution))
    moved(session, document, holder, Move.STANDING_REPLY, after, by=actor)


def _kept(holder: Holder) -> HolderState:
    """Where "I keep it" leads: a dissent stays one; what has no answer needs one."""
    before = [move.before for move in holder.moves if move.after is HolderState.RECHECK]
    if before and before[-1] is HolderState.DISSENTING:
        return HolderState.DISSENTING
    return HolderState.MAINTAINED if holder.objection.answers else HolderState.RAISED


def _stand_on_words_now(session: Session, document: Document, holder: Holder) -> None:
    """Bind to the words as they are; to the last ones, where all are gone."""
    places = held_now(session, document.id, holder).places
    gone = any(one.deleted for one in places)  # what is missing stands behind it
    if places and not gone:
        _stand_on(session, document, holder, places)


def _stand_on(
    session: Session,
    document: Document,
    holder: Holder,
    places: Sequence[DraftBlock],
) -> None:
    if holder.objection.target is TargetKind.REMOVAL:
        return  # it stays on the words that were removed
    words = [
        mint(session, document.id, one.content, by="objection", draft_seq=one.seq)
        for one in places
    ]
    holder.stand_on(words, head_seq(session, document.id))
    session.flush()


def _check_it_is_a_step(holder: Holder, move: Move) -> None:
    if move is Move.CONFIRM and not holder.recorded_in:
        raise Refused("This objection was not recorded in an earlier version.")
    if move is Move.NARROW:
        raise Refused("Choose the paragraphs on which you keep your objection.")
    if move is Move.STANDING_REPLY:
        raise Refused("Give it where you keep your objection: it then holds by itself.")


def _check_what_it_needs(
    session: Session, document: Document, holder: Holder, move: Move, note: str
) -> None:
    _check_it_is_a_step(holder, move)
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


def _check_stage(
    session: Session, document: Document, holder: Holder, move: Move
) -> None:
    late = document.stage_now in HEARD
    outside = is_out_of_round(session, document, holder)
    if move is Move.DISSENT_AFTER_CALL and not (late or outside):
        raise Refused("The call is still open: raise your objection again instead.")
    if move not in {Move.RAISE_AGAIN, Move.ASK_FOR_CHANGE}:
        return
    if late:
        raise Refused(
            "The call has closed: you can still have your dissent recorded, "
            "but the text can no longer change for it."
        )
    if outside:
        raise Refused(
            "This call does not ask about these words: your dissent is recorded and "
            "printed, but no change can be asked for until the caller accepts it as "
            "new information."
        )
