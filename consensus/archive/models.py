"""The record's tables: chains, entries, the payloads beside them, pseudonyms."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import DDL, ForeignKey, Index, LargeBinary, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consensus.db import Base, Json


class ChainKind(StrEnum):
    """What a chain is the record of (decisions.md 17)."""

    DOCUMENT = "document"
    COALITION = "coalition"
    SITE = "site"


class Part(StrEnum):
    """What a payload holds: what was said, or who it may be said to come from."""

    WORDS = "words"
    IDENTITY = "identity"


class Chain(Base):
    """One hash chain: its last place and the hash there. Its row is the write lock."""

    __tablename__ = "archive_chain"
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ChainKind]
    subject_id: Mapped[int]
    last_seq: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(default="")

    @property
    def name(self) -> str:
        """How entries name their chain, for example `document:7`."""
        return f"{self.kind}:{self.subject_id}"


class Entry(Base):
    """
    One deed, written once. `body` is the RFC 8785 text that the hash covers.

    It holds no free text and no names: those are payloads, and the body carries
    their salted hashes, so that a legal redaction never breaks the chain (R28).
    """

    __tablename__ = "archive_entry"
    __table_args__ = (UniqueConstraint("chain_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chain_id: Mapped[int] = mapped_column(ForeignKey("archive_chain.id"))
    seq: Mapped[int]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(index=True)  # private
    verb: Mapped[str] = mapped_column(index=True)
    object: Mapped[str] = mapped_column(index=True)
    facts: Mapped[Json]
    body: Mapped[str]
    hash: Mapped[str]

    chain: Mapped[Chain] = relationship()
    payloads: Mapped[list["Payload"]] = relationship(order_by="Payload.id")


class Payload(Base):
    """Free text or names beside an entry, with the salt of the hash in the entry."""

    __tablename__ = "archive_payload"
    __table_args__ = (UniqueConstraint("entry_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("archive_entry.id"))
    part: Mapped[Part]
    salt: Mapped[str]
    value: Mapped[Json]
    withheld: Mapped[bool] = mapped_column(default=False)  # a later, closer choice


class Pseudonym(Base):
    """
    The number under which an account appears in one chain's public log.

    One per attribution choice, so that a deed done under one's name does not
    reveal the author of another done as "a member" (R17, INV-21).
    """

    __tablename__ = "archive_pseudonym"
    __table_args__ = (
        UniqueConstraint("chain_id", "account_id", "attribution"),
        UniqueConstraint("chain_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chain_id: Mapped[int] = mapped_column(ForeignKey("archive_chain.id"))
    account_id: Mapped[int]
    attribution: Mapped[str]
    number: Mapped[int]


class Signature(Base):
    """A signed chain head, made at every publication (decisions.md 18)."""

    __tablename__ = "archive_signature"

    id: Mapped[int] = mapped_column(primary_key=True)
    chain_id: Mapped[int] = mapped_column(ForeignKey("archive_chain.id"))
    seq: Mapped[int]
    head: Mapped[str]
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]


Index("ix_archive_entry_chain_verb", Entry.chain_id, Entry.verb)

_REFUSAL = "the archive is append-only"
APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER archive_entry_no_{what} BEFORE {what.upper()} ON archive_entry"
        f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for what in ("update", "delete")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION archive_refuse() RETURNS trigger LANGUAGE plpgsql"
        f" AS $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
        "CREATE TRIGGER archive_entry_append_only BEFORE UPDATE OR DELETE"
        " ON archive_entry FOR EACH ROW EXECUTE FUNCTION archive_refuse()",
        "CREATE TRIGGER archive_entry_no_truncate BEFORE TRUNCATE"
        " ON archive_entry FOR EACH STATEMENT EXECUTE FUNCTION archive_refuse()",
    ],
}
"""Statements that make the entries append-only, per database (trust.md VER-12)."""

for _dialect, _statements in APPEND_ONLY.items():
    for _statement in _statements:
        event.listen(
            Entry.__table__,
            "after_create",
            DDL(  # type: ignore[no-untyped-call]
                _statement.replace("%", "%%")
            ).execute_if(dialect=_dialect),
        )
