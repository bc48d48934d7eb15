"""A sense check and what each member answered to it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consensus import clock
from consensus.db import Base


class Step(StrEnum):
    """The six steps of the scale (domain.md 7.4); the last one is no opinion at all."""

    STRONGLY_FOR = "strongly_for"
    FOR = "for"
    NEITHER = "neither"
    AGAINST = "against"
    STRONGLY_AGAINST = "strongly_against"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        """The step in the words of whoever answers."""
        return _LABELS[self]


_LABELS = {
    Step.STRONGLY_FOR: "I feel strongly for it",
    Step.FOR: "I lean towards it",
    Step.NEITHER: "Neither way",
    Step.AGAINST: "I lean against it",
    Step.STRONGLY_AGAINST: "I feel strongly against it",
    Step.UNCLEAR: "It is unclear to me",
}


class SenseCheck(Base):
    """A question about a text, open for some days; times in UTC."""

    __tablename__ = "sense_check"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    question: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]  # when the clock recorded the answers
    opened_by: Mapped[int] = mapped_column(ForeignKey("member.id"))

    @property
    def is_open(self) -> bool:
        """Whether it can be answered now (decisions.md 19: by the time it ends)."""
        return self.closes_at > clock.now()


class SenseAnswer(Base):
    """What one member answers; it can be changed until the end, and is told nobody."""

    __tablename__ = "sense_answer"

    check_id: Mapped[int] = mapped_column(
        ForeignKey("sense_check.id"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    step: Mapped[Step]
    at: Mapped[datetime]
