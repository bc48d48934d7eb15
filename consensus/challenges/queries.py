"""What pages and deeds need to know of challenges."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consensus import clock
from consensus.challenges.machine import DAYS_TO_REVIEW
from consensus.challenges.models import (
    Challenge,
    ChallengeState,
    Outcome,
    Reviewer,
    Seconder,
)
from consensus.coalitions.models import Member
from consensus.deliberation.call_models import Call, Designation
from consensus.deliberation.models import Holder, HolderState, Objection
from consensus.deliberation.windows import end_of_day
from consensus.errors import NotFound

_WHOLE = (
    joinedload(Challenge.designation)
    .joinedload(Designation.caller)
    .joinedload(Member.account),
    joinedload(Challenge.designation).joinedload(Designation.call),
    joinedload(Challenge.member).joinedload(Member.account),
    joinedload(Challenge.responder).joinedload(Member.account),
    selectinload(Challenge.seconders)
    .joinedload(Seconder.member)
    .joinedload(Member.account),
    selectinload(Challenge.reviewers)
    .joinedload(Reviewer.member)
    .joinedload(Member.account),
)


def challenges_of(session: Session, document_id: int) -> Sequence[Challenge]:
    """Every challenge on a document, in the order filed."""
    rows = select(Challenge).where(Challenge.document_id == document_id)
    return session.scalars(rows.options(*_WHOLE).order_by(Challenge.number)).all()


def challenge_numbered(session: Session, document_id: int, number: int) -> Challenge:
    """A challenge by its number in the document; NotFound if there is none."""
    found = session.scalars(
        select(Challenge)
        .where(Challenge.document_id == document_id, Challenge.number == number)
        .options(*_WHOLE)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such challenge.")
    return found


def maintains_something(session: Session, document_id: int, member_id: int) -> bool:
    """Whether a member holds a maintained objection in a document (6.7)."""
    held = (
        select(Holder.id)
        .join(Objection)
        .where(
            Objection.document_id == document_id,
            Holder.member_id == member_id,
            Holder.state == HolderState.MAINTAINED,
        )
    )
    return session.scalars(held.limit(1)).first() is not None


def runs_until(challenge: Challenge) -> datetime | None:
    """
    Until when a challenge can keep a text from publication, UTC; None if it cannot.

    Read from the time limits, so that it is right also while the clock's job is late.
    """
    due = challenge.due_at
    if due is None:
        return None
    if challenge.state is ChallengeState.FILED and due <= clock.now():
        due = end_of_day(due, DAYS_TO_REVIEW)  # it is before its reviewers by itself
    return due if clock.now() < due else None


def sent_back(session: Session, call: Call) -> list[Challenge]:
    """Challenges whose reviewers sent back a level that was not declared again."""
    rows = select(Challenge).join(Designation).where(
        Designation.call_id == call.id,
        Designation.revised_at.is_(None),
        Challenge.outcome == Outcome.SEND_BACK,
    )  # fmt: skip
    return list(session.scalars(rows.options(*_WHOLE).order_by(Challenge.number)))


def documents_due(session: Session, moment: datetime) -> list[int]:
    """The documents where the time of a challenge's state is over by then."""
    due = select(Challenge.document_id).where(Challenge.due_at <= moment)
    return sorted(set(session.scalars(due)))
