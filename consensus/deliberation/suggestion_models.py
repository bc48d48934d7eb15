"""Suggestions: other words that somebody proposes for a place in the text."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.coalitions.models import Attribution, Member
from consensus.db import Base, Json
from consensus.wordings.models import Wording


class SuggestionKind(StrEnum):
    """What is suggested (domain.md 4: for a block, or after one)."""

    WORDING = "wording"
    AFTER = "after"
    REMOVAL = "removal"


class SuggestionState(StrEnum):
    """Where a suggestion stands (domain.md 4); all but the first are final."""

    OPEN = "open"
    ADOPTED = "adopted"
    ADOPTED_IN_PART = "adopted_in_part"
    NOT_ADOPTED = "not_adopted"
    WITHDRAWN = "withdrawn"


class Suggestion(Base):
    """
    Words proposed for a block, for a new one after it, or that a block be removed.

    `block_id` is None for a new paragraph at the start of the text. `base` is the
    block exactly as its author saw it, `wording` the wording minted of that; both are
    None at the start. `content` is the proposed block, None for a removal.
    """

    __tablename__ = "suggestion"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]  # S-n in this document
    kind: Mapped[SuggestionKind]
    block_id: Mapped[str | None] = mapped_column(index=True)
    wording_id: Mapped[int | None] = mapped_column(ForeignKey("wording.id"))
    base: Mapped[Json | None]
    content: Mapped[Json | None]
    reason: Mapped[str] = mapped_column(default="")
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    attribution: Mapped[Attribution]
    made_at: Mapped[datetime]
    made_in_stage: Mapped[str]

    state: Mapped[SuggestionState] = mapped_column(default=SuggestionState.OPEN)
    state_at: Mapped[datetime]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    answer: Mapped[str] = mapped_column(default="")
    """What the editor said with it: the reason, where it was not adopted."""
    adopted_block: Mapped[str | None]
    """The block that holds what was adopted; None if nothing was."""
    adopted_hash: Mapped[str | None]
    """The wording hash that the block had then; None for a removal."""
    draft_seq: Mapped[int | None]
    """The place in the log after which the text held it."""

    wording: Mapped[Wording | None] = relationship()
    member: Mapped[Member] = relationship(foreign_keys=[member_id])
    settler: Mapped[Member | None] = relationship(foreign_keys=[settled_by])

    @property
    def name(self) -> str:
        """How people cite it: S-3."""
        return f"S-{self.number}"
