"""What many accounts are towards one document at this moment, in a single query."""

from collections.abc import Set

from sqlalchemy import and_, bindparam, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from consensus import clock
from consensus.coalitions.conduct_models import Suspension
from consensus.coalitions.models import Member, Role, RoleTerm, SeatStatus, SeatTerm
from consensus.db import Moment
from consensus.documents.access import in_force
from consensus.documents.models import Document, Stage, stage_now


def roles_now(
    session: Session, document_id: int, account_ids: Set[int]
) -> tuple[Stage, dict[int, set[Role]]]:
    """A document's stage, and what each of these accounts is towards it now."""
    asked = {
        "document": document_id,
        "accounts": list(account_ids),
        "now": clock.now(),
    }
    session.flush()  # what this transaction has changed counts
    rows = session.connection().execute(_ROLES_NOW, asked).all()
    if not rows:
        raise NoResultFound(f"there is no document {document_id}")
    roles: dict[int, set[Role]] = {one: {Role.VISITOR} for one in account_ids}
    for _, _, account, seat, role, suspended in rows:
        if suspended:
            continue  # they read on, and write nothing (R6)
        if seat == SeatStatus.MEMBER:
            roles[account] |= {Role.MEMBER} | ({role} if role else set())
        elif seat == SeatStatus.OBSERVER:
            roles[account].add(Role.OBSERVER)
    stage, closes = rows[0][:2]
    return stage_now(stage, closes), roles


_STATUS = (
    select(SeatTerm.status)
    .where(SeatTerm.member_id == Member.id)
    .order_by(SeatTerm.since.desc(), SeatTerm.id.desc())
    .limit(1)
    .scalar_subquery()
)
_SUSPENDED = (
    select(Suspension.id)
    .where(
        Suspension.member_id == Member.id,
        Suspension.until > bindparam("now", type_=Moment()),
    )
    .limit(1)
    .scalar_subquery()
)
_ROLES_NOW = (
    select(
        Document.stage, Document.closes_at, Member.account_id, _STATUS,
        RoleTerm.role, _SUSPENDED,
    )
    .outerjoin(
        Member,
        and_(
            Member.coalition_id == Document.coalition_id,
            Member.account_id.in_(bindparam("accounts", expanding=True)),
        ),
    )
    .outerjoin(
        RoleTerm,
        and_(
            RoleTerm.member_id == Member.id,
            *in_force(Document, bindparam("now", type_=Moment())),
        ),
    )
    .where(Document.id == bindparam("document"))
)  # fmt: skip
"""Built once: it is asked again at each moment in which somebody types (SEC-4)."""
