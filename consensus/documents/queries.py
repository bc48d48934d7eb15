"""
Lists of documents, for the pages that lead to them.

Every document is open to read (INV-36), so a list needs no door; acts do, and go
through `access.open_document`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consensus import clock
from consensus.accounts.models import Account
from consensus.archive.models import Chain, ChainKind, Entry
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Coalition, Member
from consensus.documents.decision_models import Decision, Opposition
from consensus.documents.models import OUT, Document, Stage
from consensus.documents.window_models import Window


@dataclass(frozen=True)
class DocumentCounts:
    """How many texts a coalition is writing, and how many it has published."""

    drafts: int = 0
    outputs: int = 0


def documents_of(session: Session, coalition: Coalition) -> list[Document]:
    """A coalition's documents, newest first, each with its coalition."""
    return list(
        session.scalars(
            select(Document)
            .where(Document.coalition_id == coalition.id)
            .options(joinedload(Document.coalition))
            .order_by(Document.proposed_at.desc(), Document.id.desc())
        )
    )


def documents_at(
    session: Session, stages: Collection[Stage], *, at_most: int
) -> list[Document]:
    """The newest documents at these stages, each with its coalition."""
    return list(
        session.scalars(
            select(Document)
            .where(Document.stage.in_(stages))
            .options(joinedload(Document.coalition))
            .order_by(Document.proposed_at.desc(), Document.id.desc())
            .limit(at_most)
        )
    )


def unfinished_of(session: Session, account: Account) -> Sequence[int]:
    """The ids of texts that are not out yet in the coalitions where one has a seat."""
    seats = select(Member.coalition_id).where(
        Member.account_id == account.id, Member.left_at.is_(None)
    )
    over = OUT | {Stage.CLOSED_WITHOUT_OUTPUT}
    return session.scalars(
        select(Document.id).where(
            Document.coalition_id.in_(seats), Document.stage.not_in(over)
        )
    ).all()


def document_counts(session: Session) -> dict[int, DocumentCounts]:
    """Drafts and outputs by coalition id; a coalition without documents has no key."""
    rows = session.execute(
        select(
            Document.coalition_id,
            Document.stage,
            Document.version_since.is_not(None),
            func.count(),
        ).group_by(
            Document.coalition_id, Document.stage, Document.version_since.is_not(None)
        )
    )
    counts: dict[int, DocumentCounts] = {}
    for coalition_id, stage, is_later, number in rows.all():
        so_far = counts.get(coalition_id, DocumentCounts())
        published = number if stage in OUT or is_later else 0
        counts[coalition_id] = DocumentCounts(
            so_far.drafts + number - published, so_far.outputs + published
        )
    return counts


def windows_of(session: Session, document: Document) -> list[Window]:
    """A document's member reviews and public comments, oldest first."""
    return list(
        session.scalars(
            select(Window)
            .where(Window.document_id == document.id)
            .order_by(Window.opens_at, Window.id)
        )
    )


def open_window(session: Session, document: Document) -> Window | None:
    """
    The window that is open at this moment, else None.

    A window whose time is over is over, whether or not the clock has noted it
    (decisions.md 19). At most one is open, and none while a call is.
    """
    unclosed = unclosed_window(session, document)
    return unclosed if unclosed and unclosed.closes_at > clock.now() else None


def unclosed_window(session: Session, document: Document) -> Window | None:
    """The window that is open or waits for the clock to note that it is over."""
    return session.scalars(
        select(Window).where(
            Window.document_id == document.id, Window.closed_at.is_(None)
        )
    ).one_or_none()


def decisions_of(session: Session, document: Document) -> list[Decision]:
    """The decisions proposed about a document, oldest first, with who objected."""
    return list(
        session.scalars(
            select(Decision)
            .where(Decision.document_id == document.id)
            .options(selectinload(Decision.oppositions).joinedload(Opposition.member))
            .order_by(Decision.number)
        )
    )


def published_of(session: Session, coalition: Coalition) -> list[Document]:
    """A coalition's documents that are published and stand, newest first."""
    documents = documents_of(session, coalition)
    return [one for one in documents if one.stage is Stage.PUBLISHED]


def identities_seen(session: Session, coalition: Coalition) -> int:
    """How often a record custodian saw who stands behind a hidden name (8, note h)."""
    wanted = (
        select(func.count())
        .select_from(Entry)
        .join(Chain, Chain.id == Entry.chain_id)
        .join(Document, Document.id == Chain.subject_id)
        .where(
            Chain.kind == ChainKind.DOCUMENT,
            Document.coalition_id == coalition.id,
            Entry.verb == str(Verb.IDENTITY_SEEN),
        )
    )
    return session.scalar(wanted) or 0
