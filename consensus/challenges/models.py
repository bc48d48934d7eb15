"""Challenges, who seconds them, and who reviews them (domain.md 4, 6.7)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.coalitions.models import Attribution, Member
from consensus.db import Base
from consensus.deliberation.call_models import Designation


class Ground(StrEnum):
    """On what ground a level is challenged (domain.md 4)."""

    NOT_ADDRESSED = "objection_not_addressed"
    MISREAD = "position_misread"
    NOTICE = "notice_or_window"
    CONFLICT = "conflict_of_interest"
    NEW_INFORMATION = "new_information"
    OTHER = "other"


class ChallengeState(StrEnum):
    """Where a challenge stands (domain.md 6.7); `decided` closes it at once."""

    FILED = "filed"
    RESPONDED = "responded"
    ESCALATED = "escalated"
    DECIDED = "decided"
    CLOSED = "closed"


class Response(StrEnum):
    """What the consensus caller does with the level that is challenged."""

    KEEP = "keep"
    REVISE = "revise"


class Outcome(StrEnum):
    """What reviewers say of an escalated challenge."""

    KEEP = "keep"
    SEND_BACK = "send_back"
    NOTE = "note"


class Closing(StrEnum):
    """How a challenge came to its end."""

    ACCEPTED = "accepted"
    NOT_PURSUED = "not_pursued"
    REVIEWED = "reviewed"
    NOT_REVIEWED = "not_reviewed_in_time"


class Chosen(StrEnum):
    """Why somebody is a reviewer."""

    CHARTER = "charter"
    COORDINATOR = "coordinator"
    DRAWN = "drawn"


class Challenge(Base):
    """
    A member's reasoned contest of one declared level.

    `due_at` is when the present state ends by itself, UTC; None once it is closed.
    """

    __tablename__ = "challenge"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        UniqueConstraint("designation_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    number: Mapped[int]  # CH-n in this document
    designation_id: Mapped[int] = mapped_column(ForeignKey("designation.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    attribution: Mapped[Attribution]
    ground: Mapped[Ground]
    text: Mapped[str]
    filed_at: Mapped[datetime]
    state: Mapped[ChallengeState]
    state_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    response: Mapped[Response | None]
    response_text: Mapped[str] = mapped_column(default="")
    responded_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    responded_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    closing: Mapped[Closing | None]

    designation: Mapped[Designation] = relationship()
    member: Mapped[Member] = relationship(foreign_keys=[member_id])
    responder: Mapped[Member | None] = relationship(foreign_keys=[responded_by])
    seconders: Mapped[list["Seconder"]] = relationship(order_by="Seconder.id")
    reviewers: Mapped[list["Reviewer"]] = relationship(order_by="Reviewer.id")

    @property
    def name(self) -> str:
        """How people cite it: CH-3."""
        return f"CH-{self.number}"

    @property
    def sitting(self) -> list["Reviewer"]:
        """The reviewers who have not declined."""
        return [one for one in self.reviewers if one.declined_at is None]


class Seconder(Base):
    """A member who says by name that a challenge should be heard."""

    __tablename__ = "challenge_seconder"
    __table_args__ = (UniqueConstraint("challenge_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    member: Mapped[Member] = relationship()


class Reviewer(Base):
    """Somebody independent in the matter, and what they say of the challenge."""

    __tablename__ = "challenge_reviewer"
    __table_args__ = (UniqueConstraint("challenge_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    chosen: Mapped[Chosen]
    named_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    text: Mapped[str] = mapped_column(default="")
    reviewed_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship()
