"""Reading the text as it stands, or as it stood at one place in the log."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus.drafting.log import load
from consensus.drafting.models import DraftBlock, DraftHead
from consensus.drafting.reading import read_stored
from consensus.errors import NotFound
from consensus.schema import Block
from consensus.wordings.numbering import labels_of


def blocks_of(session: Session, document_id: int) -> list[DraftBlock]:
    """The blocks of the text in order, without those that were removed."""
    rows = session.scalars(
        select(DraftBlock).where(
            DraftBlock.document_id == document_id, DraftBlock.deleted.is_(False)
        )
    )
    # Sorted here: a database may have its own idea of the order of letters.
    return sorted(rows, key=lambda row: (row.order_key, row.block_id))


def block_of(session: Session, document_id: int, block_id: str) -> DraftBlock:
    """One block that stands in the text; NotFound also when it was removed."""
    row = any_block_of(session, document_id, block_id)
    if row.deleted:
        raise NotFound("This paragraph is no longer in the text.")
    return row


def any_block_of(session: Session, document_id: int, block_id: str) -> DraftBlock:
    """One block, removed or not (`deleted` says so); NotFound if it never was."""
    row = session.get(DraftBlock, (document_id, block_id))
    if row is None:
        raise NotFound("There is no such paragraph in this text.")
    return row


def removed_blocks(session: Session, document_id: int) -> list[DraftBlock]:
    """The blocks that were taken out of the text, the latest first."""
    return list(
        session.scalars(
            select(DraftBlock)
            .where(DraftBlock.document_id == document_id, DraftBlock.deleted)
            .order_by(DraftBlock.seq.desc())
        )
    )


def block_before(
    session: Session, document_id: int, block_id: str
) -> DraftBlock | None:
    """The block that stands before another in the text; None for the first."""
    rows = blocks_of(session, document_id)
    places = [row.block_id for row in rows]
    if block_id not in places:
        raise NotFound("This paragraph is no longer in the text.")
    place = places.index(block_id)
    return rows[place - 1] if place else None


def edition(row: DraftBlock) -> str:
    """What names a block's present state: unlike its hash, marks and kind included."""
    return f"{row.hash}@{row.seq}"


def block_as_of(
    session: Session, document_id: int, block_id: str, seq: int
) -> Block | None:
    """
    A block as it stood after an update of the log (decisions.md 11).

    None if it was not in the text then: not yet made, or removed.
    """
    doc = load(session, document_id, upto=seq)
    try:
        stored = read_stored(doc, block_id)
    except NotFound:
        return None
    return None if stored.deleted else stored.block


def head_seq(session: Session, document_id: int) -> int:
    """The place of the last update in the log; 0 for an empty text."""
    found = select(DraftHead.seq).where(DraftHead.document_id == document_id)
    return session.scalar(found) or 0


def labels(session: Session, document_id: int) -> dict[str, str]:
    """What is printed beside each block of the text: "¶4", "Heading 2", "Note 1"."""
    rows = session.execute(
        select(DraftBlock.order_key, DraftBlock.block_id, DraftBlock.kind).where(
            DraftBlock.document_id == document_id, DraftBlock.deleted.is_(False)
        )
    )
    # In the order of `blocks_of`.
    ordered = sorted((order, block, kind) for order, block, kind in rows)
    numbers = labels_of(kind for _, _, kind in ordered)
    return {
        block_id: label
        for (_, block_id, _), label in zip(ordered, numbers, strict=True)
    }
