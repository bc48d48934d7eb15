"""Which archive entries have been told to whom."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consensus.db import Base


class Delivery(Base):
    """One message about one entry to one account; sent at most once."""

    __tablename__ = "notification_delivery"
    __table_args__ = (UniqueConstraint("entry_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("archive_entry.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime]


class Told(Base):
    """An entry that the notices have dealt with, whoever was told (by entry)."""

    __tablename__ = "notification_told"

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("archive_entry.id"), primary_key=True
    )
    at: Mapped[datetime]
