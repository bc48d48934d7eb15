"""Acting in the place of an absent caller or coordinator (domain.md R34)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consensus import clock
from consensus.archive.actions import Actor, Deed, locked_chain, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member, SeatStatus
from consensus.coalitions.roles import Post, are_apart, begin_term
from consensus.deliberation.absence import Due, due_of
from consensus.deliberation.absence_models import StandInOffer
from consensus.documents.models import Document
from consensus.errors import Refused


def stand_in(
    session: Session, document: Document, *, by: Member, actor: Actor
) -> tuple[Member, ...]:
    """
    Act for somebody absent: another coordinator at once, a member with a second one
    from another organisation (who states none counts as from another).

    Returns those who hold the role from now on, or nobody while a second member is
    waited for. Refused where nothing is due, too early, and to whom it is due from.
    """
    due = due_of(session, document)
    if due is None:
        raise Refused("Nothing has been due here for so long that others may act.")
    _check(due, by)
    locked_chain(session, ChainKind.COALITION, document.coalition_id)
    if by.id in {one.id for one in due.others}:
        return _take(session, document, due, (by,), actor)
    offers = offers_to_stand_in(session, document, due)
    if by.id in {one.id for one in offers}:
        raise Refused("Your offer stands; it waits for a second member to offer.")
    _offer(session, document, due, by, actor)
    first = next((one for one in offers if are_apart(one, by)), None)
    return _take(session, document, due, (first, by), actor) if first else ()


def offers_to_stand_in(
    session: Session, document: Document, due: Due
) -> tuple[Member, ...]:
    """The present members who offer to do what is due, the first one first."""
    rows: Sequence[StandInOffer] = session.scalars(
        select(StandInOffer)
        .where(
            StandInOffer.document_id == document.id,
            StandInOffer.role == due.role,
            StandInOffer.due_since == due.since,
        )
        .options(
            joinedload(StandInOffer.member).options(
                joinedload(Member.account), selectinload(Member.terms)
            )
        )
        .order_by(StandInOffer.id)
    ).all()
    return tuple(one.member for one in rows if one.member.status is SeatStatus.MEMBER)


def _check(due: Due, by: Member) -> None:
    if by.id in {one.id for one in due.absent}:
        raise Refused(f"It is you who can {due.act}.")
    if due.admits(by):
        return
    is_coordinator = by.id in {one.id for one in due.others}
    day = due.coordinator_from if is_coordinator else due.members_from
    raise Refused(
        f"{due.names} can {due.act}. Others may act only from "
        f"{day.day} {day:%B %Y, %H:%M} UTC."
    )


def _offer(
    session: Session, document: Document, due: Due, by: Member, actor: Actor
) -> None:
    session.add(
        StandInOffer(
            document_id=document.id, member=by, role=due.role, due_since=due.since,
            offered_at=clock.now(),
        )
    )  # fmt: skip
    facts = {"role": str(due.role), "act": due.act, "since": due.since.isoformat()}
    who = {"name": by.account.name}
    deed = Deed(Verb.STAND_IN_OFFERED, "document", facts, identity=who)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)


def _take(
    session: Session,
    document: Document,
    due: Due,
    seats: tuple[Member, ...],
    actor: Actor,
) -> tuple[Member, ...]:
    names = " and ".join(one.account.name for one in seats)
    how = f"acts for {due.names}, from whom it was due to {due.act}"
    facts = {"role": str(due.role), "act": due.act, "since": due.since.isoformat()}
    deed = Deed(Verb.STAND_IN_TAKEN, "document", facts, identity={"name": names})
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)
    for seat in seats:
        begin_term(session, seat, Post(due.role, document.id, how), by=actor)
    return seats
