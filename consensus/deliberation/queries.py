"""What pages and deeds need to know of positions and objections."""

from collections.abc import Collection, Sequence

from sqlalchemy import select, union
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from consensus.accounts.models import Account
from consensus.archive.models import Chain, ChainKind, Entry, Part, Payload
from consensus.coalitions.models import Member, Role, RoleTerm
from consensus.deliberation.behalf_models import OnBehalf
from consensus.deliberation.leaving_models import HandOn
from consensus.deliberation.models import (
    Answer,
    Holder,
    Objection,
    Position,
    Receipt,
)
from consensus.deliberation.suggestion_models import Suggestion
from consensus.errors import NotFound
from consensus.wordings.models import SnapshotItem, Wording


def _who() -> list[ExecutableOption]:
    return [
        joinedload(Position.member).joinedload(Member.account),
        joinedload(Position.member).selectinload(Member.terms),
        joinedload(Position.wording),
    ]


def standing_positions(
    session: Session, document_id: int, block_id: str | None = None
) -> Sequence[Position]:
    """
    Positions nobody ended, on any wording, in the order they were taken: of one
    block, or of the whole document's blocks and of the document itself.
    """
    wanted = select(Position).where(
        Position.document_id == document_id, Position.ended_at.is_(None)
    )
    if block_id is not None:
        wanted = wanted.where(Position.block_id == block_id)
    return session.scalars(wanted.options(*_who()).order_by(Position.id)).all()


def frozen_hashes(session: Session, snapshot_id: int) -> dict[str, str]:
    """Block id to wording hash in one snapshot."""
    rows = session.execute(
        select(Wording.block_id, Wording.hash)
        .join(SnapshotItem, SnapshotItem.wording_id == Wording.id)
        .where(SnapshotItem.snapshot_id == snapshot_id)
    )
    return dict(rows.all())


def own_positions(
    session: Session, document_id: int, member: Member
) -> Sequence[Position]:
    """A member's own positions in a document that nobody ended."""
    return session.scalars(
        select(Position)
        .where(
            Position.document_id == document_id,
            Position.member_id == member.id,
            Position.ended_at.is_(None),
        )
        .options(joinedload(Position.wording))
        .order_by(Position.id)
    ).all()


def own_positions_on(
    session: Session, document_id: int, member: Member, block_id: str | None
) -> Sequence[Position]:
    """Those on one block, on any wording of it; None: on the whole document."""
    return session.scalars(
        select(Position)
        .where(
            Position.document_id == document_id,
            Position.block_id == block_id,
            Position.member_id == member.id,
            Position.ended_at.is_(None),
        )
        .options(joinedload(Position.wording))
        .order_by(Position.id)
    ).all()


def all_positions_of(
    session: Session, document_id: int, member: Member
) -> Sequence[Position]:
    """All that a member ever said in a document, also what was replaced or ended."""
    return session.scalars(
        select(Position)
        .where(Position.document_id == document_id, Position.member_id == member.id)
        .options(joinedload(Position.wording))
        .order_by(Position.id)
    ).all()


def _whole_objection() -> list[ExecutableOption]:
    holders = selectinload(Objection.holders)
    return [
        joinedload(Objection.wording),
        holders.joinedload(Holder.member).joinedload(Member.account),
        holders.joinedload(Holder.member).selectinload(Member.terms),
        holders.joinedload(Holder.wording),
        holders.selectinload(Holder.further),
        holders.selectinload(Holder.moves),
        holders.selectinload(Holder.reminders),
        selectinload(Objection.answers)
        .joinedload(Answer.member)
        .joinedload(Member.account),
    ]


def objections_of(
    session: Session, document_id: int, raised_on: Collection[str] | None = None
) -> Sequence[Objection]:
    """
    All objections of a document with holders and answers, or those that were raised
    on some blocks; where they are linked now, `holding` says.
    """
    wanted = select(Objection).where(Objection.document_id == document_id)
    if raised_on is not None:
        wanted = wanted.where(Objection.block_id.in_(raised_on))
    return session.scalars(
        wanted.options(*_whole_objection()).order_by(Objection.number)
    ).all()


def objection_of(session: Session, document_id: int, number: int) -> Objection:
    """One objection by its number in the document; NotFound if there is none."""
    objection = session.scalars(
        select(Objection)
        .where(Objection.document_id == document_id, Objection.number == number)
        .options(*_whole_objection())
    ).one_or_none()
    if objection is None:
        raise NotFound(f"There is no objection O-{number} to this text.")
    return objection


def objections_to_the_whole(session: Session, document_id: int) -> Sequence[Objection]:
    """The objections to the whole document."""
    wanted = select(Objection).where(
        Objection.document_id == document_id, Objection.block_id.is_(None)
    )
    return session.scalars(
        wanted.options(*_whole_objection()).order_by(Objection.number)
    ).all()


def own_holds(session: Session, member: Member) -> Sequence[Holder]:
    """Every objection a seat's holder holds or held, newest first."""
    return session.scalars(
        select(Holder)
        .where(Holder.member_id == member.id)
        .options(
            joinedload(Holder.objection).selectinload(Objection.answers),
            joinedload(Holder.wording),
            selectinload(Holder.further),
            selectinload(Holder.moves),
        )
        .order_by(Holder.id.desc())
    ).all()


def concerned_documents(session: Session, account: Account) -> list[int]:
    """Ids of the documents in which a person spoke or is an editor, newest first."""
    seats = select(Member.id).where(Member.account_id == account.id)
    spoke = select(Position.document_id).where(Position.member_id.in_(seats))
    objected = (
        select(Objection.document_id)
        .join(Holder, Holder.objection_id == Objection.id)
        .where(Holder.member_id.in_(seats))
    )
    suggested = select(Suggestion.document_id).where(Suggestion.member_id.in_(seats))
    edits = select(RoleTerm.document_id).where(
        RoleTerm.member_id.in_(seats),
        RoleTerm.document_id.is_not(None),
        RoleTerm.role == Role.EDITOR,
        RoleTerm.until.is_(None),
    )
    recorded = select(OnBehalf.document_id).where(OnBehalf.member_id.in_(seats))
    asked = (
        select(Objection.document_id)
        .join(Holder, Holder.objection_id == Objection.id)
        .join(HandOn, HandOn.holder_id == Holder.id)
        .where(HandOn.member_id.in_(seats))
    )
    found = session.scalars(
        union(spoke, objected, suggested, edits, recorded, asked)
    ).all()
    return sorted((one for one in found if one is not None), reverse=True)


def receipts_of(session: Session, holder: Holder) -> Sequence[Receipt]:
    """The receipts a holder was given, oldest first."""
    return session.scalars(
        select(Receipt).where(Receipt.holder_id == holder.id).order_by(Receipt.id)
    ).all()


def receipt_of(
    session: Session, objection: Objection, receipt_id: int, *, of: Member | None
) -> tuple[Receipt, dict[str, str]]:
    """
    A holder's own receipt and the words it is for, exactly as recorded.

    NotFound for every other receipt, so that nobody learns that there is one.
    """
    receipt = session.scalars(
        select(Receipt)
        .join(Holder, Holder.id == Receipt.holder_id)
        .where(
            Receipt.id == receipt_id,
            Holder.objection_id == objection.id,
            Holder.member_id == (of.id if of else None),
        )
    ).one_or_none()
    if receipt is None:
        raise NotFound("There is no such receipt of yours.")
    return receipt, _words_at(session, objection.document_id, receipt.entry_seq)


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
