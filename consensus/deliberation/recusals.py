"""Who takes no part in a text (R48): shown as recused, and in no count."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consensus.coalitions.models import Member
from consensus.deliberation.recusal_models import Recusal
from consensus.errors import Refused


def recusals_from(session: Session, document_id: int) -> Sequence[Recusal]:
    """The recusals from a document that stand, in the order in which they were made."""
    return session.scalars(
        select(Recusal)
        .where(Recusal.document_id == document_id, Recusal.ended_at.is_(None))
        .options(
            joinedload(Recusal.member).joinedload(Member.account),
            joinedload(Recusal.member).selectinload(Member.terms),
        )
        .order_by(Recusal.id)
    ).all()


def own_recusal(session: Session, document_id: int, member: Member) -> Recusal | None:
    """A member's standing recusal from a document, if they made one."""
    found = recusals_from(session, document_id)
    return next((one for one in found if one.member_id == member.id), None)


def must_take_part(session: Session, document_id: int, member: Member) -> None:
    """Refuse what somebody says who has said that they take no part."""
    if own_recusal(session, document_id, member) is not None:
        raise Refused(
            "You have said that you take no part in this text. "
            "Take that back first, at “The whole text”."
        )
