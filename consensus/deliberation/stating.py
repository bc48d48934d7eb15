"""What a panel says of minority statements: those on its place, and writing one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus.deliberation.call_queries import latest_round
from consensus.deliberation.statement_models import (
    AimKind,
    Statement,
    StatementState,
    StatementTarget,
)
from consensus.deliberation.windows import is_open
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document
from consensus.wordings.models import SnapshotItem, Wording

_READABLE = (StatementState.OPEN, StatementState.FILED, StatementState.LOCKED)


@dataclass(frozen=True)
class Stating:
    """The statements that everybody can read on a place, and what a form sends."""

    statements: Sequence[Statement]
    target: str
    """What a new statement on this place is about; "" if nobody here may write one."""


NO_STATEMENT = Stating((), "")


def stating_on(
    session: Session, document: Document, asker: Asker, block_id: str | None
) -> Stating:
    """Statements on a paragraph, or (None) on the whole text (domain.md 6.5)."""
    target = _target(session, document, block_id)
    return Stating(
        statements_on(session, document.id, block_id),
        target if _may_state(session, document, asker) else "",
    )


def statements_on(
    session: Session, document_id: int, block_id: str | None
) -> Sequence[Statement]:
    """The statements whose words are open and that are about a place, in order."""
    wanted = (
        select(Statement)
        .join(StatementTarget)
        .where(
            Statement.document_id == document_id,
            Statement.state.in_(_READABLE),
            StatementTarget.block_id == block_id
            if block_id
            else StatementTarget.kind == AimKind.DOCUMENT,
        )
    )
    return session.scalars(wanted.order_by(Statement.number)).unique().all()


def _may_state(session: Session, document: Document, asker: Asker) -> bool:
    call = latest_round(session, document)
    if call is None or call.stopped_at or not asker.may(Act.STATE, document):
        return False
    return call.statements_close_at is None or is_open(call.statements_close_at)


def _target(session: Session, document: Document, block_id: str | None) -> str:
    """As the form of a statement names it: the words put to the call, or a removal."""
    if block_id is None:
        return str(AimKind.DOCUMENT)
    call = latest_round(session, document)
    frozen = (
        select(SnapshotItem.place)
        .join(Wording)
        .where(
            SnapshotItem.snapshot_id == (call.snapshot_id if call else None),
            Wording.block_id == block_id,
        )
    )
    asked = session.scalar(frozen) is not None
    return f"{AimKind.WORDING if asked else AimKind.REMOVAL}:{block_id}"
