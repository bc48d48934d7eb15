"""What pages and deeds need to know of requests to reopen (R35)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consensus.coalitions.models import Member
from consensus.deliberation.reopening_models import Reopening
from consensus.errors import NotFound


def reopenings_of(session: Session, document_id: int) -> Sequence[Reopening]:
    """All requests about a document with their people, the oldest first."""
    return session.scalars(
        select(Reopening)
        .where(Reopening.document_id == document_id)
        .options(
            joinedload(Reopening.member).options(
                joinedload(Member.account), selectinload(Member.terms)
            ),
            joinedload(Reopening.caller).joinedload(Member.account),
        )
        .order_by(Reopening.number)
    ).all()


def reopening_numbered(session: Session, document_id: int, number: int) -> Reopening:
    """A request by its number in a document; NotFound if there is none such."""
    for one in reopenings_of(session, document_id):
        if one.number == number:
            return one
    raise NotFound("Nobody has made such a request.")


def is_reopened_since(session: Session, document_id: int, moment: datetime) -> bool:
    """Whether new information was accepted after a moment (UTC)."""
    granted = select(Reopening.id).where(
        Reopening.document_id == document_id,
        Reopening.is_granted.is_(True),
        Reopening.decided_at > moment,
    )
    return session.scalars(granted.limit(1)).first() is not None
