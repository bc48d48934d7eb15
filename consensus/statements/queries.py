"""Finding statements: of a document, by their number, a person's own signature."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from consensus.archive.models import Chain, ChainKind, Entry, Part, Payload
from consensus.coalitions.models import Member
from consensus.deliberation.call_models import Call
from consensus.deliberation.statement_models import (
    GroupResponse,
    SignatureReceipt,
    Statement,
    StatementSignature,
    StatementState,
    StatementTarget,
)
from consensus.errors import NotFound
from consensus.statements.wording import Aim, Words


def _whole() -> list[ExecutableOption]:
    signer = selectinload(Statement.signatures).joinedload(StatementSignature.member)
    response = joinedload(Statement.response).joinedload(GroupResponse.member)
    return [
        selectinload(Statement.targets).joinedload(StatementTarget.wording),
        signer.joinedload(Member.account),
        signer.selectinload(Member.terms),
        response.joinedload(Member.account),
    ]


def statements_of(session: Session, document_id: int) -> Sequence[Statement]:
    """All statements of a document, in the order in which they were announced."""
    wanted = select(Statement).where(Statement.document_id == document_id)
    return session.scalars(wanted.options(*_whole()).order_by(Statement.number)).all()


def statement_of(session: Session, document_id: int, number: int) -> Statement:
    """One statement by its number in the document; NotFound if there is none."""
    found = session.scalars(
        select(Statement)
        .where(Statement.document_id == document_id, Statement.number == number)
        .options(*_whole())
    ).one_or_none()
    if found is None:
        raise NotFound(f"There is no statement M-{number} to this text.")
    return found


def signature_by(
    statement: Statement, member: Member | None
) -> StatementSignature | None:
    """A seat's own signature, in whatever state; None if they never signed."""
    own = [one for one in statement.signatures if member and one.member_id == member.id]
    return own[0] if own else None


def words_of(statement: Statement) -> Words:
    """The words of a statement as they are now."""
    return Words(
        statement.kind, statement.title, statement.text, statement.language,
        tuple(
            Aim(one.kind, one.block_id, one.wording.hash if one.wording else None)
            for one in statement.targets
        ),
    )  # fmt: skip


def next_number(session: Session, document_id: int) -> int:
    """The number of the next statement in a document."""
    last = session.scalar(
        select(func.max(Statement.number)).where(Statement.document_id == document_id)
    )
    return (last or 0) + 1


def documents_to_attend(session: Session, moment: datetime) -> list[int]:
    """The documents where something is filed, or whose statement window is open."""
    filed = select(Statement.document_id).where(Statement.state == StatementState.FILED)
    invited = select(Call.document_id).where(Call.statements_close_at > moment)
    return sorted(session.scalars(union(filed, invited)))


def receipts_of(
    session: Session, signature: StatementSignature
) -> Sequence[SignatureReceipt]:
    """The receipts a signer was given, oldest first."""
    return session.scalars(
        select(SignatureReceipt)
        .where(SignatureReceipt.signature_id == signature.id)
        .order_by(SignatureReceipt.id)
    ).all()


def receipt_of(
    session: Session, statement: Statement, receipt_id: int, *, of: Member | None
) -> tuple[SignatureReceipt, dict[str, str]]:
    """
    A signer's own receipt and the words it is for, exactly as recorded.

    NotFound for every other receipt, so that nobody learns that there is one.
    """
    receipt = session.scalars(
        select(SignatureReceipt)
        .join(
            StatementSignature, StatementSignature.id == SignatureReceipt.signature_id
        )
        .where(
            SignatureReceipt.id == receipt_id,
            StatementSignature.statement_id == statement.id,
            StatementSignature.member_id == (of.id if of else None),
        )
    ).one_or_none()
    if receipt is None:
        raise NotFound("There is no such receipt of yours.")
    return receipt, _words_at(session, statement.document_id, receipt.entry_seq)


def _words_at(session: Session, document_id: int, seq: int) -> dict[str, str]:
    words: dict[str, str] = session.scalars(
        select(Payload.value)
        .join(Entry, Entry.id == Payload.entry_id)
        .join(Chain, Chain.id == Entry.chain_id)
        .where(
            Chain.kind == ChainKind.DOCUMENT,
            Chain.subject_id == document_id,
            Entry.seq == seq,
            Payload.part == Part.WORDS,
        )
    ).one()
    return words
