"""Comments, the guests who made some of them, threads, answers kept for use again."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.coalitions.models import (
    Attribution,
    Member,
    Region,
    StakeholderGroup,
)
from consensus.db import Base, Json
from consensus.documents.hiding_models import Hidable
from consensus.wordings.models import Wording


class CommentKind(StrEnum):
    """What a comment is about (domain.md 4)."""

    GENERAL = "general"
    SUBSTANTIVE = "substantive"
    EDITORIAL = "editorial"
    QUESTION = "question"


class CommentState(StrEnum):
    """Where a comment stands (domain.md 6.8); `comments.machine` has the moves."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    LATE = "late"
    DISPOSED = "disposed"
    SATISFIED = "satisfied"
    NOT_SATISFIED = "not_satisfied"
    NO_REPLY = "no_reply"


class Disposition(StrEnum):
    """What was done with a comment (domain.md 4)."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    NOT_ACCEPTED = "not_accepted"
    NOTED = "noted"
    DUPLICATE = "duplicate"
    OUT_OF_SCOPE = "out_of_scope"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


class Guest(Base):
    """
    Somebody without an account, as they describe themselves in one comment (R20).

    Only the mail address was checked, by a link; it is private. Group and region are
    nobody's word but theirs and are shown as self-declared (INV-24).
    """

    __tablename__ = "comment_guest"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(index=True)  # private
    group: Mapped[StakeholderGroup] = mapped_column("stakeholder_group")
    other_group: Mapped[str] = mapped_column(default="")
    region: Mapped[Region]
    event: Mapped[str] = mapped_column(default="")  # where it was gathered, if told
    verified_at: Mapped[datetime]


class Comment(Hidable, Base):
    """
    What somebody says of words in a text, of a paragraph, or of the whole text.

    `block_id` is None for the whole text; `wording` is the wording that its author saw
    and `quote` the words in it that are meant, "" for the whole paragraph, with what
    stood before and after and the place in characters (W3C Web Annotation, text quote
    selector). It comes from a member or from a guest, never both.
    """

    __tablename__ = "comment"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]  # C-n in this document
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    attribution: Mapped[Attribution | None]
    guest_id: Mapped[int | None] = mapped_column(ForeignKey("comment_guest.id"))

    block_id: Mapped[str | None] = mapped_column(index=True)
    wording_id: Mapped[int | None] = mapped_column(ForeignKey("wording.id"))
    quote: Mapped[str] = mapped_column(default="")
    prefix: Mapped[str] = mapped_column(default="")
    suffix: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)

    kind: Mapped[CommentKind]
    text: Mapped[str]
    proposed_text: Mapped[str] = mapped_column(default="")
    text_hash: Mapped[str]
    """What identical comments share (R21): the hash of the canonical words."""
    received_at: Mapped[datetime]
    in_stage: Mapped[str]
    in_window: Mapped[str] = mapped_column(default="")
    """The window it answers, `public_comment:1`; "" if none had been opened."""
    late: Mapped[bool] = mapped_column(default=False)
    """Whether that window was over; it stays so when the caller admits it (R22)."""

    state: Mapped[CommentState] = mapped_column(default=CommentState.NEW)
    state_at: Mapped[datetime]
    disposition: Mapped[Disposition | None]
    duplicate_of: Mapped[int | None]  # the number of another comment
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    answered_at: Mapped[datetime | None]
    change_id: Mapped[int | None] = mapped_column(ForeignKey("wording.id"))
    author_note: Mapped[str] = mapped_column(default="")
    """What the author said with their reply to the answer."""
    thread_closed_at: Mapped[datetime | None]
    thread_closed_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    receipt_mailed_at: Mapped[datetime | None]
    answer_mailed_at: Mapped[datetime | None]

    member: Mapped[Member | None] = relationship(foreign_keys=[member_id])
    guest: Mapped[Guest | None] = relationship()
    wording: Mapped[Wording | None] = relationship(foreign_keys=[wording_id])
    change: Mapped[Wording | None] = relationship(foreign_keys=[change_id])
    answerer: Mapped[Member | None] = relationship(foreign_keys=[answered_by])
    thread: Mapped[list["ThreadPost"]] = relationship(order_by="ThreadPost.id")
    objections: Mapped[list["RaisedFromComment"]] = relationship(
        order_by="RaisedFromComment.id"
    )

    @property
    def name(self) -> str:
        """How people cite it: C-3."""
        return f"C-{self.number}"


class ThreadPost(Hidable, Base):
    """What a member says in the thread of a comment; it decides nothing."""

    __tablename__ = "comment_post"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    attribution: Mapped[Attribution]
    text: Mapped[str]
    at: Mapped[datetime]

    member: Mapped[Member] = relationship()


class RaisedFromComment(Base):
    """An objection that its author raised from a comment, or a member adopted (R20)."""

    __tablename__ = "comment_objection"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    objection: Mapped[int]  # O-n in the same document
    by_author: Mapped[bool]
    at: Mapped[datetime]


class SentByGuest(Base):
    """
    A comment that a guest has sent and whose mail address is still to be checked.

    Private until its link is used: then it becomes a comment. The link is stored
    hashed; `asked_from` is the network address, for the rate limit only.
    """

    __tablename__ = "comment_sent"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    email: Mapped[str] = mapped_column(index=True)
    asked_from: Mapped[str]
    form: Mapped[Json]  # see actions/guests.py
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AnswerTemplate(Base):
    """Words that editors use again: for one text, or for all of a coalition."""

    __tablename__ = "comment_answer_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    coalition_id: Mapped[int] = mapped_column(ForeignKey("coalition.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    title: Mapped[str]
    disposition: Mapped[Disposition]
    text: Mapped[str]
    made_by: Mapped[int] = mapped_column(ForeignKey("member.id"))
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


Index("ix_comment_text", Comment.document_id, Comment.text_hash)
