"""What became of a published version since: withdrawn, superseded, or neither."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus.documents.decision_models import Decision, DecisionKind, DecisionState
from consensus.documents.models import Document, Stage

_DECIDED = {
    Stage.WITHDRAWN: DecisionKind.WITHDRAW,
    Stage.SUPERSEDED: DecisionKind.SUPERSEDE,
}


@dataclass(frozen=True)
class Fate:
    """The decision that ended a version's time: when, why, and what came instead."""

    stage: Stage
    name: str
    on: datetime
    reason: str
    successor: Document | None

    @property
    def sentence(self) -> str:
        """What happened, for the top of the page."""
        if self.stage is Stage.WITHDRAWN:
            return "The coalition has withdrawn this text."
        return "A newer output supersedes this text."


def fate_of(session: Session, document: Document) -> Fate | None:
    """What became of a published text; None while it stands."""
    kind = _DECIDED.get(document.stage)
    if kind is None:
        return None
    decided = session.scalars(
        select(Decision)
        .where(
            Decision.document_id == document.id,
            Decision.kind == kind,
            Decision.state == DecisionState.MADE,
        )
        .order_by(Decision.id.desc())
        .limit(1)
    ).one_or_none()
    if decided is None or decided.ended_at is None:
        return None
    successor = decided.successor_id and session.get(Document, decided.successor_id)
    return Fate(
        document.stage, decided.name, decided.ended_at, decided.reason,
        successor or None,
    )  # fmt: skip
