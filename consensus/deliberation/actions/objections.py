"""Raising and joining objections and dissents, and their words (domain.md 6.4)."""

from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Attribution, Member
from consensus.deliberation.actions.holders import ask_again_if_changed
from consensus.deliberation.actions.positions import replace_own
from consensus.deliberation.actions.recording import record_hold
from consensus.deliberation.call_queries import is_outside_call
from consensus.deliberation.heard import holders_on
from consensus.deliberation.holding import block_ids_of, is_out_of_round
from consensus.deliberation.machine import LIVE
from consensus.deliberation.models import (
    Holder,
    HolderState,
    InRound,
    Objection,
    TargetKind,
)
from consensus.deliberation.places import after
from consensus.deliberation.queries import own_positions_on
from consensus.deliberation.recusals import must_take_part
from consensus.documents.models import Document
from consensus.drafting.queries import any_block_of
from consensus.drafting.seen import Seen, wording_seen
from consensus.errors import Invalid, Refused


@dataclass(frozen=True)
class Said:
    """The words of an objection, verbatim as they will be printed."""

    reason: str = ""
    harm_to: str = ""
    would_resolve: str = ""

    def as_json(self) -> dict[str, str]:
        """The words payload of the record."""
        return {
            "reason": self.reason,
            "harm_to": self.harm_to,
            "would_resolve": self.would_resolve,
        }


@dataclass(frozen=True)
class Opposition:
    """What somebody opposes with: words, how to be shown, and which of two acts."""

    said: Said
    attribution: Attribution
    is_dissent: bool
    without_reason: bool = False
    to_omission: bool = False
    """Whether it is to what is missing after the words seen (R8)."""
    recorded_by: Actor | None = None
    """Who recorded it on the holder's behalf (R36); None: the holder themselves."""

    def check(self) -> None:
        """Ask once for a reason; on purpose without one it stands as bare (R2)."""
        if not self.said.reason and not self.without_reason:
            raise Invalid(
                "Say why, so that the group can answer; or tick that you want it "
                "recorded without a reason."
            )

    def out_of_round(self) -> "Opposition":
        """The same, recorded as a dissent, whatever was asked for (6.2, R23)."""
        return replace(self, is_dissent=True)

    @property
    def state(self) -> HolderState:
        """The state it starts in."""
        return HolderState.DISSENTING if self.is_dissent else HolderState.RAISED


def oppose(
    session: Session,
    document: Document,
    seen: Seen | None,
    opposition: Opposition,
    *,
    by: Member,
) -> Holder:
    """
    Object to, or dissent from, the words seen; None is the whole document.

    Words that have changed meanwhile do not turn an objection away: it arrives bound
    to the words its author saw and asks them again (decision 11, R43). A paragraph
    that was removed makes the removal the target (R8). What is missing after the words
    seen is a target of its own: what was said of those words stands. Where a repeat
    call does not ask, it is received out of round: recorded and printed as a dissent
    (6.2, R23).
    """
    opposition.check()
    must_take_part(session, document.id, by)
    target = _target(session, document, seen, opposition)
    hash_ = seen.hash if seen else None
    try:
        _check_first(session, document, _place(seen, target), by, hash_)
    except Refused as refusal:
        if opposition.recorded_by is None:
            raise
        # Which one it is would tell a recorder who stands behind a hidden name.
        raise Refused("What this person objects to here is on record.") from refusal
    wording = wording_seen(session, document.id, seen, by="objection") if seen else None
    if wording is not None and _replaces(target, opposition):
        replace_own(session, document, wording.id, opposition.attribution, by=by)
    objection = Objection(
        document_id=document.id, number=_next_number(session, document),
        target=target, block_id=seen.block_id if seen else None, wording=wording,
        raised_at=clock.now(), raised_in_stage=str(document.stage),
        **opposition.said.as_json(),
    )  # fmt: skip
    if is_outside_call(session, document, [objection.block_id]):
        objection.in_round = InRound.OUT_OF_ROUND
        opposition = opposition.out_of_round()
    session.add(objection)
    session.flush()
    holder = _new_holder(objection, opposition, by)
    holder.words_seq = seen.seq if seen else 0
    return _hold_first(session, document, holder, opposition)


