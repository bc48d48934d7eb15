"""Statements as the tables have them, to be held against those from the log."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consensus.deliberation.statement_models import Statement, StatementSignature
from consensus.publication.names import Name
from consensus.publication.rows_hidden import stub_in_row
from consensus.publication.statement_record import Responded, Signed, Stated
from consensus.statements.queries import statements_of, words_of

_SAME_DEED = timedelta(minutes=1)
"""A row and its entry are written by one deed, so their times lie close together."""


def statements_from_rows(
    session: Session, document_id: int, logged: Mapping[int, Stated]
) -> dict[int, Stated]:
    """
    The statements of a document by number; persons go by their seats.

    How somebody is shown and the moment of an entry come from the log, where the row
    says the same choice, and a time that is the deed's own.
    """
    return {
        row.number: _stated(row, logged.get(row.number))
        for row in statements_of(session, document_id)
    }


def _stated(row: Statement, beside: Stated | None) -> Stated:
    known = {one.number: one for one in beside.signatures} if beside else {}
    filed = beside.filed_at if beside else None
    return Stated(
        number=row.number, state=row.state,
        signatures=tuple(_signed(one, known.get(one.id)) for one in row.signatures),
        words=words_of(row) if row.version else None, version=row.version,
        filed_at=_moment(row.filed_at, filed), response=_response(row, beside),
        stub=stub_in_row(row.hiding),
        is_late=beside is not None and beside.is_late,
        recorded_in=beside.recorded_in if beside else "",
    )  # fmt: skip


def _signed(row: StatementSignature, beside: Signed | None) -> Signed:
    same_choice = beside is not None and beside.attribution == str(row.attribution)
    return Signed(
        number=row.id, state=row.state, is_lead=row.is_lead,
        attribution=str(row.attribution),
        names=frozenset({Name("seat", str(row.member_id))}),
        shown=beside.shown if beside and same_choice else None,
        version=row.signed_version,
        at=_moment(row.signed_at, beside.at if beside else None),
        retired_at=_moment(row.retired_at, beside.retired_at if beside else None),
    )  # fmt: skip


def _response(row: Statement, beside: Stated | None) -> Responded | None:
    if row.response is None:
        return None
    said = beside.response if beside else None
    at = _moment(row.response.at, said.at if said else None)
    return Responded(at or row.response.at, row.response.text)


def _moment(row: datetime | None, entry: datetime | None) -> datetime | None:
    close = row and entry and abs(entry - row) <= _SAME_DEED
    return entry if close else row
