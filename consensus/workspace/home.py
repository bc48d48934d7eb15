"""What the first page and a coalition's page show of documents and outputs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consensus import clock
from consensus.coalitions.models import Coalition
from consensus.coalitions.queries import all_coalitions, member_counts
from consensus.documents.models import AFTER_WINDOW, Document, Stage
from consensus.documents.queries import (
    DocumentCounts,
    document_counts,
    documents_at,
    documents_of,
)
from consensus.documents.stage_moves import BEFORE_PUBLICATION
from consensus.publication.models import Version

MOST_CALLS, MOST_DRAFTS, MOST_OUTPUTS = 20, 6, 3


@dataclass(frozen=True)
class Draft:
    """A text that is not published yet, at the stage it has reached by now."""

    document: Document
    stage: Stage
    closes_at: datetime | None
    left: str

    @property
    def is_open(self) -> bool:
        """Whether members can answer a consensus call on it now."""
        return self.stage is Stage.CONSENSUS_CALL


@dataclass(frozen=True)
class CoalitionLine:
    """A coalition in the list of all, with numbers of people and texts."""

    coalition: Coalition
    members: int
    drafts: int
    outputs: int


@dataclass(frozen=True)
class Front:
    """Everything on the first page."""

    calls: Sequence[Draft]
    drafts: Sequence[Draft]
    outputs: Sequence[Version]
    coalitions: Sequence[CoalitionLine]


def front(session: Session) -> Front:
    """Open calls (soonest first), newest other drafts, outputs, and all coalitions."""
    called = documents_at(session, {Stage.CONSENSUS_CALL}, at_most=MOST_CALLS)
    others = documents_at(
        session, BEFORE_PUBLICATION - {Stage.CONSENSUS_CALL}, at_most=MOST_DRAFTS
    )
    calls = [draft for draft in map(draft_of, called) if draft.is_open]
    return Front(
        sorted(calls, key=lambda draft: draft.closes_at or clock.now()),
        [draft_of(document) for document in others],
        latest_outputs(session, at_most=MOST_OUTPUTS),
        coalition_lines(session),
    )


def coalition_lines(session: Session) -> list[CoalitionLine]:
    """Every coalition by name, with its numbers."""
    members, documents = member_counts(session), document_counts(session)
    return [
        CoalitionLine(
            one,
            members.get(one.id, 0),
            documents.get(one.id, DocumentCounts()).drafts,
            documents.get(one.id, DocumentCounts()).outputs,
        )
        for one in all_coalitions(session)
    ]


def drafts_of(session: Session, coalition: Coalition) -> list[Draft]:
    """A coalition's texts that are not published yet, newest first."""
    documents = documents_of(session, coalition)
    return [draft_of(one) for one in documents if one.stage in BEFORE_PUBLICATION]


def draft_of(document: Document) -> Draft:
    """A document with the stage and the deadline that hold at this moment."""
    stage, closes_at = document.stage_now, document.closes_at
    if stage not in AFTER_WINDOW or closes_at is None:
        return Draft(document, stage, None, "")
    return Draft(document, stage, closes_at, time_left(closes_at))


def time_left(until: datetime) -> str:
    """Whole days until a later moment, in words; the last day in hours."""
    left = until - clock.now()
    number, unit = (left.days, "day") if left.days else (left.seconds // 3600, "hour")
    if not number:
        return "less than an hour left"
    return f"{number} {unit} left" if number == 1 else f"{number} {unit}s left"


def latest_outputs(
    session: Session, coalition: Coalition | None = None, *, at_most: int = 500
) -> list[Version]:
    """Published versions, newest first, of one coalition or of all."""
    wanted = select(Version).join(Version.document)
    if coalition is not None:
        wanted = wanted.where(Document.coalition_id == coalition.id)
    return list(
        session.scalars(
            wanted.options(
                joinedload(Version.document).joinedload(Document.coalition),
                selectinload(Version.revisions),
            )
            .order_by(Version.published_at.desc(), Version.id.desc())
            .limit(at_most)
        )
    )
