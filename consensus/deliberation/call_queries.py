"""What pages and deeds need to know of calls, levels and findings."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, true, union
from sqlalchemy.orm import Session, joinedload, selectinload

from consensus.coalitions.charter import Charter, PublicComment
from consensus.coalitions.models import Member
from consensus.coalitions.queries import members_of
from consensus.deliberation.call_models import (
    Call,
    CallKind,
    CallMember,
    Designation,
    Finding,
    ReadingRow,
)
from consensus.deliberation.models import Holder, HolderState, Objection
from consensus.deliberation.queries import objections_of
from consensus.documents.decision_models import Decision, DecisionState
from consensus.documents.models import Document, Stage
from consensus.documents.queries import windows_of
from consensus.documents.window_models import Window, WindowKind
from consensus.errors import Refused
from consensus.wordings.models import Snapshot, SnapshotItem


def latest_call(session: Session, document: Document) -> Call | None:
    """
    The call or notice opened last, with its frozen text and who may take part.

    None before the first on the version that is worked on: those of an earlier version
    are over (R40).
    """
    since = document.version_since
    return session.scalars(
        select(Call)
        .where(Call.document_id == document.id)
        .where(Call.opens_at >= since if since else true())
        .options(
            joinedload(Call.snapshot)
            .selectinload(Snapshot.items)
            .joinedload(SnapshotItem.wording),
            selectinload(Call.eligible)
            .joinedload(CallMember.member)
            .selectinload(Member.terms),
        )
        .order_by(Call.round.desc())
        .limit(1)
    ).one_or_none()


def notices_of(session: Session, document: Document) -> list[Call]:
    """The notices of a text on which no level is claimed, oldest first."""
    return list(
        session.scalars(
            select(Call)
            .where(Call.document_id == document.id, Call.kind == CallKind.NOTICE)
            .order_by(Call.round)
        )
    )


def latest_round(session: Session, document: Document) -> Call | None:
    """The same, without the text and the people: for who needs its dates and number."""
    return session.scalars(
        select(Call)
        .where(Call.document_id == document.id)
        .order_by(Call.round.desc())
        .limit(1)
    ).one_or_none()


def groups_at_opening(session: Session, document: Document) -> dict[int, str]:
    """
    The stakeholder groups of the people in the latest call, by seat: as at its opening,
    or on joining during it (R11).
    """
    call = latest_round(session, document)
    rows = session.execute(
        select(CallMember.member_id, CallMember.group).where(
            CallMember.call_id == (call.id if call else None)
        )
    )
    return dict(rows.all())


def open_call_of(session: Session, document: Document) -> Call:
    """The call that is open or waits to be closed; Refused if there is none."""
    call = latest_call(session, document)
    if call is None or call.closed_at or call.stopped_at:
        raise Refused("No consensus call is open on this text.")
    return call


def closed_call_of(session: Session, document: Document) -> Call:
    """The closed call under assessment; Refused if there is none."""
    call = latest_call(session, document)
    if call is None or call.closed_at is None or call.stopped_at:
        raise Refused("There is no closed consensus call to assess.")
    return call


def standing_designations(session: Session, call: Call) -> list[Designation]:
    """Declared levels that no later one has revised."""
    return list(
        session.scalars(
            select(Designation)
            .where(Designation.call_id == call.id, Designation.revised_at.is_(None))
            .options(joinedload(Designation.caller).joinedload(Member.account))
            .order_by(Designation.id)
        )
    )


def standing_findings(session: Session, call: Call) -> dict[int, Finding]:
    """Findings that no later one has revised, by objection id."""
    rows = session.scalars(
        select(Finding).where(Finding.call_id == call.id, Finding.revised_at.is_(None))
    )
    return {finding.objection_id: finding for finding in rows}


def stored_readings(session: Session, call: Call) -> dict[str | None, ReadingRow]:
    """The newest reading of each target of a call; None is the whole document."""
    rows: Sequence[ReadingRow] = session.scalars(
        select(ReadingRow).where(ReadingRow.call_id == call.id).order_by(ReadingRow.id)
    ).all()
    return {row.block_id: row for row in rows}


def last_closed_call(session: Session, document: Document) -> Call | None:
    """The last call that ran to its end, which a repeat call would repeat."""
    return session.scalars(
        select(Call)
        .where(
            Call.document_id == document.id,
            Call.closed_at.is_not(None),
            Call.stopped_at.is_(None),
        )
        .options(
            joinedload(Call.snapshot)
            .selectinload(Snapshot.items)
            .joinedload(SnapshotItem.wording)
        )
        .order_by(Call.round.desc())
        .limit(1)
    ).one_or_none()


def is_outside_call(
    session: Session, document: Document, blocks: Iterable[str | None]
) -> bool:
    """
    Whether a repeat call is open that asks about none of these blocks (6.2): what is
    new there is received out of round. None among them is the whole text.
    """
    if document.stage_now is not Stage.CONSENSUS_CALL:
        return False
    call = session.scalars(
        select(Call)
        .where(Call.document_id == document.id)
        .order_by(Call.round.desc())
        .limit(1)
    ).one()
    return not any(call.asks_about(one) for one in blocks)


def advised_codes(session: Session, call: Call) -> dict[str | None, str]:
    """
    The code of the newest reading of each target, None being the whole document: for
    pages that show levels, without what they were computed from.
    """
    rows = session.execute(
        select(ReadingRow.block_id, ReadingRow.code)
        .where(ReadingRow.call_id == call.id)
        .order_by(ReadingRow.id)
    )
    return dict(rows.all())


def unanswered_since(
    session: Session, document: Document, limit: datetime
) -> list[Objection]:
    """Objections raised by then that wait for their first answer (G1)."""
    return [
        one
        for one in objections_of(session, document.id)
        if one.raised_at <= limit
        and not one.answers
        and any(holder.state is HolderState.RAISED for holder in one.holders)
    ]


def lacks_public_comment(
    session: Session, document: Document, charter: Charter
) -> bool:
    """Whether the charter asks for public comment and none has been held (G1)."""
    since = document.version_since
    windows = windows_of(session, document)
    held = {one.kind for one in windows if since is None or one.opens_at >= since}
    is_asked = charter.public_comment == PublicComment.ALWAYS
    return is_asked and WindowKind.PUBLIC_COMMENT not in held


def seat_in_call(
    member: Member, moment: datetime, *, joined_during_call: bool
) -> CallMember:
    """A member as they were at a moment, to be counted in a call (R11, INV-29)."""
    term = member.term_at(moment)
    return CallMember(
        member_id=member.id, member=member, group=str(term.group),
        region=str(term.region), organisation=term.organisation,
        joined_during_call=joined_during_call,
    )  # fmt: skip


def late_joiners(session: Session, document: Document, call: Call) -> list[CallMember]:
    """
    Whoever joined since the call opened and is not among its eligible yet (R12).

    None after the close, when they have been added. Not in the session.
    """
    if call.closed_at is not None:
        return []
    known = {one.member_id for one in call.eligible}
    return [
        seat_in_call(member, member.joined_at, joined_during_call=True)
        for member in members_of(session, document.coalition)
        if member.id not in known and member.joined_at <= call.closes_at
    ]


WAITING = (HolderState.ASKED, HolderState.ANSWERED, HolderState.RECHECK)
"""States that end by silence (domain.md 6.4)."""


def documents_due(session: Session, moment: datetime) -> list[int]:
    """Where a call, a window or a notice is over by then, or a holder is waited for."""
    over = select(Call.document_id).where(
        Call.closed_at.is_(None), Call.stopped_at.is_(None), Call.closes_at <= moment
    )
    windows = select(Window.document_id).where(
        Window.closed_at.is_(None), Window.closes_at <= moment
    )
    decisions = select(Decision.document_id).where(
        Decision.state == DecisionState.OPEN, Decision.closes_at <= moment
    )
    waiting = (
        select(Objection.document_id)
        .join(Holder, Holder.objection_id == Objection.id)
        .where(Holder.state.in_(WAITING))
    )
    return sorted(session.scalars(union(over, windows, decisions, waiting)))
