"""
The same record from the tables, to be held against the one from the log.

The log is what is printed. The tables are what people saw and acted on; if somebody
changed a row behind the record's back, the two differ and nothing is published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consensus.challenges.queries import challenges_of
from consensus.deliberation.behalf_queries import recorded_holds
from consensus.deliberation.call_models import Finding
from consensus.deliberation.lineage import steps_since
from consensus.deliberation.machine import FOLLOWING, FRESH, STAYING, Move
from consensus.deliberation.models import Answer, Holder, Objection
from consensus.deliberation.queries import objections_of
from consensus.documents.hidings import hidings_of
from consensus.publication.decisions import Challenged
from consensus.publication.names import Name
from consensus.publication.record import (
    CallersFinding,
    Frozen,
    Held,
    Opposed,
    Record,
    Reply,
    WordingKey,
)
from consensus.publication.rows_hidden import printed_stub, stub_in_row
from consensus.publication.rows_statements import statements_from_rows
from consensus.wordings.models import Snapshot, SnapshotItem, Wording

_SAME_DEED = timedelta(minutes=1)
"""A row and its entry are written by one deed, so their times lie close together."""


def record_from_rows(session: Session, document_id: int, logged: Record) -> Record:
    """
    Wordings, snapshots, objections and holders of a document as the tables have them.

    What tables do not keep is taken from the log: how a person was shown when they
    chose it, and the moment of an entry where the row's differs by the deed's own
    length. Persons go by their seats, so their number is exact.
    """
    record = Record(title=logged.title, language=logged.language)
    rows = session.scalars(select(Wording).where(Wording.document_id == document_id))
    minted = rows.all()
    record.wordings = {(row.block_id, row.hash): row.content for row in minted}
    names = {row.id: (row.block_id, row.hash) for row in minted}
    record.snapshots = _snapshots(session, document_id)
    record.steps = steps_since(session, document_id, 0)
    findings = _findings(session, document_id)
    behalf = recorded_holds(session, document_id)
    lines = {number: one.line for number, one in behalf.items()}
    for row in objections_of(session, document_id):
        beside = logged.objections.get(row.number)
        record.objections[row.number] = _opposed(
            row, beside, findings.get(row.id), names, lines
        )
    record.statements = statements_from_rows(session, document_id, logged.statements)
    record.challenges = _challenges(session, document_id, logged)
    hidden = [one for one in hidings_of(session, document_id) if not one.ended_at]
    record.hidden = {one.what: printed_stub(one) for one in hidden}
    return record


def _challenges(
    session: Session, document_id: int, logged: Record
) -> dict[int, Challenged]:
    """Challenges with the words, answer and end that the table has."""
    return {
        row.number: replace(
            logged.challenges[row.number],
            text=row.text, ground=row.ground, response=row.response,
            response_text=row.response_text, outcome=row.outcome, closing=row.closing,
            level=str(row.designation.level),
        )
        for row in challenges_of(session, document_id)
        if row.number in logged.challenges
    }  # fmt: skip


def _snapshots(session: Session, document_id: int) -> dict[int, Frozen]:
    rows = session.scalars(
        select(Snapshot)
        .where(Snapshot.document_id == document_id)
        .options(selectinload(Snapshot.items).joinedload(SnapshotItem.wording))
        .order_by(Snapshot.number)
    )
    return {
        row.number: Frozen(
            row.number,
            row.content_hash,
            tuple(
                (item.wording.block_id, item.wording.hash, item.label)
                for item in row.items
            ),
            row.draft_seq,
        )
        for row in rows
    }


def _findings(session: Session, document_id: int) -> dict[int, CallersFinding]:
    """The last finding on each objection, by the objection's row."""
    rows = session.scalars(
        select(Finding)
        .join(Finding.objection)
        .where(Objection.document_id == document_id)
        .order_by(Finding.id)
    )
    return {
        row.objection_id: CallersFinding(
            row.call_id, str(row.value), row.reason, row.alternatives
        )
        for row in rows
    }


def _opposed(
    row: Objection,
    beside: Opposed | None,
    finding: CallersFinding | None,
    names: Mapping[int, WordingKey],
    lines: Mapping[int, str],
) -> Opposed:
    known = {one.number: one for one in beside.holders} if beside else {}
    return Opposed(
        number=row.number, target=str(row.target), block=row.block_id,
        wording=row.wording.hash if row.wording else None, reason=row.reason,
        harm_to=row.harm_to, would_resolve=row.would_resolve,
        raised_at=_moment(row.raised_at, beside.raised_at if beside else None),
        stage=row.raised_in_stage,
        holders=tuple(_held(one, known.get(one.id), names, lines.get(one.id, ""))
            for one in row.holders),
        answers=_replies(row.answers, beside), finding=finding,
        in_round=str(row.in_round),
        stub=stub_in_row(row.hiding),
    )  # fmt: skip


def _held(
    row: Holder, beside: Held | None, names: Mapping[int, WordingKey], recorded: str
) -> Held:
    decided = [one for one in row.moves if one.move not in STAYING]
    acts = [one for one in row.moves if one.move not in FOLLOWING]
    moved = len(acts) > 1  # the first one is the beginning
    kept = _moment(row.state_at, beside.kept_at if beside else None)
    last = decided[-1] if decided else None
    held = Held(
        number=row.id, state=row.state,
        places=tuple((one.block_id, one.hash) for one in row.words),
        seq=row.words_seq, attribution=str(row.attribution),
        names=frozenset({Name("seat", str(row.member_id))}), shown=None,
        own_note=row.own_note, kept_at=kept if moved else None,
        silent=last is not None and last.move == "silent_on_answer",
        departed=row.departed_at is not None,
        recorded=recorded, standing=row.standing_reply, seen=_seen(row, names),
        stub=stub_in_row(row.hiding),
        retired_at=row.retired_at
        and _moment(row.retired_at, beside.retired_at if beside else None),
        recorded_in=row.recorded_in,
    )  # fmt: skip
    same_choice = beside is not None and beside.attribution == held.attribution
    return replace(held, shown=beside.shown) if beside and same_choice else held


def _seen(row: Holder, names: Mapping[int, WordingKey]) -> tuple[WordingKey, ...]:
    """The words a holder spoke on, if editorial changes have led to others since."""
    seen: tuple[WordingKey, ...] = ()
    last: tuple[WordingKey, ...] = ()
    for one in row.moves:
        if one.move == Move.WORDS_EDITED:
            seen = seen or last
        elif one.move in FRESH:
            seen = ()
        last = tuple(names[number] for number in one.wordings)
    return seen


def _replies(rows: Sequence[Answer], beside: Opposed | None) -> tuple[Reply, ...]:
    times = {one.round: one.at for one in beside.answers} if beside else {}
    return tuple(
        Reply(
            row.round, _moment(row.at, times.get(row.round)), str(row.disposition),
            row.text, row.same_as, stub_in_row(row.hiding),
        )
        for row in rows
    )  # fmt: skip


def _moment(row: datetime, entry: datetime | None) -> datetime:
    if entry is not None and abs(entry - row) <= _SAME_DEED:
        return entry
    return row
