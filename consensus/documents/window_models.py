"""Windows in which a draft is open to review or to comment (domain.md 4 Call, 6.9)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consensus.coalitions.models import Member
from consensus.db import Base, Json
from consensus.documents.models import Stage


class WindowKind(StrEnum):
    """What a window is for; the values are those of the stage that it is."""

    MEMBER_REVIEW = "member_review"
    PUBLIC_COMMENT = "public_comment"

    @property
    def stage(self) -> Stage:
        """The stage at which a text is while such a window is open."""
        return Stage(self.value)

    @property
    def label(self) -> str:
        """The window's name on screen."""
        return self.stage.label


class Window(Base):
    """
    A member review or a public comment: an announced period on a snapshot (6.1).

    The text may change meanwhile (decisions.md 14); `snapshot_id` is the text that was
    offered. `round` counts the windows of one kind on one document, from 1.
    """

    __tablename__ = "review_window"
    __table_args__ = (UniqueConstraint("document_id", "kind", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    kind: Mapped[WindowKind]
    round: Mapped[int]
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    notice: Mapped[str]  # the text sent to the members
    notice_sent_at: Mapped[datetime]
    told: Mapped[int]  # people told
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]  # noted by the clock
    charter: Mapped[Json]  # the charter in force (settings version cited)
    opened_by: Mapped[int] = mapped_column(ForeignKey(Member.id))

    @property
    def name(self) -> str:
        """How the record and its pages name it, for example `member_review:1`."""
        return f"{self.kind}:{self.round}"

    @property
    def title(self) -> str:
        """How people cite it, for example "Public comment 2"."""
        return f"{self.kind.label} {self.round}"
