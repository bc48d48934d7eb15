"""
The draft's log: every change of the text is one Yjs update in it, for ever.

The Yjs document, the blocks in the database and every page are only views of the log
(decisions.md 22). Nothing here commits: what the gate or the schema refuses leaves
the session with nothing to store.
"""

import logging
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, Map
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consensus import clock
from consensus.documents.models import Document
from consensus.drafting.applying import UNREADABLE, apply_checked, as_refusal, encode
from consensus.drafting.gate import check_update, state_of
from consensus.drafting.models import (
    DraftBlock,
    DraftHead,
    DraftSnapshot,
    DraftUpdate,
)
from consensus.drafting.reading import Draft, Stored, block_map, read_stored
from consensus.errors import Refused
from consensus.wordings.canonical import canonical_text, wording_hash

SNAPSHOT_EVERY = 500  # updates; loading then replays at most so many

# Typing must stay quick: these are built once, and run without any objects.
_UPDATES = DraftUpdate.metadata.tables[DraftUpdate.__tablename__]
_HEADS = DraftHead.metadata.tables[DraftHead.__tablename__]
_ADD = insert(_UPDATES)
_MOVE_ON = (
    update(_HEADS)
    .where(_HEADS.c.document_id == bindparam("document"))
    .values(seq=_HEADS.c.seq + bindparam("rows"))
    .returning(_HEADS.c.seq)
)


def _lock_with(upsert: Any) -> Any:
    return (
        upsert(_HEADS)
        .values(document_id=bindparam("document"), seq=0)
        .on_conflict_do_update(
            index_elements=[_HEADS.c.document_id], set_={"seq": _HEADS.c.seq}
        )
        .returning(_HEADS.c.seq)
    )


_LOCK = {
    "sqlite": _lock_with(sqlite.insert),
    "postgresql": _lock_with(postgresql.insert),
}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Appended:
    """The place of an update in the log, and the blocks it changed."""

    seq: int
    changed: list[Stored]


def append(
    session: Session, document: Document, update: bytes, *, client_id: int
) -> Appended:
    """
    Check an update, put it at the end of the log and bring the blocks up to date.

    Locks the document's text until commit. Refuses (`Invalid`) what the gate or the
    schema refuses; then nothing was added and the text is as it was.
    """
    lock(session, document.id)
    doc = load(session, document.id)
    check_update(update, clients={client_id}, state=state_of(doc.get_state()))
    applied = apply_checked(doc, update)
    whole = encode(doc)
    row = Row(client_id, update, list(applied.touched))
    (seq,) = add_rows(session, document.id, [row])
    for one in applied.changed:
        session.merge(projected(document.id, one, seq))
    if seq % SNAPSHOT_EVERY == 0:
        keep_snapshot(session, document.id, seq, doc, whole)
    session.flush()
    return Appended(seq, applied.changed)


def load(
    session: Session,
    document_id: int,
    *,
    upto: int | None = None,
    client_id: int | None = None,
) -> Draft:
    """
    The text after the update `upto` (the last one by default), empty for a new one.

    `client_id` is who the loaded document writes as, if it is to be changed. Refused
    when the log holds something that cannot be read.
    """
    doc: Draft = Doc(client_id=client_id)
    latest = (
        select(DraftSnapshot)
        .where(DraftSnapshot.document_id == document_id)
        .order_by(DraftSnapshot.seq.desc())
        .limit(1)
    )
    tail = (
        select(DraftUpdate.payload)
        .where(DraftUpdate.document_id == document_id)
        .order_by(DraftUpdate.seq)
    )
    if upto is not None:
        latest = latest.where(DraftSnapshot.seq <= upto)
        tail = tail.where(DraftUpdate.seq <= upto)
    snapshot = session.scalars(latest).one_or_none()
    payloads = [snapshot.payload] if snapshot is not None else []
    if snapshot is not None:
        tail = tail.where(DraftUpdate.seq > snapshot.seq)
    payloads += session.scalars(tail)
    try:
        with doc.transaction():
            for payload in payloads:
                doc.apply_update(payload)
    except BaseException as error:
        as_refusal(error)
        raise Refused(UNREADABLE) from error
    return doc


def lock(session: Session, document_id: int) -> int:
    """
    Let nobody else write this text until the end of the transaction.

    Returns the place of the last update in its log, 0 if there is none.
    """
    connection = session.connection()
    statement = _LOCK[connection.dialect.name]
    seq: int = connection.execute(statement, {"document": document_id}).scalar_one()
    return seq


@dataclass(frozen=True)
class Row:
    """What one writer adds to the log: `number` is that of the page's last update."""

    client_id: int
    payload: bytes
    blocks: list[str]
    number: int = 0


def add_rows(session: Session, document_id: int, rows: list[Row]) -> list[int]:
    """
    Put rows at the end of a log that the caller has locked; returns their places.

    Whoever shows the text is told after the commit (`nudging.py`).
    """
    connection = session.connection()
    moved = {"document": document_id, "rows": len(rows)}
    last: int = connection.execute(_MOVE_ON, moved).scalar_one()
    places = list(range(last - len(rows) + 1, last + 1))
    written = [
        {
            "document_id": document_id, "seq": seq, "client_id": row.client_id,
            "at": clock.now(), "payload": row.payload, "blocks": row.blocks,
            "number": row.number,
        }
        for seq, row in zip(places, rows, strict=True)
    ]  # fmt: skip
    if written:
        connection.execute(_ADD, written)
    session.info.setdefault("drafted", set()).add(document_id)
    return places


def projected(document_id: int, one: Stored, seq: int) -> DraftBlock:
    """A block as the database keeps it for pages and deeds."""
    return DraftBlock(**columns_of(document_id, one, seq))


def columns_of(document_id: int, one: Stored, seq: int) -> dict[str, Any]:
    """The columns of a block's row in the database."""
    return {
        "document_id": document_id,
        "block_id": one.id,
        "kind": one.block["type"],
        "order_key": one.order,
        "content": one.block,
        "text": canonical_text(one.block),
        "hash": wording_hash(one.block),
        "seq": seq,
        "deleted": one.deleted,
        "into": one.into,
    }


def keep_snapshot(
    session: Session, document_id: int, seq: int, doc: Draft, whole: bytes
) -> None:
    """Keep the whole state beside the log, if it loads as the same text."""
    fresh: Draft = Doc()
    fresh.apply_update(whole)
    # The bytes of a state vector have no order: two of one state may differ.
    same = state_of(fresh.get_state()) == state_of(doc.get_state())
    if not same or _all(fresh) != _all(doc):
        log.error("snapshot of document %d at %d does not load", document_id, seq)
        return  # the log is whole: loading is only slower without it
    session.add(
        DraftSnapshot(
            document_id=document_id, seq=seq, made_at=clock.now(), payload=whole
        )
    )


def _all(doc: Draft) -> dict[str, Stored]:
    blocks: Map[Any] = block_map(doc)
    block_ids: Any = blocks
    return {block_id: read_stored(doc, block_id) for block_id in block_ids}