def join(
    session: Session,
    document: Document,
    objection: Objection,
    opposition: Opposition,
    *,
    by: Member,
) -> Holder:
    """Hold somebody's objection too; each holder then decides alone (6.4, R4)."""
    _check_joining(session, document, objection, by)
    if objection.wording is not None and objection.target is not TargetKind.OMISSION:
        shown_as = opposition.attribution
        replace_own(session, document, objection.wording.id, shown_as, by=by)
    if is_out_of_round(session, document, objection.holders[0]):
        opposition = opposition.out_of_round()
    holder = _new_holder(objection, opposition, by)
    holder.own_note = opposition.said.reason
    holder.words_seq = objection.holders[0].moves[0].draft_seq
    session.add(holder)
    session.flush()
    words = {"own_note": holder.own_note}
    record_hold(session, document, holder, Verb.OBJECTION_JOINED, words)
    ask_again_if_changed(session, document, holder)
    for wording in holder.further:  # it has been linked to more places since
        replace_own(session, document, wording.id, holder.attribution, by=by)
    return holder


def _check_joining(
    session: Session, document: Document, objection: Objection, by: Member
) -> None:
    if objection.document_id != document.id:
        raise Refused("There is no such objection here.")
    must_take_part(session, document.id, by)
    if any(holder.member_id == by.id for holder in objection.holders):
        raise Refused("You already hold this objection.")
    for place in _places_of(session, objection):
        _check_first(session, document, place, by)


def _places_of(session: Session, objection: Objection) -> set[str | None]:
    return {
        place
        for holder in objection.holders
        for place in block_ids_of(session, objection.document_id, holder)
    }


def _check_first(
    session: Session,
    document: Document,
    place: str | None,
    by: Member,
    hash_: str | None = None,
) -> None:
    """One objection for each person and wording (R32); `hash_` names the wording."""
    for holder in holders_on(session, document.id, place):
        if holder.member_id == by.id and holder.state in LIVE | {HolderState.RECHECK}:
            raise Refused(
                f"You already hold {holder.objection.name} here: "
                "decide about that one, or change its words."
            )
        words = holder.objection.wording
        if holder.member_id == by.id and words and words.hash == hash_:
            raise Refused(
                f"You objected to these very words in {holder.objection.name}: "
                "raise that one again."
            )
    if place is None and own_positions_on(session, document.id, by, None):
        raise Refused("You support the whole text: withdraw that position first.")


def _target(
    session: Session, document: Document, seen: Seen | None, opposition: Opposition
) -> TargetKind:
    if seen is None:
        return TargetKind.DOCUMENT
    removed = any_block_of(session, document.id, seen.block_id).deleted
    if opposition.to_omission and removed:
        raise Refused(
            "That paragraph is no longer in the text: say it at the paragraph after "
            "which it is missing now."
        )
    if opposition.to_omission:
        return TargetKind.OMISSION
    return TargetKind.REMOVAL if removed else TargetKind.WORDING


def _replaces(target: TargetKind, opposition: Opposition) -> bool:
    """Whether it ends what the holder said of the words: only their own deed does."""
    return target is not TargetKind.OMISSION and opposition.recorded_by is None


def _place(seen: Seen | None, target: TargetKind) -> str | None:
    if seen is None:
        return None
    gap = target is TargetKind.OMISSION
    return after(seen.block_id) if gap else seen.block_id


def _next_number(session: Session, document: Document) -> int:
    last = session.scalar(
        select(func.max(Objection.number)).where(Objection.document_id == document.id)
    )
    return (last or 0) + 1


def _hold_first(
    session: Session, document: Document, holder: Holder, opposition: Opposition
) -> Holder:
    holder.is_author = True
    session.add(holder)
    session.flush()
    words = opposition.said.as_json()
    record_hold(
        session, document, holder, Verb.OBJECTION_RAISED, words,
        recorder=opposition.recorded_by,
    )  # fmt: skip
    if holder.objection.target is not TargetKind.REMOVAL:
        ask_again_if_changed(session, document, holder)
    return holder


def _new_holder(objection: Objection, opposition: Opposition, by: Member) -> Holder:
    return Holder(
        objection=objection, member=by, is_author=False,
        attribution=opposition.attribution, state=opposition.state,
        state_at=clock.now(), wording=objection.wording,
    )  # fmt: skip
