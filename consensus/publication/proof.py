"""The annex of a text as the log has it, once chain, rules and tables agree on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus.archive.chain import first_fault
from consensus.archive.models import ChainKind
from consensus.archive.queries import public_lines
from consensus.deliberation.models import Receipt
from consensus.deliberation.statement_models import SignatureReceipt
from consensus.publication.annex import Annex, build_annex
from consensus.publication.annex_entry import AnnexEntry
from consensus.publication.numbers import number_of
from consensus.publication.people import people_between, signers_between
from consensus.publication.record import Fault, ReceiptGiven, Record
from consensus.publication.replay import replay
from consensus.publication.rows import record_from_rows
from consensus.publication.statement_record import Stated


@dataclass(frozen=True)
class Proof:
    """A record, its lines, and the annex that log and tables both give."""

    record: Record
    lines: Sequence[Mapping[str, Any]]
    annex: Annex


def proven(session: Session, document_id: int, snapshot_number: int) -> Proof:
    """
    The annex of a snapshot from the log, held against the tables (INV-1, INV-34).

    Fault names what is wrong: an entry, or an objection whose row was changed or
    deleted behind the record's back, with its receipt (domain.md 12, scenario 10).
    """
    lines = public_lines(session, ChainKind.DOCUMENT, document_id)
    fault = first_fault(lines)
    if fault is not None:
        raise Fault(fault)
    record = replay(lines)
    rows = record_from_rows(session, document_id, record)
    _same_objections(record, rows)
    _same_receipts(session, record)
    _same_structure(record, rows)
    _same_challenges(record, rows)
    if record.hidden != rows.hidden:
        raise Fault(
            "The database hides other words than the record says. "
            "Somebody changed a row; the record stands."
        )
    printed, kept = (_annex(one, snapshot_number) for one in (record, rows))
    if (printed.entries, printed.unconfirmed) != (kept.entries, kept.unconfirmed):
        raise Fault(_difference(printed, kept))
    _same_statements(record, rows, printed, kept)
    counts = kept.counts  # seats know their persons; the log bounds them
    annex = build_annex(
        record, snapshot_number, number_of(record, snapshot_number),
        people=counts.people, signers=counts.signers,
    )  # fmt: skip
    return Proof(record, lines, annex)


def _annex(record: Record, snapshot_number: int) -> Annex:
    _, most = people_between(record)
    _, signers = signers_between(record, record.snapshot(snapshot_number))
    return build_annex(record, snapshot_number, "", people=most, signers=signers)


def _same_objections(record: Record, rows: Record) -> None:
    for number in record.objections.keys() - rows.objections.keys():
        given = [
            one.hash
            for one in record.receipts
            if isinstance(one, ReceiptGiven) and one.objection == number
        ]
        raise Fault(
            f"O-{number} is in the record, but its row is missing from the database: "
            f"nothing is there for the receipt {', '.join(given)}."
        )
    for number in rows.objections.keys() - record.objections.keys():
        raise Fault(f"O-{number} is in the database, but not in the record.")


def _same_receipts(session: Session, record: Record) -> None:
    """Every receipt that the record gave is still there for its owner (INV-8)."""
    given = {one.hash: one for one in record.receipts}
    kept = {
        *session.scalars(select(Receipt.hash).where(Receipt.hash.in_(given))),
        *session.scalars(
            select(SignatureReceipt.hash).where(SignatureReceipt.hash.in_(given))
        ),
    }
    for missing in [one for one in given if one not in kept]:
        one = given[missing]
        about = one.objection if isinstance(one, ReceiptGiven) else one.statement
        name = f"O-{about}" if isinstance(one, ReceiptGiven) else f"M-{about}"
        raise Fault(
            f"{name}: the receipt {missing} that its author was given is missing "
            "from the database."
        )


def _same_statements(record: Record, rows: Record, printed: Annex, kept: Annex) -> None:
    """Every statement and signature of the record has its row, and the other way."""
    for number in sorted(record.statements.keys() ^ rows.statements.keys()):
        where = "record" if number in record.statements else "database"
        raise Fault(f"M-{number} is in the {where} only: a statement is missing.")
    for number, ours in record.statements.items():
        if not _same(ours, rows.statements[number]):
            raise Fault(
                f"M-{number}: the database does not say what the record says. "
                "Somebody changed a row; the record stands."
            )
    parts = [(one.statements, one.noted, one.added) for one in (printed, kept)]
    if parts[0] != parts[1]:
        raise Fault("The statements of the database are not those of the record.")


def _same(ours: Stated, theirs: Stated) -> bool:
    def plain(one: Stated) -> object:
        signed = [
            (by.number, by.state, by.is_lead, by.version, by.retired_at)
            for by in one.signatures
        ]
        return one.state, one.words, one.version, one.response, signed, one.stub

    return plain(ours) == plain(theirs)


def _same_structure(record: Record, rows: Record) -> None:
    """What was split and merged up to the last snapshot is on record (5.5)."""
    last = max((one.seq for one in record.snapshots.values()), default=0)
    if record.steps != [one for one in rows.steps if one.seq <= last]:
        raise Fault(
            "The database tells other splits and merges of the text than the record."
        )


def _same_challenges(record: Record, rows: Record) -> None:
    """Every challenge has its row, and says there what it says in the record."""
    for number, logged in record.challenges.items():
        if rows.challenges.get(number) != logged:
            raise Fault(
                f"{logged.name}: the database does not say what the record says. "
                "Somebody changed a row; the record stands."
            )


def _difference(printed: Annex, kept: Annex) -> str:
    ours, theirs = _by_objection(printed), _by_objection(kept)
    names = sorted(
        name
        for name in ours.keys() | theirs.keys()
        if ours.get(name) != theirs.get(name)
    )
    return (
        f"{', '.join(names)}: the database does not say what the record says. "
        "Somebody changed a row; the record stands."
    )


def _by_objection(annex: Annex) -> dict[str, list[AnnexEntry]]:
    found: dict[str, list[AnnexEntry]] = {}
    for one in (*annex.entries, *annex.unconfirmed):
        found.setdefault(one.objection, []).append(one)
    return found
