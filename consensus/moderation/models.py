"""What suspended members send through a record custodian (R6)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.coalitions.models import Attribution, Member
from consensus.db import Base


class SentKind(StrEnum):
    """What can be sent: an objection, a dissent, or a signature."""

    OBJECTION = "objection"
    DISSENT = "dissent"
    SIGNATURE = "signature"


class Sent(Base):
    """
    What a suspended member sent; it counts as theirs once a custodian records it.

    `block_id` is None for the whole text; `hash` and `draft_seq` name the words that
    its author had before them. Of a signature, `version` names the signed words.
    """

    __tablename__ = "sent_through"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[SentKind]
    round: Mapped[int]
    """The number of consensus calls opened so far: one objection for each."""
    block_id: Mapped[str | None]
    hash: Mapped[str] = mapped_column(default="")
    draft_seq: Mapped[int] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(default="")
    statement: Mapped[int | None]
    version: Mapped[str] = mapped_column(default="")
    attribution: Mapped[Attribution]
    sent_at: Mapped[datetime]
    passed_on_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(default="")
    """Why a signature could not be passed on any more; "" else."""

    member: Mapped[Member] = relationship()
