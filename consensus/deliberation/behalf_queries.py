"""What was recorded on somebody's behalf (R36)."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from consensus.accounts.models import Account
from consensus.coalitions.models import Coalition, Member, SeatStatus
from consensus.deliberation.behalf_models import BehalfState, OnBehalf
from consensus.deliberation.models import Holder
from consensus.errors import Invalid, NotFound


def member_reached_at(session: Session, coalition: Coalition, email: str) -> Member:
    """The member of a coalition with an address; `Invalid` if there is none."""
    found = session.scalars(
        select(Member)
        .join(Member.account)
        .where(
            Member.coalition_id == coalition.id,
            func.lower(Account.email) == email.strip().lower(),
        )
    ).one_or_none()
    if found is None or found.status is not SeatStatus.MEMBER:
        raise Invalid(
            "No member of this coalition has this address. "
            "Ask the person to join first; it takes a minute."
        )
    return found


def on_behalf_numbered(session: Session, document_id: int, number: int) -> OnBehalf:
    """One thing recorded in a document; NotFound if there is none such."""
    found = session.get(OnBehalf, number)
    if found is None or found.document_id != document_id:
        raise NotFound("Nothing such was recorded here.")
    return found


def waiting_for(
    session: Session, document_id: int, member: Member
) -> Sequence[OnBehalf]:
    """What was recorded for a member and counts only once they confirm it."""
    return session.scalars(
        select(OnBehalf)
        .where(
            OnBehalf.document_id == document_id,
            OnBehalf.member_id == member.id,
            OnBehalf.state == BehalfState.WAITING,
        )
        .options(joinedload(OnBehalf.recorder).joinedload(Member.account))
        .order_by(OnBehalf.id)
    ).all()


def recorded_holds(session: Session, document_id: int) -> dict[int, OnBehalf]:
    """By holder's row number, the objections recorded on somebody's behalf."""
    rows = session.scalars(
        select(OnBehalf)
        .where(OnBehalf.document_id == document_id, OnBehalf.holder_id.is_not(None))
        .options(joinedload(OnBehalf.recorder).joinedload(Member.account))
    )
    return {one.holder_id: one for one in rows if one.holder_id is not None}


def recorded_holding(session: Session, holder: Holder) -> str:
    """By whom an objection was recorded on its holder's behalf, and from where; ""."""
    found = session.scalars(
        select(OnBehalf).where(OnBehalf.holder_id == holder.id)
    ).one_or_none()
    return found.line if found else ""
