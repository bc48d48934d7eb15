"""Minority statements with their targets, signatures and the group's response."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.coalitions.models import Attribution, Capacity, Member
from consensus.db import Base
from consensus.documents.hiding_models import Hidable
from consensus.wordings.models import Wording


class StatementKind(StrEnum):
    """What a statement is to the text (domain.md 3, 4)."""

    DISSENT = "dissent"
    PARTIAL_DISSENT = "partial_dissent"
    RESERVATION = "reservation"
    CONCURRENCE = "concurrence"
    ALTERNATIVE_TEXT = "alternative_text"


AGAINST = frozenset({StatementKind.DISSENT, StatementKind.PARTIAL_DISSENT})
"""Kinds whose signers count as objecting on the targets (domain.md 7.2, R14, R15)."""


class AimKind(StrEnum):
    """What a statement can be about (domain.md 4: as objections, level, process)."""

    WORDING = "wording"
    DOCUMENT = "document"
    REMOVAL = "removal"
    OMISSION = "omission"
    LEVEL = "level"
    PROCESS = "process"


class StatementState(StrEnum):
    """Where a statement stands (domain.md 6.5)."""

    INTENDED = "intended"
    DRAFTING = "drafting"
    OPEN = "open_for_signature"
    FILED = "filed"
    LOCKED = "locked"
    WITHDRAWN = "withdrawn"


class SignatureState(StrEnum):
    """
    Where a signature stands (domain.md 4, StatementSignature).

    `intended` is the lead's place until there are words to sign.
    """

    INTENDED = "intended"
    SIGNED = "signed"
    VOID = "void_by_edit"
    WITHDRAWN = "withdrawn"


class Statement(Hidable, Base):
    """
    A signed text of members, printed in the annex as they wrote it.

    `intent` is the name under which it was announced. `title`, `text`, `kind` and the
    targets are the lead's alone until it is open for signature; `version` then names
    those exact words (`statements.wording.version_hash`), else it is "".
    """

    __tablename__ = "statement"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]  # M-n in this document
    state: Mapped[StatementState]
    state_at: Mapped[datetime]
    intent: Mapped[str]
    intended_at: Mapped[datetime]
    kind: Mapped[StatementKind] = mapped_column(default=StatementKind.DISSENT)
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    version: Mapped[str] = mapped_column(default="")
    filed_at: Mapped[datetime | None]
    """When it was filed last; None while it is not filed."""

    targets: Mapped[list["StatementTarget"]] = relationship(
        order_by="StatementTarget.place", cascade="all, delete-orphan"
    )
    signatures: Mapped[list["StatementSignature"]] = relationship(
        order_by="StatementSignature.id", back_populates="statement"
    )
    response: Mapped["GroupResponse | None"] = relationship()

    @property
    def name(self) -> str:
        """How people cite it: M-3."""
        return f"M-{self.number}"

    @property
    def signed(self) -> list["StatementSignature"]:
        """The valid signatures, in the order in which people first signed."""
        return [one for one in self.signatures if one.state is SignatureState.SIGNED]


class StatementTarget(Base):
    """One thing a statement is about: a wording, the whole, a level, the process, …"""

    __tablename__ = "statement_target"

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    place: Mapped[int]
    kind: Mapped[AimKind]
    block_id: Mapped[str | None]
    """Of a wording or a removal; of an omission the block before; of a level its own"""
    wording_id: Mapped[int | None] = mapped_column(ForeignKey("wording.id"))

    wording: Mapped[Wording | None] = relationship()


class StatementSignature(Base):
    """One person's signature on one version, with how they are shown (R14, R19)."""

    __tablename__ = "statement_signature"
    __table_args__ = (UniqueConstraint("statement_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    is_lead: Mapped[bool]
    state: Mapped[SignatureState]
    state_at: Mapped[datetime]
    attribution: Mapped[Attribution]
    capacity: Mapped[Capacity]
    signed_version: Mapped[str] = mapped_column(default="")
    """The version its holder read and signed; "" before there was one."""
    signed_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    """When its holder withdrew it after publication (R24); its state stays."""

    statement: Mapped[Statement] = relationship(back_populates="signatures")
    member: Mapped[Member] = relationship()


class GroupResponse(Base):
    """The editors' one response to a statement; printed after it, never inside."""

    __tablename__ = "group_response"

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), unique=True)
    text: Mapped[str]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    member: Mapped[Member] = relationship()


class SignatureReceipt(Base):
    """What a signer gets, to find the signed words in any bundle (INV-8)."""

    __tablename__ = "signature_receipt"

    id: Mapped[int] = mapped_column(primary_key=True)
    signature_id: Mapped[int] = mapped_column(
        ForeignKey("statement_signature.id"), index=True
    )
    nonce: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    entry_seq: Mapped[int]
    given_at: Mapped[datetime]
