"""Reading sense checks: blind while they are open, for everybody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus.coalitions.models import Member
from consensus.coalitions.shown_as import SMALLEST_SHOWN
from consensus.documents.models import ASKED, Document
from consensus.errors import NotFound
from consensus.sense_checks.models import SenseAnswer, SenseCheck, Step


@dataclass(frozen=True)
class Answers:
    """How many people answered; by step, None where too few did to be told (R18)."""

    people: int
    steps: dict[Step, int] | None


@dataclass(frozen=True)
class CheckView:
    """One sense check as a reader sees it; `answers` is None while it is blind."""

    check: SenseCheck
    mine: Step | None
    answers: Answers | None


def check_numbered(session: Session, document: Document, number: int) -> SenseCheck:
    """A sense check of a document by its number; NotFound if there is none such."""
    found = session.scalars(
        select(SenseCheck).where(
            SenseCheck.document_id == document.id, SenseCheck.number == number
        )
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such sense check.")
    return found


def checks_of(session: Session, document_id: int) -> Sequence[SenseCheck]:
    """The sense checks of a document, the newest first."""
    return session.scalars(
        select(SenseCheck)
        .where(SenseCheck.document_id == document_id)
        .order_by(SenseCheck.number.desc())
    ).all()


def answer_of(session: Session, check: SenseCheck, seat: Member) -> SenseAnswer | None:
    """What a seat's holder answered, if anything."""
    return session.get(SenseAnswer, (check.id, seat.id))


def answers_to(session: Session, check: SenseCheck) -> Answers:
    """The answers in numbers of people; never to be told while a check is open."""
    steps = session.scalars(
        select(SenseAnswer.step).where(SenseAnswer.check_id == check.id)
    ).all()
    if len(steps) < SMALLEST_SHOWN:
        return Answers(len(steps), None)
    counted = Counter(steps)
    return Answers(len(steps), {one: counted[one] for one in Step})


def views_of(
    session: Session, document: Document, seat: Member | None
) -> list[CheckView]:
    """
    The sense checks of a text as a reader sees them, the newest first.

    Answers are told to nobody while a check is open, nor while a consensus call is:
    nobody's position should follow them (domain.md 7.4).
    """
    asked = document.stage_now in ASKED
    views = []
    for check in checks_of(session, document.id):
        mine = answer_of(session, check, seat) if seat else None
        blind = check.is_open or asked
        views.append(
            CheckView(
                check,
                mine.step if mine else None,
                None if blind else answers_to(session, check),
            )
        )
    return views


def checks_over(session: Session, moment: datetime) -> Sequence[SenseCheck]:
    """The checks whose time is over by then and whose answers are not on record."""
    return session.scalars(
        select(SenseCheck).where(
            SenseCheck.closed_at.is_(None), SenseCheck.closes_at <= moment
        )
    ).all()
