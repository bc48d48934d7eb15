"""What somebody who left has asked another member to take on (R4)."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.coalitions.models import Member
from consensus.db import Base
from consensus.deliberation.models import Holder


class HandOn(Base):
    """One objection handed on to one member, who accepts by joining it."""

    __tablename__ = "hand_on"
    __table_args__ = (UniqueConstraint("holder_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("objection_holder.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    at: Mapped[datetime]

    holder: Mapped[Holder] = relationship()
    member: Mapped[Member] = relationship()
