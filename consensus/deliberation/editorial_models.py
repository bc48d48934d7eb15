"""Editorial changes: those that an editor declared to be of no substance."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.db import Base
from consensus.wordings.models import Snapshot, Wording


class EditorialChange(Base):
    """
    A change of class C1 from one wording of a block to another (domain.md 5.3).

    It counts as C2 from the moment at which somebody contested it.
    """

    __tablename__ = "editorial_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    block_id: Mapped[str]
    old_id: Mapped[int] = mapped_column(ForeignKey("wording.id"))
    new_id: Mapped[int] = mapped_column(ForeignKey("wording.id"))
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    why: Mapped[str]
    declared_at: Mapped[datetime]
    contested_at: Mapped[datetime | None] = mapped_column()

    old: Mapped[Wording] = relationship(foreign_keys=[old_id])
    new: Mapped[Wording] = relationship(foreign_keys=[new_id])
    snapshot: Mapped[Snapshot] = relationship()
