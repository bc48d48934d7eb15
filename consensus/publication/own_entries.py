"""What somebody who reads an annex finds there of their own."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.coalitions.models import Member
from consensus.deliberation.machine import OPPOSING
from consensus.deliberation.models import Holder, HolderState
from consensus.deliberation.queries import objection_of
from consensus.deliberation.statement_models import (
    SignatureState,
    StatementSignature,
)
from consensus.errors import NotFound
from consensus.publication.annex import Annex
from consensus.publication.annex_entry import AnnexEntry
from consensus.publication.annex_statements import StatementEntry
from consensus.statements.queries import signature_by, statement_of

NOT_YOURS = "There is no such entry of yours in this annex."


@dataclass(frozen=True)
class Own:
    """An entry of one's own: its number, what it is, and the row that is one's own."""

    number: str
    what: str
    row: Holder | StatementSignature

    @property
    def is_signature(self) -> bool:
        """Whether it is a signature under a statement."""
        return isinstance(self.row, StatementSignature)


def own_entries(
    session: Session, document_id: int, annex: Annex, member: Member | None
) -> list[Own]:
    """The entries of an annex behind which a member stands, and still does."""
    if member is None:
        return []
    found = (_own(session, document_id, one, member) for one in annex.every)
    return [one for one in found if one is not None and one.row.retired_at is None]


def own_entry(
    session: Session, document_id: int, annex: Annex, member: Member, number: str
) -> Own:
    """One of them by its number; NotFound for somebody else's and for no entry."""
    for one in annex.every:
        if one.number == number:
            own = _own(session, document_id, one, member)
            if own is not None:
                return own
    raise NotFound(NOT_YOURS)


def _own(
    session: Session,
    document_id: int,
    entry: AnnexEntry | StatementEntry,
    member: Member,
) -> Own | None:
    row: Holder | StatementSignature | None
    if isinstance(entry, StatementEntry):
        number = int(entry.number.removeprefix("M-"))
        row = signature_by(statement_of(session, document_id, number), member)
        row = row if row and row.state is SignatureState.SIGNED else None
        what = f"your signature under “{entry.title}”"
    else:
        number = int(entry.objection.removeprefix("O-"))
        row = _hold(session, document_id, number, member)
        what = f"{entry.heading} on {entry.labels} ({entry.objection})"
    return Own(entry.number, what, row) if row is not None else None


def _hold(
    session: Session, document_id: int, number: int, member: Member
) -> Holder | None:
    holders = objection_of(session, document_id, number).holders
    printed = OPPOSING | {HolderState.UNCONFIRMED}
    mine = (one for one in holders if one.member_id == member.id)
    return next((one for one in mine if one.state in printed), None)
