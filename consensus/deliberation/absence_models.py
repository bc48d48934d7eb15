"""Offers to act in the place of somebody absent (domain.md R34)."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.coalitions.models import Member, Role
from consensus.db import Base


class StandInOffer(Base):
    """A member who offers to act, with a second one, for what has been due since."""

    __tablename__ = "stand_in_offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    role: Mapped[Role]
    due_since: Mapped[datetime]
    offered_at: Mapped[datetime]

    member: Mapped[Member] = relationship()
