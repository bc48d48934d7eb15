"""Minting wordings and making snapshots: giving exact words a name to point at."""

import hashlib

import rfc8785
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Deed, locked_chain, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.schema import Block
from consensus.wordings.canonical import canonical_text, wording_hash
from consensus.wordings.models import Snapshot, SnapshotItem, Wording
from consensus.wordings.numbering import numbered
from consensus.wordings.queries import (
    find_wording,
    latest_snapshot,
    wordings_of_block,
)


def mint(
    session: Session, document_id: int, block: Block, *, by: str, draft_seq: int
) -> Wording:
    """
    The wording of a block as given: made, numbered and recorded once, then found.

    `by` says what points at it: position, objection, suggestion, snapshot or call
    (domain.md 5.2). `draft_seq` is the place in the log where the block read so.
    """
    # Under the chain's lock two people who answer at once mint one wording.
    locked_chain(session, ChainKind.DOCUMENT, document_id)
    block_id, name = block["attrs"]["id"], wording_hash(block)
    known = find_wording(session, document_id, block_id, name)
    if known is not None:
        return known
    number = len(wordings_of_block(session, document_id, block_id)) + 1
    wording = Wording(
        document_id=document_id, block_id=block_id, number=number, hash=name,
        kind=block["type"], text=canonical_text(block), content=block,
        minted_at=clock.now(), minted_by=by,
    )  # fmt: skip
    session.add(wording)
    facts = {
        "block": block_id, "wording": name, "kind": block["type"],
        "number": number, "by": by, "draft_seq": draft_seq,
    }  # fmt: skip
    deed = Deed(Verb.WORDING_MINTED, f"block:{block_id}", facts, words={"block": block})
    record(session, ChainKind.DOCUMENT, document_id, deed, by=CLOCK)
    return wording


def make_snapshot(
    session: Session,
    document_id: int,
    blocks: list[Block],
    *,
    label: str,
    draft_seq: int,
) -> Snapshot:
    """
    Freeze a text as an ordered list of wordings, each with its printed label.

    `blocks` are the text's blocks in order as they stood at `draft_seq`. The content
    hash is SHA-256 over the RFC 8785 form of [[block id, wording hash], …].
    """
    wordings = [
        mint(session, document_id, block, by="snapshot", draft_seq=draft_seq)
        for block in blocks
    ]
    labels = [text for _, text in numbered(blocks)]
    last = latest_snapshot(session, document_id)
    snapshot = Snapshot(
        document_id=document_id,
        number=last.number + 1 if last else 1,
        label=label,
        content_hash=content_hash(wordings),
        draft_seq=draft_seq,
        made_at=clock.now(),
        items=[
            SnapshotItem(place=place, wording=wording, label=text)
            for place, (wording, text) in enumerate(
                zip(wordings, labels, strict=True), start=1
            )
        ],
    )
    session.add(snapshot)
    session.flush()
    _record_snapshot(session, snapshot)
    return snapshot


def content_hash(wordings: list[Wording]) -> str:
    """The name of a whole text: 64 lowercase hex digits, from blocks and wordings."""
    items = [[wording.block_id, wording.hash] for wording in wordings]
    return hashlib.sha256(rfc8785.dumps(items)).hexdigest()


def _record_snapshot(session: Session, snapshot: Snapshot) -> None:
    facts = {
        "snapshot": snapshot.number,
        "label": snapshot.label,
        "content_hash": snapshot.content_hash,
        "draft_seq": snapshot.draft_seq,
        "items": [
            [item.wording.block_id, item.wording.hash, item.label]
            for item in snapshot.items
        ],
    }
    deed = Deed(Verb.SNAPSHOT_MADE, f"snapshot:{snapshot.number}", facts)
    record(session, ChainKind.DOCUMENT, snapshot.document_id, deed, by=CLOCK)
