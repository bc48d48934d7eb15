"""Wordings and snapshots: exact texts that something points at."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.db import Base, Json


class Wording(Base):
    """One exact canonical text of one block, minted because something points at it."""

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("document_id", "block_id", "hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    block_id: Mapped[str]
    number: Mapped[int]  # first wording of the block minted is 1
    hash: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]  # canonical (domain.md 5.1)
    content: Mapped[Json]  # the block as ProseMirror JSON
    minted_at: Mapped[datetime]
    minted_by: Mapped[str]  # position, objection, suggestion, …


class Snapshot(Base):
    """An ordered list of wordings: the text as it stood at one place in the log."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    label: Mapped[str]
    content_hash: Mapped[str]
    draft_seq: Mapped[int]
    made_at: Mapped[datetime]

    items: Mapped[list["SnapshotItem"]] = relationship(
        order_by="SnapshotItem.place", back_populates="snapshot"
    )


class SnapshotItem(Base):
    """One wording's place in a snapshot, with the label printed beside it."""

    __tablename__ = "snapshot_item"

    snapshot_id: Mapped[int] = mapped_column(
        ForeignKey("snapshot.id"), primary_key=True
    )
    place: Mapped[int] = mapped_column(primary_key=True)
    wording_id: Mapped[int] = mapped_column(ForeignKey("wording.id"))
    label: Mapped[str]  # "¶4", "Heading 2", "Note 1"

    wording: Mapped[Wording] = relationship()
    snapshot: Mapped[Snapshot] = relationship(back_populates="items")
