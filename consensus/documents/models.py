"""A document: a text a coalition writes, and the stage it has reached."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus import clock
from consensus.coalitions.models import Coalition
from consensus.db import Base


class Stage(StrEnum):
    """The stages of domain.md 6.1."""

    DRAFTING = "drafting"
    MEMBER_REVIEW = "member_review"
    REVISION = "revision"
    PUBLIC_COMMENT = "public_comment"
    CONSENSUS_CALL = "consensus_call"
    ASSESSMENT = "assessment"
    PUBLISHED = "published"
    PARKED = "parked"
    CLOSED_WITHOUT_OUTPUT = "closed_without_output"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The stage's name on screen."""
        return self.value.replace("_", " ").capitalize()


EDITABLE = frozenset(
    {Stage.DRAFTING, Stage.MEMBER_REVIEW, Stage.PUBLIC_COMMENT, Stage.REVISION}
)
"""Stages in which the text may change (decisions.md 14)."""

OUT = frozenset({Stage.PUBLISHED, Stage.SUPERSEDED, Stage.WITHDRAWN})
"""Stages of a text that was published; it stays readable at each of them."""

AFTER_WINDOW = {
    Stage.MEMBER_REVIEW: Stage.REVISION,
    Stage.PUBLIC_COMMENT: Stage.REVISION,
    Stage.CONSENSUS_CALL: Stage.ASSESSMENT,
}
"""The stages that last until a time is over, each with the one that follows (6.1)."""


def stage_now(stage: Stage, closes: datetime | None) -> Stage:
    """What stage it is where `stage` is written down, until `closes` if it lasts so."""
    if stage in AFTER_WINDOW and closes and closes <= clock.now():
        return AFTER_WINDOW[stage]
    return stage


class Document(Base):
    """A work item with drafts and versions."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    coalition_id: Mapped[int] = mapped_column(ForeignKey("coalition.id"), index=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    direction: Mapped[str] = mapped_column(default="ltr")
    kind: Mapped[str] = mapped_column(default="Statement")  # the type on the cover
    stage: Mapped[Stage] = mapped_column(default=Stage.DRAFTING)
    closes_at: Mapped[datetime | None]  # while a window or a consensus call is open
    parked_from: Mapped[Stage | None]  # where a parked text goes back to
    round: Mapped[int] = mapped_column(default=0)  # consensus calls opened so far
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("member.id"))

    coalition: Mapped[Coalition] = relationship()

    @property
    def stage_now(self) -> Stage:
        """
        The stage at this moment: a window whose time is over is over, whether or not
        the clock has come by yet (decisions.md 19).
        """
        return stage_now(self.stage, self.closes_at)
