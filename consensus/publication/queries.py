"""Reading published versions, and the chains behind them."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consensus.archive.models import Chain, Signature
from consensus.documents.models import Document
from consensus.errors import NotFound
from consensus.publication.models import Version


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
