"""The draft as a log of updates, and its projection into blocks (collab.md 8.4)."""

from datetime import datetime

from sqlalchemy import DDL, ForeignKey, Index, LargeBinary, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from consensus.db import Base, Json


class DraftHead(Base):
    """The last place in a document's log. Its row is the write lock of the text."""

    __tablename__ = "draft_head"

    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(default=0)
    typed_upto: Mapped[int] = mapped_column(default=0)  # recorded so far, see typing


class DraftUpdate(Base):
    """
    One writer's Yjs update, in commit order; never changed or deleted (decision 22).

    What one writer typed within a moment is one row, so each row has one author.
    """

    __tablename__ = "draft_update"

    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int]
    at: Mapped[datetime]
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    blocks: Mapped[list[str]] = mapped_column(default=list)  # that it touched
    number: Mapped[int] = mapped_column(default=0)  # last of the page's, 0: no page


class DraftSnapshot(Base):
    """The whole draft at one place in the log, so that loading need not replay all."""

    __tablename__ = "draft_snapshot"

    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    payload: Mapped[bytes] = mapped_column(LargeBinary)


class DraftClient(Base):
    """A Yjs client id handed out by the server; its seat is kept for ever (16)."""

    __tablename__ = "draft_client"
    __table_args__ = (UniqueConstraint("document_id", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    client_id: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    since: Mapped[datetime]
    form: Mapped[bool] = mapped_column(default=False)  # for what is sent by a form


class DraftBlock(Base):
    """A block as it stands in the log at the head: what pages and deeds read."""

    __tablename__ = "draft_block"

    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), primary_key=True
    )
    block_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    order_key: Mapped[str]
    content: Mapped[Json]  # the block as ProseMirror JSON
    text: Mapped[str]  # canonical (domain.md 5.1)
    hash: Mapped[str]  # of the wording it has now
    seq: Mapped[int]  # last change in the log
    deleted: Mapped[bool] = mapped_column(default=False)
    into: Mapped[str | None]  # the block it was merged into


class Lineage(Base):
    """What a structure change did: split, merge, remove, restore (domain.md 5.5)."""

    __tablename__ = "draft_lineage"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    seq: Mapped[int]
    op: Mapped[str]  # split, merged, removed, restored, moved
    from_id: Mapped[str]
    to_id: Mapped[str | None]
    at: Mapped[datetime]


class Salvaged(Base):
    """Words that came into a block after somebody else had removed it."""

    __tablename__ = "draft_salvaged"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    block_id: Mapped[str]
    client_id: Mapped[int]  # whose words they are
    base: Mapped[str]  # the block's words before they came
    words: Mapped[str]
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))


Index("ix_draft_block_order", DraftBlock.document_id, DraftBlock.order_key)

_REFUSAL = "the log of a draft is append-only"
APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER draft_update_no_{what} BEFORE {what.upper()} ON draft_update"
        f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for what in ("update", "delete")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION draft_refuse() RETURNS trigger LANGUAGE plpgsql"
        f" AS $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
        "CREATE TRIGGER draft_update_append_only BEFORE UPDATE OR DELETE"
        " ON draft_update FOR EACH ROW EXECUTE FUNCTION draft_refuse()",
        "CREATE TRIGGER draft_update_no_truncate BEFORE TRUNCATE"
        " ON draft_update FOR EACH STATEMENT EXECUTE FUNCTION draft_refuse()",
    ],
}
"""Statements that make the log append-only, per database (decisions.md 22)."""

for _dialect, _statements in APPEND_ONLY.items():
    for _statement in _statements:
        event.listen(
            DraftUpdate.__table__,
            "after_create",
            DDL(  # type: ignore[no-untyped-call]
                _statement.replace("%", "%%")
            ).execute_if(dialect=_dialect),
        )
