"""What pages and deeds need to know of positions and objections."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from consensus.coalitions.models import Member
from consensus.deliberation.models import (
    Answer,
    Holder,
    Objection,
    Position,
    Receipt,
)
from consensus.errors import NotFound


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


def _whole_objection() -> list[ExecutableOption]:
    holders = selectinload(Objection.holders)
    return [
        joinedload(Objection.wording),
        holders.joinedload(Holder.member).joinedload(Member.account),
        holders.joinedload(Holder.member).selectinload(Member.terms),
        holders.joinedload(Holder.wording),
        holders.selectinload(Holder.moves),
        holders.selectinload(Holder.reminders),
        selectinload(Objection.answers)
        .joinedload(Answer.member)
        .joinedload(Member.account),
    ]


def objections_of(
    session: Session, document_id: int, block_id: str | None = None
) -> Sequence[Objection]:
    """All objections of a document, or of one block, with holders and answers."""
    wanted = select(Objection).where(Objection.document_id == document_id)
    if block_id is not None:
        wanted = wanted.where(Objection.block_id == block_id)
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


def holders_on(
    session: Session, document_id: int, block_id: str | None
) -> list[Holder]:
    """The holders of all objections to a block; None: to the whole document."""
    wanted = select(Objection).where(Objection.document_id == document_id)
    target = (
        Objection.block_id.is_(None)
        if block_id is None
        else Objection.block_id == block_id
    )
    objections = session.scalars(wanted.where(target).options(*_whole_objection()))
    return [holder for one in objections for holder in one.holders]


def own_holds(session: Session, member: Member) -> Sequence[Holder]:
    """Every objection a seat's holder holds or held, newest first."""
    return session.scalars(
        select(Holder)
        .where(Holder.member_id == member.id)
        .options(
            joinedload(Holder.objection).selectinload(Objection.answers),
            joinedload(Holder.wording),
            selectinload(Holder.moves),
        )
        .order_by(Holder.id.desc())
    ).all()


def receipts_of(session: Session, holder: Holder) -> Sequence[Receipt]:
    """The receipts a holder was given, oldest first."""
    return session.scalars(
        select(Receipt).where(Receipt.holder_id == holder.id).order_by(Receipt.id)
    ).all()
