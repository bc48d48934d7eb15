"""Members who take no part in a text because of an interest of theirs (R48)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.coalitions.models import Attribution, Member
from consensus.db import Base


class Recusal(Base):
    """One member's recusal from one document; an ended one stays on record."""

    __tablename__ = "recusal"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    interest: Mapped[str] = mapped_column(default="")
    attribution: Mapped[Attribution]
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column()

    member: Mapped[Member] = relationship()

    __table_args__ = (
        Index(
            "uq_recusal_standing", document_id, member_id, unique=True,
            sqlite_where=ended_at.is_(None), postgresql_where=ended_at.is_(None),
        ),
    )  # fmt: skip
