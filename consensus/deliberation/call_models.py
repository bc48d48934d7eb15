"""Consensus calls, readings, declared levels and findings."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.coalitions.models import Member
from consensus.db import Base, Json
from consensus.deliberation.levels import Level
from consensus.deliberation.models import Objection
from consensus.wordings.models import Snapshot


class CallScope(StrEnum):
    """What a call asks about (domain.md 6.2)."""

    WHOLE = "whole"
    CHANGED_AND_CONTESTED = "changed_and_contested"
    """A repeat call: elsewhere what people said of the same words stands (B1)."""


class CallKind(StrEnum):
    """What a frozen text is put to the members for (domain.md 4)."""

    CONSENSUS = "consensus"
    NOTICE = "notice"
    """Before an output on which no level is claimed is published (6.1)."""


class Call(Base):
    """An announced period on a frozen text: a call, or a notice (6.1, 6.2)."""

    __tablename__ = "call"
    __table_args__ = (UniqueConstraint("document_id", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    round: Mapped[int]
    kind: Mapped[CallKind] = mapped_column(default=CallKind.CONSENSUS)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    notice: Mapped[str]  # the text sent to the list and the members
    notice_sent_at: Mapped[datetime]
    told: Mapped[int]  # people told
    urgent: Mapped[bool]
    scope: Mapped[CallScope] = mapped_column(default=CallScope.WHOLE)
    covered: Mapped[list[str]] = mapped_column(JSON, default=list)
    """In a repeat call: the ids of the blocks it asks about, removed ones too."""
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    extended_from: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    stop_reason: Mapped[str] = mapped_column(default="")
    ready_since: Mapped[datetime | None]  # since when the text could be published
    looked_at: Mapped[datetime | None]  # when the clock last looked whether it could
    charter: Mapped[Json]  # the charter in force (settings version cited)
    opened_by: Mapped[int] = mapped_column(ForeignKey("member.id"))
    statements_close_at: Mapped[datetime | None]
    """Until when minority statements can be filed; None before a declaration."""
    challenges_close_at: Mapped[datetime | None]
    """Until when a declared level can be challenged; None before a declaration."""

    snapshot: Mapped[Snapshot] = relationship()
    eligible: Mapped[list["CallMember"]] = relationship()
    designations: Mapped[list["Designation"]] = relationship(
        back_populates="call", order_by="Designation.id"
    )

    def asks_about(self, block_id: str | None) -> bool:
        """Whether a block is in the call's scope; the whole text (None) always is."""
        is_repeat = self.scope is CallScope.CHANGED_AND_CONTESTED
        return not is_repeat or block_id is None or block_id in self.covered


class CallMember(Base):
    """A member at the opening, or who joined during the call, as they were then."""

    __tablename__ = "call_member"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    group: Mapped[str] = mapped_column("stakeholder_group")
    region: Mapped[str]
    organisation: Mapped[str]
    joined_during_call: Mapped[bool] = mapped_column(default=False)

    member: Mapped[Member] = relationship()


class ReadingRow(Base):
    """A reading as computed, with its inputs: immutable, recomputed is a new row."""

    __tablename__ = "reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    block_id: Mapped[str | None]  # None: the whole document
    code: Mapped[str]
    reasons: Mapped[list[str]]
    flags: Mapped[list[Json]]
    counts: Mapped[Json]
    inputs: Mapped[list[Json]]
    context: Mapped[Json]
    settings: Mapped[Json]
    computed_at: Mapped[datetime]


class Independence(StrEnum):
    """How far the caller stood from the text they assessed (R33)."""

    INDEPENDENT = "independent"
    DRAFTED = "drafted_this_text"
    HOLDS_POSITION = "holds_a_position"


class Designation(Base):
    """A level declared by the consensus caller, with the rationale (domain.md 6.6)."""

    __tablename__ = "designation"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    block_id: Mapped[str | None]  # None: the whole document
    level: Mapped[Level]
    reading_code: Mapped[str]
    rationale: Mapped[str]
    without_joined: Mapped[str] = mapped_column(default="")
    """The reading without those who joined during the call, if it differs (R12)."""
    on_joined: Mapped[str] = mapped_column(default="")
    """How the caller weighed them."""
    independence: Mapped[Independence]
    declared_by: Mapped[int] = mapped_column(ForeignKey("member.id"))
    declared_at: Mapped[datetime]
    revised_at: Mapped[datetime | None]  # a newer one took its place

    call: Mapped[Call] = relationship(back_populates="designations")
    caller: Mapped[Member] = relationship()


class FindingValue(StrEnum):
    """What the caller says about one maintained objection (domain.md 4)."""

    ACCOMMODATED_IN_PART = "accommodated_in_part"
    NOT_ACCOMMODATED = "answered_not_accommodated"
    OUTWEIGHED = "outweighed"
    NOT_BEARING = "not_bearing"


class Finding(Base):
    """The caller's finding on one objection or dissent, with the reason."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id"))
    value: Mapped[FindingValue]
    reason: Mapped[str]
    alternatives: Mapped[str] = mapped_column(default="")
    made_by: Mapped[int] = mapped_column(ForeignKey("member.id"))
    made_at: Mapped[datetime]
    revised_at: Mapped[datetime | None]

    objection: Mapped[Objection] = relationship()
