"""Requests to take a matter up again, and the caller's answers (domain.md R35)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.coalitions.models import Attribution, Member
from consensus.db import Base


class NewInformation(StrEnum):
    """What can be new; that somebody was not there is not (R35)."""

    FACTS = "facts"
    PEOPLE = "people_not_heard"
    CIRCUMSTANCES = "changed_circumstances"

    @property
    def label(self) -> str:
        """What a form and a page call it."""
        return _LABELS[self]


_LABELS = {
    NewInformation.FACTS: "Facts that were not known",
    NewInformation.PEOPLE: "Affected people were not heard",
    NewInformation.CIRCUMSTANCES: "Circumstances have changed",
}


class Reopening(Base):
    """A member's request to take a text up again, after a call has ended on it."""

    __tablename__ = "reopening"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    number: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    attribution: Mapped[Attribution]
    what: Mapped[NewInformation]
    text: Mapped[str]
    asked_at: Mapped[datetime]
    is_granted: Mapped[bool | None]  # None: not answered yet
    reason: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    decided_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(foreign_keys=[member_id])
    caller: Mapped[Member | None] = relationship(foreign_keys=[decided_by])

    @property
    def name(self) -> str:
        """How people cite it: request 2."""
        return f"request {self.number}"
