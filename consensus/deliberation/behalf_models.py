"""What an editor or coordinator recorded for somebody, from a meeting or mail (R36)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.coalitions.models import Attribution, Member
from consensus.db import Base
from consensus.deliberation.models import Objection
from consensus.wordings.models import Wording


class Source(StrEnum):
    """Where somebody said it."""

    MEETING = "meeting"
    MAIL = "mail"


class BehalfState(StrEnum):
    """What became of it; an objection counts at once, all else once confirmed."""

    COUNTS = "counts"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class OnBehalf(Base):
    """
    One thing recorded for one member: an objection, or a position to be confirmed.

    A position is bound to the words that the recorder had before them, and stands
    nowhere before the member confirms it.
    """

    __tablename__ = "on_behalf"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[str]  # support, reservation, abstain, objection
    block_id: Mapped[str | None]
    wording_id: Mapped[int | None] = mapped_column(ForeignKey("wording.id"))
    draft_seq: Mapped[int] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(default="")  # the note or the reason
    attribution: Mapped[Attribution]
    source: Mapped[Source]
    source_text: Mapped[str]  # a link or a description
    recorded_by: Mapped[int] = mapped_column(ForeignKey("member.id"))
    recorded_at: Mapped[datetime]
    state: Mapped[BehalfState]
    settled_at: Mapped[datetime | None]
    objection_id: Mapped[int | None] = mapped_column(ForeignKey("objection.id"))
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("objection_holder.id"))

    member: Mapped[Member] = relationship(foreign_keys=[member_id])
    recorder: Mapped[Member] = relationship(foreign_keys=[recorded_by])
    wording: Mapped[Wording | None] = relationship()
    objection: Mapped[Objection | None] = relationship()

    @property
    def line(self) -> str:
        """By whom it was recorded and from where, as it is shown everywhere."""
        return recorded_line(self.recorder.account.name, self.source, self.source_text)


def recorded_line(name: str, source: str, text: str) -> str:
    """For example "recorded on behalf by Mara Vance, from a mail: 3 May, our list"."""
    return f"recorded on behalf by {name}, from {_FROM[Source(source)]}: {text}"


_FROM = {Source.MEETING: "a meeting", Source.MAIL: "a mail"}
