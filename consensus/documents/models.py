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
    NOTICE = "notice"
    AFTER_NOTICE = "after_notice"
    PUBLISHED = "published"
    PARKED = "parked"
    CLOSED_WITHOUT_OUTPUT = "closed_without_output"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The stage's name on screen."""
        return self.value.replace("_", " ").capitalize()


class OutputPath(StrEnum):
    """
    The three ways in which a text becomes an output; there is no fourth (6.1).

    Only a consensus output is put to a call and has a level. The others are published
    after a notice, in which members may object or file statements.
    """

    CONSENSUS = "consensus_output"
    NOTICE = "notice_output"
    COLLECTED = "collected_views"

    @property
    def label(self) -> str:
        """The path's name on screen."""
        return self.value.replace("_", " ").capitalize()

    @property
    def sentence(self) -> str:
        """What the path is for, in one sentence."""
        return _PATHS[self]


_PATHS = {
    OutputPath.CONSENSUS: (
        "Put to a consensus call: the consensus caller declares how far it is agreed."
    ),
    OutputPath.NOTICE: (
        "A report or a letter on settled policy: published after a notice, in which "
        "members may object. No level of agreement is claimed."
    ),
    OutputPath.COLLECTED: (
        "Suggestions put together: published after a notice, each labelled as a "
        "collected view. It is not put to the coalition for agreement."
    ),
}

EDITABLE = frozenset(
    {Stage.DRAFTING, Stage.MEMBER_REVIEW, Stage.PUBLIC_COMMENT, Stage.REVISION}
)
"""Stages in which the text may change (decisions.md 14)."""

ASKED = frozenset({Stage.CONSENSUS_CALL, Stage.NOTICE})
"""Stages at which a text that cannot change is before the members."""

HEARD = frozenset({Stage.ASSESSMENT, Stage.AFTER_NOTICE})
"""Stages at which they have been heard and the text is not yet published."""

OUT = frozenset({Stage.PUBLISHED, Stage.SUPERSEDED, Stage.WITHDRAWN})
"""Stages of a text that was published; it stays readable at each of them."""

AFTER_WINDOW = {
    Stage.MEMBER_REVIEW: Stage.REVISION,
    Stage.PUBLIC_COMMENT: Stage.REVISION,
    Stage.CONSENSUS_CALL: Stage.ASSESSMENT,
    Stage.NOTICE: Stage.AFTER_NOTICE,
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
    path: Mapped[OutputPath] = mapped_column(default=OutputPath.CONSENSUS)
    scope: Mapped[str] = mapped_column(default="")  # what it is for, in a sentence
    urgent: Mapped[bool] = mapped_column(default=False)  # as it was proposed (R45)
    language: Mapped[str] = mapped_column(default="en")
    direction: Mapped[str] = mapped_column(default="ltr")
    kind: Mapped[str] = mapped_column(default="Statement")  # the type on the cover
    stage: Mapped[Stage] = mapped_column(default=Stage.DRAFTING)
    closes_at: Mapped[datetime | None]  # while a window or a consensus call is open
    parked_from: Mapped[Stage | None]  # where a parked text goes back to
    round: Mapped[int] = mapped_column(default=0)  # consensus calls opened so far
    version_since: Mapped[datetime | None]
    """When work on a version after the first began; None before that (R40)."""
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
