"""Consensus calls: opening (G1), extending, stopping, closing (domain.md 6.1, 6.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.charter import Charter, charter_of
from consensus.coalitions.models import Member
from consensus.coalitions.queries import members_of
from consensus.comments.queries import without_disposition
from consensus.deliberation.actions.departures import note_departures
from consensus.deliberation.actions.offering import freeze
from consensus.deliberation.assessment import store_readings
from consensus.deliberation.call_machine import CallMove, check_call
from consensus.deliberation.call_models import Call, CallScope
from consensus.deliberation.call_queries import (
    lacks_public_comment,
    late_joiners,
    open_call_of,
    seat_in_call,
    unanswered_since,
)
from consensus.deliberation.rounds import asked_before, repeat_of
from consensus.deliberation.windows import end_of_day
from consensus.documents.models import Document, Stage
from consensus.documents.stage_moves import StageMove, move_stage
from consensus.drafting.queries import blocks_of
from consensus.errors import Invalid, Refused


@dataclass(frozen=True)
class Plan:
    """What a caller decides when opening a call: days, urgency, notice, scope."""

    days: int
    notice: str
    urgent: bool = False
    scope: CallScope = CallScope.WHOLE
    also: tuple[str, ...] = ()
    """Ids of further blocks that a repeat call asks about: what changes affect."""

    def check(self, charter: Charter) -> None:
        """Refuse (`Invalid`, `Refused`) a window under its floor (6.9, R45)."""
        if self.urgent and not charter.urgent_allowed:
            raise Refused("The coalition’s charter does not allow urgent calls.")
        floor = charter.URGENT_FLOOR if self.urgent else charter.CALL_FLOOR
        if self.days < floor:
            raise Invalid(f"This call lasts {floor} days at least.")
        if self.days > LONGEST_CALL:
            raise Invalid(f"A call lasts {LONGEST_CALL} days at most.")
        if not self.notice:
            raise Invalid("Write the notice: it goes to every member.")


LONGEST_CALL = 90  # days


def open_call(
    session: Session, document: Document, plan: Plan, *, by: Member, actor: Actor
) -> Call:
    """
    Freeze the text and ask the coalition (G1): every comment of earlier windows has a
    disposition, every objection older than the answer window has an answer, the notice
    is ready, the window is long enough. Refused too where it would ask the same again
    over an objection kept after two answers (R31).
    """
    charter = charter_of(document.coalition.charter)
    plan.check(charter)
    _check_answers(session, document, charter)
    if lacks_public_comment(session, document, charter):
        raise Refused(
            "The coalition’s charter asks for public comment before a consensus call, "
            "and none has been held on this text."
        )
    _check_comments(session, document)
    _check_changed(session, document)
    covered = _covered(session, document, plan)
    document.round += 1
    snapshot = freeze(session, document, label=f"Consensus call {document.round}")
    now = clock.now()
    members = members_of(session, document.coalition)
    call = Call(
        document_id=document.id, round=document.round, snapshot=snapshot,
        notice=plan.notice, notice_sent_at=now, told=len(members), urgent=plan.urgent,
        scope=plan.scope, covered=covered,
        opens_at=now, closes_at=end_of_day(now, plan.days), charter=charter.as_dict(),
        opened_by=by.id,
        eligible=[seat_in_call(one, now, joined_during_call=False) for one in members],
    )  # fmt: skip
    session.add(call)
    move_stage(document, StageMove.OPEN_CALL, closes_at=call.closes_at)
    facts = {
        "snapshot": snapshot.number,
        "content_hash": snapshot.content_hash,
        "opens_at": call.opens_at.isoformat(),
        "closes_at": call.closes_at.isoformat(),
        "urgent": call.urgent,
        "scope": str(call.scope),
        "covered": call.covered,
        "told": call.told,
        "eligible": len(members),
        "charter": call.charter,
    }
    _note(
        session, call, Verb.CALL_OPENED, facts, actor,
        words={"notice": plan.notice}, identity={"name": by.account.name},
    )  # fmt: skip
    return call


def extend_call(
    session: Session, document: Document, days: int, *, actor: Actor
) -> Call:
    """Give an open call more days: once, and at most as many as it had."""
    call = open_call_of(session, document)
    check_call(CallMove.EXTEND, call)
    length = (call.closes_at - call.opens_at).days
    if not 1 <= days <= length:
        raise Invalid(f"A call can be extended by 1 to {length} days.")
    call.extended_from = call.closes_at
    call.closes_at += timedelta(days=days)
    move_stage(document, StageMove.EXTEND_CALL, closes_at=call.closes_at)
    _note(session, call, Verb.CALL_EXTENDED,
          {"closes_at": call.closes_at.isoformat()}, actor)  # fmt: skip
    return call


def stop_call(
    session: Session, document: Document, reason: str, *, actor: Actor
) -> Call:
    """Stop a call because the text must change; what was said of it stays (6.2)."""
    call = open_call_of(session, document)
    check_call(CallMove.STOP, call)
    if not reason:
        raise Invalid("Say why the call stops: it is recorded and told to everyone.")
    call.stopped_at, call.stop_reason = clock.now(), reason
    move_stage(document, StageMove.STOP_CALL)
    _note(session, call, Verb.CALL_STOPPED, {}, actor, words={"reason": reason})
    return call


def close_if_due(session: Session, document: Document) -> Call | None:
    """
    Close the document's call if its time is over; None if there was nothing to do.

    People see it closed from that time on in any case (`Document.stage_now`).
    """
    if document.stage is not Stage.CONSENSUS_CALL:
        return None
    call = open_call_of(session, document)
    if call.closes_at > clock.now():
        return None
    check_call(CallMove.CLOSE, call)
    call.eligible.extend(late_joiners(session, document, call))
    note_departures(session, document)
    call.closed_at = call.closes_at
    move_stage(document, StageMove.END_CALL)
    session.flush()
    _note(session, call, Verb.CALL_CLOSED, {}, CLOCK)
    store_readings(session, document, call)
    return call


def _covered(session: Session, document: Document, plan: Plan) -> list[str]:
    """The blocks of a repeat call, in the order of their ids; [] for the whole text."""
    if plan.scope is CallScope.WHOLE:
        return []
    repeat = repeat_of(session, document)
    if repeat is None:
        raise Refused(
            "A first call asks about the whole text: there is none to repeat."
        )
    if not repeat.covered:
        raise Refused(
            "Nothing has changed since the last call and nothing is contested: "
            "there is nothing to ask again."
        )
    here = {row.block_id for row in blocks_of(session, document.id)}
    if not here.issuperset(plan.also):
        raise Invalid("Choose among the paragraphs of this text.")
    return sorted(repeat.covered.union(plan.also))


def _check_answers(session: Session, document: Document, charter: Charter) -> None:
    limit = clock.now() - timedelta(days=charter.answer_days)
    waiting = unanswered_since(session, document, limit)
    if waiting:
        names = ", ".join(one.name for one in waiting)
        raise Refused(
            f"{names}: raised {charter.answer_days} days ago or more and not yet "
            "answered. Answer first, then open the call."
        )


def _check_comments(session: Session, document: Document) -> None:
    waiting = without_disposition(session, document.id)
    if waiting:
        names = ", ".join(one.name for one in waiting)
        raise Refused(
            f"{names}: received in a window and not yet answered. "
            "Answer first, then open the call."
        )


def _check_changed(session: Session, document: Document) -> None:
    kept = asked_before(session, document)
    if kept:
        names = ", ".join(one.name for one in kept)
        raise Refused(
            f"{names}: kept after two answers, and no word has changed since the last "
            "call. Asking the same again settles nothing. Find other words, print the "
            "wordings side by side, leave the paragraph out, or put it off."
        )


def _note(
    session: Session,
    call: Call,
    verb: Verb,
    facts: Mapping[str, object],
    actor: Actor,
    **beside: dict[str, str],
) -> None:
    """Record what happened to a call; `words` and `identity` go beside the entry."""
    facts = {"call": call.round, **facts}
    deed = Deed(verb, f"call:{call.round}", facts, **beside)
    record(session, ChainKind.DOCUMENT, call.document_id, deed, by=actor)
