"""What pages and deeds need to know of calls, levels and findings."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consensus.coalitions.models import Member
from consensus.deliberation.call_models import (
    Call,
    CallMember,
    Designation,
    Finding,
    ReadingRow,
)
from consensus.deliberation.models import HolderState, Objection
from consensus.deliberation.queries import objections_of
from consensus.documents.models import Document
from consensus.errors import Refused
from consensus.wordings.models import Snapshot, SnapshotItem


def latest_call(session: Session, document: Document) -> Call | None:
    """The call opened last, with its frozen text and who may take part."""
    return session.scalars(
        select(Call)
        .where(Call.document_id == document.id)
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
