"""What a moment's typing does to the tables: blocks, lineage, and words to be saved."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from consensus import clock
from consensus.drafting.applying import WORDS, Touched
from consensus.drafting.log import columns_of
from consensus.drafting.models import DraftBlock, DraftUpdate, Lineage
from consensus.drafting.queries import block_as_of
from consensus.drafting.reading import Stored
from consensus.drafting.salvage import Late, added, salvage, salvage_unseen
from consensus.schema import Block
from consensus.wordings.canonical import canonical_text

# Typing must stay quick: these are built once, and run without any objects.
_BLOCKS = DraftBlock.metadata.tables[DraftBlock.__tablename__]
_KNOWN = select(
    _BLOCKS.c.block_id, _BLOCKS.c.text, _BLOCKS.c.order_key, _BLOCKS.c.deleted,
    _BLOCKS.c.into,
).where(
    _BLOCKS.c.document_id == bindparam("document"),
    _BLOCKS.c.block_id.in_(bindparam("ids", expanding=True)),
)  # fmt: skip
_CHANGE = update(_BLOCKS).where(
    _BLOCKS.c.document_id == bindparam("of_document"),
    _BLOCKS.c.block_id == bindparam("of_block"),
)


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
    now = {one.id: one.block for one in changed if not one.deleted}
    for one in changed:
        theirs = [share for share in shares if one.id in share.touched]
        before = known.get(one.id)
        after = columns_of(document_id, one, theirs[-1].seq)
        if one.deleted and before is not None:
            gone = _Gone(
                document_id, one.id, after["text"], _words(now.get(one.into or "")),
                shares[0].seq,
            )  # fmt: skip
            kept = [
                salvage_unseen(session, each, after["text"])
                for each in _unseen(session, gone, theirs)
            ] + [
                salvage(session, each, after["text"])
                for each in _late(before, one.id, theirs, document_id)
            ]
            saved += [{"block": one.id, "words": words} for words in kept if words]
        session.add_all(_lineage(before, one, theirs[-1].seq, document_id))
        if before is None:
            session.add(DraftBlock(**after))
        else:
            rows.append(_change(after))
    if rows:
        session.connection().execute(_CHANGE, rows)
    return saved


def _change(columns: dict[str, Any]) -> dict[str, Any]:
    """What `_CHANGE` has to know: the block's key under names of its own."""
    rest = {**columns}
    return {
        "of_document": rest.pop("document_id"), "of_block": rest.pop("block_id"), **rest
    }  # fmt: skip


def _words(block: Block | None) -> str | None:
    return None if block is None else canonical_text(block)


def _known(
    session: Session, document_id: int, block_ids: list[str]
) -> dict[str, _Before]:
    """How these blocks stand in the tables."""
    asked = {"document": document_id, "ids": block_ids}
    rows = session.connection().execute(_KNOWN, asked)
    return {block_id: _Before(*before) for block_id, *before in rows}


@dataclass(frozen=True)
class _Gone:
    """
    A block that a moment removed: its words, those it was joined to, the place.

    What it was joined to counts only while it stands in the text: two people can join
    two blocks to each other at once, and none of the two stands then.
    """

    document_id: int
    block_id: str
    words: str
    joined: str | None
    place: int


def _unseen(session: Session, gone: _Gone, shares: list[Share]) -> list[Late]:
    """
    What others had written that those did not know of who removed a block.

    After a join that is whatever is not in the joined words: a join that is done again
    after it was undone puts there what its author knew at first.
    """
    if gone.joined is not None and not added(gone.joined, gone.words):
        return []
    found: list[Late] = []
    for share in shares:
        if "d" not in share.touched[gone.block_id]:
            continue
        seen = share.seen if gone.joined is None else 0
        if (client := _last_other(session, gone, share, seen)) is not None:
            base = gone.joined
            if base is None:
                known = block_as_of(session, gone.document_id, gone.block_id, seen)
                base = canonical_text(known) if known else ""
            found.append(Late(gone.document_id, gone.block_id, base, client))
    return found


def _last_other(session: Session, gone: _Gone, share: Share, seen: int) -> int | None:
    """Who else wrote in the block after a place in the log, the last one."""
    since = (
        select(DraftUpdate.client_id, DraftUpdate.blocks)
        .where(
            DraftUpdate.document_id == gone.document_id,
            DraftUpdate.seq > seen,
            DraftUpdate.seq < gone.place,
            DraftUpdate.client_id != share.client_id,
        )
        .order_by(DraftUpdate.seq.desc())
    )
    rows = session.execute(since)
    return next((one for one, ids in rows if gone.block_id in ids), None)


def _late(
    before: _Before, block_id: str, shares: list[Share], document_id: int
) -> list[Late]:
    """
    What those wrote in a block that is removed who did not remove it.

    Whose removal it was cannot be told where several removed and restored it in one
    moment: what each of them wrote is kept then.
    """
    removers = [share for share in shares if "d" in share.touched[block_id]]
    return [
        Late(document_id, block_id, before.text, share.client_id)
        for share in shares
        if WORDS in share.touched[block_id] and (before.deleted or removers != [share])
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
