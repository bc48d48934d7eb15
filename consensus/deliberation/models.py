"""Positions, objections and their holders, answers: what members say of a wording."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.coalitions.models import Attribution, Member
from consensus.db import Base
from consensus.documents.hiding_models import Hidable
from consensus.wordings.models import Wording


class PositionKind(StrEnum):
    """Positions that are not opposition; those are objections (decisions.md 6)."""

    SUPPORT = "support"
    RESERVATION = "reservation"
    ABSTAIN = "abstain"


class Ending(StrEnum):
    """Why a position no longer stands; stale is derived, never stored."""

    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    CONTESTED = "contested"  # the editorial change it had followed (domain.md 5.3)
    VOIDED = "voided"  # somebody else had spoken under the member's name (R29)


class Position(Base):
    """
    What one member says of one wording; ended ones stay on record.

    `block_id` and `wording` are empty for a position on the whole document (B3); it
    is then bound to `snapshot_id`. It counts only where the bound hash is that of
    the text in question (B1, B2): nothing is stored when words change.
    """

    __tablename__ = "position"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    block_id: Mapped[str | None] = mapped_column()
    wording_id: Mapped[int | None] = mapped_column(ForeignKey("wording.id"))
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("snapshot.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[PositionKind]
    note: Mapped[str] = mapped_column(default="")
    attribution: Mapped[Attribution]
    taken_at: Mapped[datetime]
    draft_seq: Mapped[int] = mapped_column(default=0)
    """Up to which place in the log splits and merges are worked out for it (5.5)."""
    carried_from: Mapped[int | None] = mapped_column(ForeignKey("position.id"))
    """The position its author took, if this one only followed the words of that."""
    ended_at: Mapped[datetime | None] = mapped_column()
    ending: Mapped[Ending | None]

    member: Mapped[Member] = relationship()
    wording: Mapped[Wording | None] = relationship()

    __table_args__ = (
        Index(
            "uq_position_standing", document_id, block_id, wording_id, member_id,
            unique=True,
            sqlite_where=ended_at.is_(None),
            postgresql_where=ended_at.is_(None),
        ),
        Index(
            "uq_position_standing_document", document_id, snapshot_id, member_id,
            unique=True,
            sqlite_where=ended_at.is_(None) & block_id.is_(None),
            postgresql_where=ended_at.is_(None) & block_id.is_(None),
        ),
    )  # fmt: skip


class TargetKind(StrEnum):
    """What an objection is to (domain.md 4); an omission is what a block lacks (R8)."""

    WORDING = "wording"
    DOCUMENT = "document"
    REMOVAL = "removal"
    OMISSION = "omission"
    """What is missing after a block: `block_id` and `wording` say after which."""


class Disposition(StrEnum):
    """What an answer says was done (domain.md 4, Answer)."""

    ACCOMMODATED = "accommodated"
    ACCOMMODATED_IN_PART = "accommodated_in_part"
    NOT_ACCOMMODATED = "not_accommodated"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate_of"
    """It repeats an objection that was answered: `Answer.same_as` (R32)."""


class InRound(StrEnum):
    """Whether an objection came where the call asks (domain.md 6.2, R23)."""

    YES = "yes"
    OUT_OF_ROUND = "out_of_round"
    """To a paragraph that a repeat call does not ask about: a dissent on record."""
    ADMITTED = "admitted"
    """So, and the caller has accepted it as new information."""


class HolderState(StrEnum):
    """Where one holder's objection stands (domain.md 6.4)."""

    RAISED = "raised"
    ASKED = "asked"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    MAINTAINED = "maintained"
    DISSENTING = "dissenting"
    RECHECK = "recheck"
    UNCONFIRMED = "unconfirmed"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"  # somebody else had spoken under the holder's name (R29)
    RECORDED = "recorded"  # with an earlier version, whose words have gone (R40)


class Objection(Hidable, Base):
    """
    An objection or a dissent with its words; who holds it is said by its holders.

    A dissent is an objection whose holder asked for no change (decisions.md 6).
    """

    __tablename__ = "objection"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]  # O-n in this document
    target: Mapped[TargetKind] = mapped_column(default=TargetKind.WORDING)
    block_id: Mapped[str | None] = mapped_column(index=True)
    wording_id: Mapped[int | None] = mapped_column(ForeignKey("wording.id"))
    reason: Mapped[str] = mapped_column(default="")  # empty: bare (R2)
    harm_to: Mapped[str] = mapped_column(default="")
    would_resolve: Mapped[str] = mapped_column(default="")
    raised_at: Mapped[datetime]
    raised_in_stage: Mapped[str]
    in_round: Mapped[InRound] = mapped_column(default=InRound.YES)

    wording: Mapped[Wording | None] = relationship()
    holders: Mapped[list["Holder"]] = relationship(
        back_populates="objection", order_by="Holder.id"
    )
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="objection", order_by="Answer.id"
    )

    @property
    def name(self) -> str:
        """How people cite it: O-3."""
        return f"O-{self.number}"

    @property
    def is_bare(self) -> bool:
        """Whether it stands without a reason (R2)."""
        return not self.reason and self.hiding_id is None

    @property
    def adds_only(self) -> bool:
        """Whether its words can only grow: answered (R44), or held by others too."""
        return bool(self.answers) or len(self.holders) > 1


