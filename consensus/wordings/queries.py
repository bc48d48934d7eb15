"""Finding wordings and snapshots."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consensus.errors import NotFound
from consensus.wordings.models import Snapshot, SnapshotItem, Wording


def wording_of(
    session: Session, document_id: int, block_id: str, wording_hash: str
) -> Wording:
    """The minted wording with this hash; NotFound if nothing ever pointed at it."""
    found = find_wording(session, document_id, block_id, wording_hash)
    if found is None:
        raise NotFound("There is no such wording of this paragraph.")
    return found


def find_wording(
    session: Session, document_id: int, block_id: str, wording_hash: str
) -> Wording | None:
    """The minted wording with this hash, or None if it was not minted yet."""
    return session.scalars(
        select(Wording).where(
            Wording.document_id == document_id,
            Wording.block_id == block_id,
            Wording.hash == wording_hash,
        )
    ).one_or_none()


def wordings_of_block(
    session: Session, document_id: int, block_id: str
) -> list[Wording]:
    """All minted wordings of a block, the first one first."""
    return list(
        session.scalars(
            select(Wording)
            .where(Wording.document_id == document_id, Wording.block_id == block_id)
            .order_by(Wording.number)
        )
    )


def latest_snapshot(session: Session, document_id: int) -> Snapshot | None:
    """The last snapshot of a text with its items and wordings; None if none yet."""
    return session.scalars(
        select(Snapshot)
        .where(Snapshot.document_id == document_id)
        .order_by(Snapshot.number.desc())
        .limit(1)
        .options(selectinload(Snapshot.items).joinedload(SnapshotItem.wording))
    ).one_or_none()


def snapshots_of(session: Session, document_id: int) -> list[Snapshot]:
    """All snapshots of a text without their items, the first one first."""
    return list(
        session.scalars(
            select(Snapshot)
            .where(Snapshot.document_id == document_id)
            .order_by(Snapshot.number)
        )
    )


def snapshot_numbered(session: Session, document_id: int, number: int) -> Snapshot:
    """One snapshot of a text with its items; NotFound if there is none such."""
    found = session.scalars(
        select(Snapshot)
        .where(Snapshot.document_id == document_id, Snapshot.number == number)
        .options(selectinload(Snapshot.items).joinedload(SnapshotItem.wording))
    ).one_or_none()
    if found is None:
        raise NotFound("This text has no state with this number.")
    return found
