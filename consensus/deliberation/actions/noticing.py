"""
Notices: how a text on which no level is claimed comes before the members (6.1).

A notice document is published after a window in which members may object or file
statements; collected views go the same way, so that statements are accepted (R46).
Nothing is read out of it: no level, no finding, no challenge.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.charter import charter_of
from consensus.coalitions.models import Member
from consensus.coalitions.queries import members_of
from consensus.deliberation.actions.departures import note_departures
from consensus.deliberation.actions.offering import freeze
from consensus.deliberation.call_models import Call, CallKind
from consensus.deliberation.call_queries import (
    late_joiners,
    latest_call,
    open_call_of,
    seat_in_call,
)
from consensus.deliberation.windows import end_of_day
from consensus.documents.models import Document, Stage
from consensus.documents.stage_moves import StageMove, move_stage
from consensus.errors import Invalid, Refused

LONGEST_NOTICE = 90  # days


@dataclass(frozen=True)
class Announced:
    """What a coordinator decides when a notice opens: for how many days, the text."""

    days: int
    notice: str


def open_notice(
    session: Session, document: Document, plan: Announced, *, by: Member, actor: Actor
) -> Call:
    """
    Freeze the text and tell every member that it will be published (6.1).

    Until the end they may object and file minority statements. Refuses (`Invalid`) a
    window under its floor (6.9) or without notice, and (`Refused`) a text that is to
    go through a consensus call.
    """
    charter = charter_of(document.coalition.charter)
    _check(plan, charter.NOTICE_FLOOR)
    document.round += 1
    snapshot = freeze(session, document, label=f"Notice {document.round}")
    now, members = clock.now(), members_of(session, document.coalition)
    closes_at = end_of_day(now, plan.days)
    call = Call(
        document_id=document.id, round=document.round, kind=CallKind.NOTICE,
        snapshot=snapshot, notice=plan.notice, notice_sent_at=now, told=len(members),
        urgent=False, opens_at=now, closes_at=closes_at, charter=charter.as_dict(),
        opened_by=by.id, statements_close_at=closes_at,
        eligible=[seat_in_call(one, now, joined_during_call=False) for one in members],
    )  # fmt: skip
    session.add(call)
    move_stage(document, StageMove.OPEN_NOTICE, closes_at=closes_at)
    facts = {
        "kind": str(call.kind),
        "snapshot": snapshot.number,
        "content_hash": snapshot.content_hash,
        "opens_at": now.isoformat(),
        "closes_at": closes_at.isoformat(),
        "urgent": False,
        "told": call.told,
        "eligible": len(members),
        "charter": call.charter,
    }
    _note(
        session, call, Verb.CALL_OPENED, facts, actor,
        words={"notice": plan.notice}, identity={"name": by.account.name},
    )  # fmt: skip
    return call


def take_back(
    session: Session, document: Document, reason: str, *, actor: Actor
) -> Call:
    """
    Take a text back from its notice to change it; what was said of it stays.

    An objection that its editors want to meet asks for this, before the end of the
    notice or after. Refuses (`Invalid`) to do so without a reason.
    """
    if not reason:
        raise Invalid("Say why the text is taken back: it is told to everyone.")
    call = latest_call(session, document)
    if call is None or call.stopped_at is not None:
        raise Refused("There is no notice of this text to take it back from.")
    call.stopped_at, call.stop_reason = clock.now(), reason
    move_stage(document, StageMove.TAKE_BACK)
    _note(session, call, Verb.CALL_STOPPED, {}, actor, words={"reason": reason})
    return call


def close_notice_if_due(session: Session, document: Document) -> Call | None:
    """
    Note that the document's notice is over; None if there was nothing to do.

    People see it over from that time on in any case (`Document.stage_now`).
    """
    if document.stage is not Stage.NOTICE:
        return None
    call = open_call_of(session, document)
    if call.closes_at > clock.now():
        return None
    call.eligible.extend(late_joiners(session, document, call))
    note_departures(session, document)
    call.closed_at = call.closes_at
    move_stage(document, StageMove.END_NOTICE)
    session.flush()
    _note(session, call, Verb.CALL_CLOSED, {}, CLOCK)
    return call


def _check(plan: Announced, floor: int) -> None:
    if plan.days < floor:
        raise Invalid(f"A notice is open for {floor} days at least.")
    if plan.days > LONGEST_NOTICE:
        raise Invalid(f"A notice is open for {LONGEST_NOTICE} days at most.")
    if not plan.notice:
        raise Invalid("Write the notice: it goes to every member and observer.")


def _note(
    session: Session,
    call: Call,
    verb: Verb,
    facts: Mapping[str, object],
    actor: Actor,
    **beside: dict[str, str],
) -> None:
    facts = {"call": call.round, **facts}
    deed = Deed(verb, f"call:{call.round}", facts, **beside)
    record(session, ChainKind.DOCUMENT, call.document_id, deed, by=actor)
