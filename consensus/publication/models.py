"""Published versions: frozen for ever (INV-10)."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from consensus.coalitions.models import Member
from consensus.db import Base, Json
from consensus.documents.models import Document


class PublishingAsked(Base):
    """A member who asks that a text be published which coordinators leave (6.1)."""

    __tablename__ = "publishing_asked"
    __table_args__ = (UniqueConstraint("call_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    asked_at: Mapped[datetime]

    member: Mapped[Member] = relationship()


class Version(Base):
    """One published version of a document, with its files as they were made."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[str]  # "1.0"
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    published_at: Mapped[datetime]
    published_by: Mapped[int] = mapped_column(ForeignKey("member.id"))
    level: Mapped[str]
    status_line: Mapped[str]
    agreement_line: Mapped[str]
    counts: Mapped[Json]
    html: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    bundle: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    bundle_hash: Mapped[str]

    document: Mapped[Document] = relationship()
