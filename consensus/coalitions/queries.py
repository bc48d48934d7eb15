"""What pages and deeds read of coalitions, seats and roles."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consensus import clock
from consensus.accounts.models import Account
from consensus.coalitions.models import (
    Coalition,
    CoordinationOffer,
    Member,
    Region,
    Role,
    RoleTerm,
    SeatStatus,
    SeatTerm,
    StakeholderGroup,
)
from consensus.errors import NotFound


@dataclass(frozen=True)
class GroupSize:
    """How many members a stakeholder group has in a coalition."""

    group: StakeholderGroup
    size: int


def coalition_called(session: Session, slug: str) -> Coalition:
    """The coalition with this slug; NotFound if there is none."""
    found = session.scalars(select(Coalition).where(Coalition.slug == slug)).first()
    if found is None:
        raise NotFound("There is no such coalition.")
    return found


def all_coalitions(session: Session) -> list[Coalition]:
    """Every coalition, by name."""
    return list(session.scalars(select(Coalition).order_by(Coalition.name)))


def seat_of(
    session: Session, coalition: Coalition, account: Account | None
) -> Member | None:
    """The seat of an account in a coalition, also after its holder left."""
    if account is None:
        return None
    return session.scalars(
        _seats(coalition.id).where(Member.account_id == account.id)
    ).one_or_none()


def member_numbered(session: Session, coalition: Coalition, member_id: int) -> Member:
    """A seat of this coalition by its number; NotFound if it is not there."""
    found = session.scalars(
        _seats(coalition.id).where(Member.id == member_id)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such member in this coalition.")
    return found


def members_of(session: Session, coalition: Coalition) -> list[Member]:
    """The present members (observers and former ones left out), by name."""
    seats = session.scalars(_seats(coalition.id).where(Member.left_at.is_(None)))
    members = [seat for seat in seats if seat.status is SeatStatus.MEMBER]
    return sorted(members, key=lambda seat: seat.account.name.casefold())


class Told(Protocol):
    """What a seat says of its holder: a row of it, or the term itself."""

    @property
    def group(self) -> StakeholderGroup: ...
    @property
    def other_group(self) -> str: ...
    @property
    def region(self) -> Region: ...
    @property
    def organisation(self) -> str: ...


def terms_now(session: Session, coalition: Coalition) -> list[Told]:
    """What the seats of the present members say of them, without their names."""
    return [
        row
        for row in _newest_terms(session, coalition)
        if row.left_at is None and row.status is SeatStatus.MEMBER
    ]


def groups_now(
    session: Session, coalition: Coalition
) -> dict[int, tuple[StakeholderGroup, SeatStatus]]:
    """Group and status of everybody who has not left, by seat."""
    return {
        row.member_id: (row.group, row.status)
        for row in _newest_terms(session, coalition)
        if row.status is not SeatStatus.FORMER
    }


def _newest_terms(session: Session, coalition: Coalition) -> Collection[Any]:
    """Columns only: pages of large coalitions ask for nothing else of their members."""
    rows = session.execute(
        select(
            SeatTerm.member_id, SeatTerm.status, SeatTerm.group, SeatTerm.other_group,
            SeatTerm.region, SeatTerm.organisation, Member.left_at,
        )
        .join(Member, Member.id == SeatTerm.member_id)
        .where(Member.coalition_id == coalition.id)
        .order_by(SeatTerm.since, SeatTerm.id)
    )  # fmt: skip
    return {row.member_id: row for row in rows}.values()


def every_seat(session: Session, coalition: Coalition) -> dict[int, Member]:
    """All seats there ever were, with their terms, by id."""
    rows = session.scalars(
        select(Member)
        .where(Member.coalition_id == coalition.id)
        .options(selectinload(Member.terms))
    )
    return {one.id: one for one in rows}


def _seats(coalition_id: int) -> Select[Member]:
    return (
        select(Member)
        .where(Member.coalition_id == coalition_id)
        .options(joinedload(Member.account), selectinload(Member.terms))
    )


def member_counts(session: Session) -> dict[int, int]:
    """How many members each coalition has now, by coalition id; none: no key."""
    rows = session.execute(
        _present(Member.coalition_id)
        .where(SeatTerm.status == SeatStatus.MEMBER)
        .group_by(Member.coalition_id)
    )
    return dict(rows.all())


def group_sizes(session: Session, coalition: Coalition) -> list[GroupSize]:
    """The members by stakeholder group, every group in its order, also with none."""
    rows = session.execute(
        _present(SeatTerm.group)
        .where(SeatTerm.status == SeatStatus.MEMBER)
        .where(Member.coalition_id == coalition.id)
        .group_by(SeatTerm.group)
    )
    sizes: dict[StakeholderGroup, int] = dict(rows.all())
    return [GroupSize(group, sizes.get(group, 0)) for group in StakeholderGroup]


def observer_count(session: Session, coalition: Coalition) -> int:
    """How many observers a coalition has now."""
    rows = session.execute(
        _present(Member.coalition_id)
        .where(SeatTerm.status == SeatStatus.OBSERVER)
        .where(Member.coalition_id == coalition.id)
        .group_by(Member.coalition_id)
    )
    return sum(count for _, count in rows)


def _present(column: Any) -> Select[Any]:
    newest = (
        select(func.max(SeatTerm.id))
        .where(SeatTerm.member_id == Member.id)
        .correlate(Member)
        .scalar_subquery()
    )
    seats = select(column, func.count()).select_from(Member)
    return seats.join(SeatTerm, SeatTerm.id == newest)


def roles_in_force(
    session: Session, coalition: Coalition, *, document_id: int | None = None
) -> list[RoleTerm]:
    """
    The roles held now, oldest first: in the coalition, or for one document.

    Coordinators of the coalition are not repeated among a document's roles.
    """
    now = clock.now()
    return list(
        session.scalars(
            select(RoleTerm)
            .join(RoleTerm.member)
            .where(
                Member.coalition_id == coalition.id,
                RoleTerm.document_id.is_(None)
                if document_id is None
                else RoleTerm.document_id == document_id,
                RoleTerm.since <= now,
                or_(RoleTerm.until.is_(None), RoleTerm.until > now),
            )
            .options(
                joinedload(RoleTerm.member).options(
                    joinedload(Member.account), selectinload(Member.terms)
                )
            )
            .order_by(RoleTerm.since, RoleTerm.id)
        )
    )


def roles_of_seat(session: Session, member: Member) -> list[RoleTerm]:
    """Every role a seat holds now, in the coalition and for documents."""
    now = clock.now()
    return list(
        session.scalars(
            select(RoleTerm)
            .where(
                RoleTerm.member_id == member.id,
                or_(RoleTerm.until.is_(None), RoleTerm.until > now),
            )
            .order_by(RoleTerm.id)
        )
    )


def term_numbered(session: Session, coalition: Coalition, term_id: int) -> RoleTerm:
    """A role somebody holds or held in this coalition; NotFound if it is not there."""
    found = session.scalars(
        select(RoleTerm)
        .join(RoleTerm.member)
        .where(RoleTerm.id == term_id, Member.coalition_id == coalition.id)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such role in this coalition.")
    return found


def coordinators_of(session: Session, coalition: Coalition) -> list[Member]:
    """The coalition's coordinators now; none in a flat coalition (domain.md 8)."""
    terms = roles_in_force(session, coalition)
    return [term.member for term in terms if term.role is Role.COORDINATOR]


def coordinates(
    session: Session, member: Member, *, document_id: int | None = None
) -> bool:
    """Whether a seat coordinates its coalition, or the document if one is named."""
    if member.status is not SeatStatus.MEMBER:
        return False
    return any(
        term.role is Role.COORDINATOR and term.document_id in {None, document_id}
        for term in roles_of_seat(session, member)
    )


def offers_to_coordinate(session: Session, document_id: int) -> list[CoordinationOffer]:
    """The offers of present members to coordinate a document, oldest first."""
    offers = session.scalars(
        select(CoordinationOffer)
        .where(CoordinationOffer.document_id == document_id)
        .options(
            joinedload(CoordinationOffer.member).options(
                joinedload(Member.account), selectinload(Member.terms)
            )
        )
        .order_by(CoordinationOffer.id)
    )
    return [one for one in offers if one.member.status is SeatStatus.MEMBER]
