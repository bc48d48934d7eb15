"""Reading published versions, and the chains behind them."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consensus.archive.models import Chain, Entry, Signature
from consensus.archive.verbs import Verb
from consensus.documents.models import Document
from consensus.errors import NotFound
from consensus.publication.models import Version
from consensus.statements.machine import Move


def published_versions(session: Session) -> list[Version]:
    """All published versions with their coalitions, newest first; files not loaded."""
    return list(
        session.scalars(
            select(Version)
            .options(
                joinedload(Version.document).joinedload(Document.coalition),
                selectinload(Version.revisions),
            )
            .order_by(Version.published_at.desc(), Version.id.desc())
        )
    )


def version_numbered(session: Session, document_id: int, number: str) -> Version:
    """A version of a document with its document; NotFound if there is none such."""
    found = session.scalars(
        select(Version)
        .where(Version.document_id == document_id, Version.number == number)
        .options(joinedload(Version.document).joinedload(Document.coalition))
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such published version.")
    return found


def versions_of(session: Session, document_id: int) -> list[Version]:
    """The published versions of a document, the first one first; files not loaded."""
    return list(
        session.scalars(
            select(Version)
            .where(Version.document_id == document_id)
            .order_by(Version.id)
        )
    )


def latest_version(session: Session, document_id: int) -> Version | None:
    """The version published last; None before the first."""
    return session.scalars(
        select(Version)
        .where(Version.document_id == document_id)
        .order_by(Version.id.desc())
        .limit(1)
    ).one_or_none()


def signatures_of(session: Session, chain: Chain) -> list[Signature]:
    """The signed heads of a chain, in the order they were made."""
    return list(
        session.scalars(
            select(Signature)
            .where(Signature.chain_id == chain.id)
            .order_by(Signature.id)
        )
    )


def all_chains(session: Session) -> list[Chain]:
    """Every chain of this service, the oldest first."""
    return list(session.scalars(select(Chain).order_by(Chain.id)))


_CHANGES = frozenset(
    {
        Verb.DISSENT_RETIRED, Verb.SIGNATURE_RETIRED, Verb.STATEMENT_MOVED,
        Verb.ATTRIBUTION_CHANGED, Verb.WORDS_HIDDEN, Verb.WORDS_SHOWN,
        Verb.WORDS_REWORDED, Verb.OBJECTION_EDITED,
    }
)  # fmt: skip
"""Deeds after publication that can change what the annex prints."""


def with_changed_annex(session: Session) -> list[int]:
    """
    The documents of whose published annex something may have changed since its last
    edition. Whether it has is for the record to say.
    """
    editions = (
        select(Entry.chain_id, func.max(Entry.seq).label("seq"))
        .where(Entry.verb.in_([str(Verb.PUBLISHED), str(Verb.ANNEX_REVISED)]))
        .group_by(Entry.chain_id)
        .subquery()
    )
    rows = session.execute(
        select(Chain.subject_id, Entry.verb, Entry.facts)
        .join(editions, editions.c.chain_id == Entry.chain_id)
        .join(Chain, Chain.id == Entry.chain_id)
        .where(Entry.seq > editions.c.seq, Entry.verb.in_([*map(str, _CHANGES)]))
        .where(or_(Entry.object.startswith("O-"), Entry.object.startswith("M-")))
    )
    return sorted(
        {
            number
            for number, verb, facts in rows
            if verb != Verb.STATEMENT_MOVED or facts["move"] == Move.LOCK
        }
    )