further_wordings = Table(
    "objection_holder_further",
    Base.metadata,
    Column("holder_id", ForeignKey("objection_holder.id"), primary_key=True),
    Column("wording_id", ForeignKey("wording.id"), primary_key=True),
)
"""Where a holder's objection is linked beside its first place (domain.md 5.5)."""


class Holder(Hidable, Base):
    """One person's hold on an objection: each decides alone (domain.md 6.4)."""

    __tablename__ = "objection_holder"
    __table_args__ = (UniqueConstraint("objection_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    is_author: Mapped[bool]
    attribution: Mapped[Attribution]
    state: Mapped[HolderState]
    state_at: Mapped[datetime]
    wording_id: Mapped[int | None] = mapped_column(ForeignKey("wording.id"))
    """The wording on which the present state was taken; None for the document."""
    words_seq: Mapped[int] = mapped_column(default=0)  # where the log read so
    own_note: Mapped[str] = mapped_column(default="")
    state_note: Mapped[str] = mapped_column(default="")
    replied: Mapped[bool] = mapped_column(default=False)  # the one reply of 6.4
    standing_reply: Mapped[bool] = mapped_column(default=False)
    """Kept on any wording with the same effect, until they say otherwise (R9)."""
    departed_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    """When its holder withdrew it after publication (R24); its state stays."""
    recorded_in: Mapped[str] = mapped_column(default="")  # until decided anew (R40)

    objection: Mapped[Objection] = relationship(back_populates="holders")
    member: Mapped[Member] = relationship()
    wording: Mapped[Wording | None] = relationship()
    further: Mapped[list[Wording]] = relationship(
        secondary=further_wordings, order_by=Wording.id
    )
    moves: Mapped[list["HolderMove"]] = relationship(order_by="HolderMove.id")
    reminders: Mapped[list["Reminder"]] = relationship(order_by="Reminder.id")

    @property
    def words(self) -> list[Wording]:
        """
        The wordings on which the present state was taken, each of another block:
        several after a split; none if it is about the whole document.
        """
        return [self.wording, *self.further] if self.wording else []

    @property
    def wording_ids(self) -> list[int]:
        """The row numbers of `words`."""
        return [one.id for one in self.words]

    def stand_on(self, words: Sequence[Wording], seq: int) -> None:
        """Bind it to these words, as the text read at that place in the log."""
        self.wording, *self.further = words
        self.words_seq = seq


class HolderMove(Base):
    """One change of a holder's state: who moved it, from what, to what, on what."""

    __tablename__ = "objection_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("objection_holder.id"))
    move: Mapped[str]
    before: Mapped[HolderState | None]
    after: Mapped[HolderState]
    wording_id: Mapped[int | None]
    further: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Row numbers of further wordings, as in `Holder.further`."""
    draft_seq: Mapped[int] = mapped_column(default=0)
    by_account: Mapped[int | None]  # None: the clock, or a consequence
    at: Mapped[datetime]

    @property
    def wordings(self) -> list[int]:
        """The row numbers of the wordings it was made on; none for the document."""
        return [] if self.wording_id is None else [self.wording_id, *self.further]


class Answer(Hidable, Base):
    """The editors' written reply to an objection; answered is not resolved."""

    __tablename__ = "objection_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id"))
    round: Mapped[int]
    text: Mapped[str]
    disposition: Mapped[Disposition]
    same_as: Mapped[int | None]  # the number of the answered objection (R32)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    objection: Mapped[Objection] = relationship(back_populates="answers")
    member: Mapped[Member] = relationship()


class Reminder(Base):
    """A reminder sent to a holder about one state, so that silence is fair (R3)."""

    __tablename__ = "objection_reminder"

    id: Mapped[int] = mapped_column(primary_key=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("objection_holder.id"))
    about: Mapped[HolderState]
    about_since: Mapped[datetime]
    sent_at: Mapped[datetime]


class Receipt(Base):
    """What a holder gets for an objection or dissent, to find it in any bundle."""

    __tablename__ = "receipt"

    id: Mapped[int] = mapped_column(primary_key=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("objection_holder.id"))
    nonce: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    entry_seq: Mapped[int]
    given_at: Mapped[datetime]
