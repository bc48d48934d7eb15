"""How often an objection was met with other words (domain.md R9)."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consensus.deliberation.models import Objection, TargetKind
from consensus.wordings.models import Snapshot, SnapshotItem, Wording


def wordings_offered(session: Session, objection: Objection) -> int:
    """
    The number of other wordings of its paragraph in snapshots made since it was raised;
    0 for the whole text, and for what is missing or was removed.
    """
    if objection.target is not TargetKind.WORDING:
        return 0
    found = (
        select(func.count(func.distinct(SnapshotItem.wording_id)))
        .join(Snapshot, Snapshot.id == SnapshotItem.snapshot_id)
        .join(Wording, Wording.id == SnapshotItem.wording_id)
        .where(
            Snapshot.document_id == objection.document_id,
            Snapshot.made_at >= objection.raised_at,
            Wording.block_id == objection.block_id,
            Wording.id != objection.wording_id,
        )
    )
    return session.scalar(found) or 0
