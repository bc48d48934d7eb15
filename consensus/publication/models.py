"""Published versions, frozen for ever, and the editions of their annex (INV-10)."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from consensus.coalitions.models import Member
from consensus.db import Base, Json
from consensus.documents.models import Document
from consensus.wordings.models import Snapshot


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
    withheld_at: Mapped[datetime | None]
    """When its files were taken away, because they held words that the law forbids."""

    document: Mapped[Document] = relationship()
    snapshot: Mapped[Snapshot] = relationship()
    revisions: Mapped[list["AnnexRevision"]] = relationship(
        order_by="AnnexRevision.number", back_populates="version"
    )

    @property
    def agreement_now(self) -> str:
        """How far it is agreed, with what came after it was published."""
        later = [one.agreement_line for one in self.revisions]
        return [self.agreement_line, *later][-1]


class AnnexRevision(Base):
    """
    A later edition of a version's annex, with its files as they were made (R24, R25).

    `number` counts from 2: the annex that was published with the version is the first.
    """

    __tablename__ = "annex_revision"
    __table_args__ = (UniqueConstraint("version_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    because: Mapped[list[str]] = mapped_column(JSON)
    """The sentences that say what was changed, in order."""
    agreement_line: Mapped[str]
    counts: Mapped[Json]
    html: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    bundle: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    bundle_hash: Mapped[str]
    withheld_at: Mapped[datetime | None]

    version: Mapped[Version] = relationship(back_populates="revisions")
