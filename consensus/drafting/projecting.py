"""What a moment's typing does to the tables: blocks, lineage, and words to be saved."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consensus import clock
from consensus.drafting.applying import WORDS, Touched
from consensus.drafting.log import columns_of
from consensus.drafting.models import DraftBlock, DraftUpdate, Lineage
from consensus.drafting.queries import block_as_of
from consensus.drafting.reading import Stored
from consensus.drafting.salvage import Late, salvage
from consensus.wordings.canonical import canonical_text


@dataclass(frozen=True)
class Share:
    """
    What one writer did in a moment: the row of the log, and what it touched.

    `seen` is the last row that the writer knew of.
    """

    seq: int
    client_id: int
    touched: Touched
    seen: int


@dataclass(frozen=True)
class _Before:
    """What the tables say of a block that matters for what was done to it."""

    text: str
    order_key: str
    deleted: bool
    into: str | None


def project(
    session: Session, document_id: int, changed: list[Stored], shares: list[Share]
) -> list[dict[str, str]]:
    """
    Bring the tables up to the blocks as they are now.

    Returns the words that came into removed blocks: `block` and `words` of each.
    """
    saved: list[dict[str, str]] = []
    rows: list[dict[str, Any]] = []
    known = _known(session, document_id, [one.id for one in changed])
    for one in changed:
        theirs = [share for share in shares if one.id in share.touched]
        before = known.get(one.id)
        after = columns_of(document_id, one, theirs[-1].seq)
        if one.deleted and before is not None:
            late = [
                Late(document_id, one.id, before.text, share.client_id)
                for share in _late(theirs, one.id, was_deleted=before.deleted)
            ] + _unseen(session, document_id, one.id, theirs, shares[0].seq)
            saved += [
                {"block": one.id, "words": words}
                for words in (salvage(session, each, after["text"]) for each in late)
                if words
            ]
        session.add_all(_lineage(before, one, theirs[-1].seq, document_id))
        if before is None:
            session.add(DraftBlock(**after))
        else:
            rows.append(after)
    if rows:
        session.execute(update(DraftBlock), rows)
    return saved


def _known(
    session: Session, document_id: int, block_ids: list[str]
) -> dict[str, _Before]:
    """How these blocks stand in the tables; at once, for typing must stay quick."""
    rows = session.execute(
        select(
            DraftBlock.block_id, DraftBlock.text, DraftBlock.order_key,
            DraftBlock.deleted, DraftBlock.into,
        ).where(
            DraftBlock.document_id == document_id, DraftBlock.block_id.in_(block_ids)
        )
    )  # fmt: skip
    return {
        row.block_id: _Before(row.text, row.order_key, row.deleted, row.into)
        for row in rows
    }


def _unseen(
    session: Session, document_id: int, block_id: str, shares: list[Share], now: int
) -> list[Late]:
    """What others had written that those did not know of who removed a block."""
    found: list[Late] = []
    for share in shares:
        if "d" not in share.touched[block_id]:
            continue
        since = select(DraftUpdate.client_id, DraftUpdate.blocks).where(
            DraftUpdate.document_id == document_id,
            DraftUpdate.seq > share.seen,
            DraftUpdate.seq < now,
            DraftUpdate.client_id != share.client_id,
        )
        others = {one for one, ids in session.execute(since) if block_id in ids}
        if others:
            known = block_as_of(session, document_id, block_id, share.seen)
            base = canonical_text(known) if known else ""
            found += [Late(document_id, block_id, base, one) for one in others]
    return found


def _late(shares: list[Share], block_id: str, *, was_deleted: bool) -> list[Share]:
    """Those who wrote words in a block that is removed, and did not remove it."""
    return [
        share
        for share in shares
        if WORDS in share.touched[block_id]
        and (was_deleted or "d" not in share.touched[block_id])
    ]


def _lineage(
    before: _Before | None, now: Stored, seq: int, document_id: int
) -> list[Lineage]:
    """What domain.md 5.5 has to know of the change of one block."""
    found: list[tuple[str, str, str | None]] = []
    if before is None:
        if now.split_from:
            found.append(("split", now.split_from, now.id))
    elif now.deleted and (not before.deleted or before.into != now.into):
        found.append(("merged" if now.into else "removed", now.id, now.into))
    elif before.deleted and not now.deleted:
        found.append(("restored", now.id, None))
    elif before.order_key != now.order and not now.deleted:
        found.append(("moved", now.id, None))
    return [
        Lineage(
            document_id=document_id, seq=seq, op=op, from_id=from_id, to_id=to_id,
            at=clock.now(),
        )
        for op, from_id, to_id in found
    ]  # fmt: skip
