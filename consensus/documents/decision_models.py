"""Decisions of the group about a text as a whole, made on notice (domain.md 4, R1)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.coalitions.models import Member
from consensus.db import Base
from consensus.documents.stage_moves import StageMove


class DecisionKind(StrEnum):
    """What a group can decide about a text on notice (6.1)."""

    CLOSE = "close"
    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"

    @property
    def label(self) -> str:
        """What is to be done, as the page and the notice say it."""
        return _LABELS[self]

    @property
    def move(self) -> StageMove:
        """The move of the document that the decision makes."""
        return StageMove[self.name]


_LABELS = {
    DecisionKind.CLOSE: "Close the text without an output",
    DecisionKind.WITHDRAW: "Withdraw the output",
    DecisionKind.SUPERSEDE: "Say that a newer output supersedes this one",
}


class DecisionState(StrEnum):
    """How far a proposed decision has come."""

    OPEN = "open"
    MADE = "made"
    DROPPED = "dropped"


class Decision(Base):
    """
    A procedural matter put to the members by notice.

    It goes ahead if nobody objects within the notice, and is dropped if somebody does:
    silence is not agreement, so the record says "no objection within the notice" and
    how many people were told (R1).
    """

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    kind: Mapped[DecisionKind]
    reason: Mapped[str]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    told: Mapped[int]  # people told by the notice
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int] = mapped_column(ForeignKey(Member.id))
    closes_at: Mapped[datetime]
    state: Mapped[DecisionState]
    ended_at: Mapped[datetime | None]

    oppositions: Mapped[list["Opposition"]] = relationship(order_by="Opposition.id")

    @property
    def name(self) -> str:
        """How people cite it: DEC-3."""
        return f"DEC-{self.number}"


class Opposition(Base):
    """A member who objects to a proposed decision, with the reason."""

    __tablename__ = "decision_opposition"
    __table_args__ = (UniqueConstraint("decision_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey(Decision.id))
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    reason: Mapped[str]
    at: Mapped[datetime]

    member: Mapped[Member] = relationship()
