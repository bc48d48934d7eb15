"""
The draft's log: every change of the text is one Yjs update in it, for ever.

The Yjs document, the blocks in the database and every page are only views of the log
(decisions.md 22). Nothing here commits: what the gate or the schema refuses leaves
the session with nothing to store.
"""

import logging
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, Map, XmlElement, XmlEvent
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consensus import clock
from consensus.coalitions.models import Member
from consensus.documents.models import Document
from consensus.drafting.closed import check_closed
from consensus.drafting.gate import check_update, state_of
from consensus.drafting.models import (
    DraftBlock,
    DraftClient,
    DraftHead,
    DraftSnapshot,
    DraftUpdate,
)
from consensus.drafting.reading import Draft, Stored, block_map, read_stored
from consensus.errors import Invalid
from consensus.wordings.canonical import canonical_text, wording_hash

SNAPSHOT_EVERY = 500  # updates; loading then replays at most so many

_CANNOT_APPLY = "This change does not fit the text as it stands."
_GONE = "A paragraph can be removed from the text, but not from the record."
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

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
    changed, whole = _applied(doc, update)
    seq = _next_seq(session, document.id)
    session.add(
        DraftUpdate(
            document_id=document.id, seq=seq, client_id=client_id,
            at=clock.now(), payload=update,
        )
    )  # fmt: skip
    for one in changed:
        session.merge(_projected(document.id, one, seq))
    if seq % SNAPSHOT_EVERY == 0:
        _keep_snapshot(session, document.id, seq, doc, whole)
    session.flush()
    return Appended(seq, changed)


def load(
    session: Session,
    document_id: int,
    *,
    upto: int | None = None,
    client_id: int | None = None,
) -> Draft:
    """
    The text after the update `upto` (the last one by default), empty for a new one.

    `client_id` is who the loaded document writes as, if it is to be changed.
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
    with doc.transaction():
        if snapshot is not None:
            doc.apply_update(snapshot.payload)
            tail = tail.where(DraftUpdate.seq > snapshot.seq)
        for payload in session.scalars(tail):
            doc.apply_update(payload)
    return doc


def client_for(session: Session, document: Document, member: Member) -> int:
    """
    The client id under which a member's forms write; given at the first change.

    Small, per document, and never given to anybody else (decisions.md 16).
    """
    of_document = DraftClient.document_id == document.id
    known = session.scalars(
        select(DraftClient.client_id).where(
            of_document, DraftClient.member_id == member.id, DraftClient.form
        )
    ).first()
    if known is not None:
        return known
    last = session.scalar(select(func.max(DraftClient.client_id)).where(of_document))
    client_id = (last or 0) + 1
    session.add(
        DraftClient(
            document_id=document.id, client_id=client_id, member_id=member.id,
            since=clock.now(), form=True,
        )
    )  # fmt: skip
    session.flush()
    return client_id


def lock(session: Session, document_id: int) -> None:
    """Let nobody else write this text until the end of the transaction."""
    insert: Any = _INSERT[session.get_bind().dialect.name]
    session.execute(
        insert(DraftHead)
        .values(document_id=document_id, seq=0)
        .on_conflict_do_update(
            index_elements=[DraftHead.document_id], set_={"seq": DraftHead.seq}
        )
    )


def _next_seq(session: Session, document_id: int) -> int:
    head = session.get_one(DraftHead, document_id, populate_existing=True)
    head.seq += 1
    return head.seq


def _applied(doc: Draft, update: bytes) -> tuple[list[Stored], bytes]:
    """
    Apply an update to a copy of the text: the blocks it changed and the whole state.

    A panic of the CRDT library is a BaseException, and a poisoned document shows
    itself only when it is encoded (trust.md F-3): both count as a bad update.
    """
    noted = _Noted()
    blocks = block_map(doc)
    subscription = blocks.observe_deep(noted.take)
    try:
        doc.apply_update(update)
        whole = doc.get_update()
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise Invalid(_CANNOT_APPLY) from error
        raise
    finally:
        blocks.unobserve(subscription)
    if noted.odd:
        raise Invalid(_CANNOT_APPLY)
    changed = []
    for block_id in noted.block_ids:
        if block_id not in blocks:
            raise Invalid(_GONE)
        changed.append(read_stored(doc, block_id))
        check_closed(changed[-1].block)
    return changed, whole


class _Noted:
    """Which blocks an update touched, in the order it did, and if it did so oddly."""

    def __init__(self) -> None:
        self.block_ids: dict[str, None] = {}
        self.odd = False

    def take(self, events: list[Any]) -> None:
        """Look at what an update did (an observer of the CRDT library)."""
        for event in events:
            if event.path:
                self.block_ids[str(event.path[0])] = None
            else:
                self.block_ids.update(dict.fromkeys(event.keys))
            on_xml = isinstance(event, XmlEvent)
            one: Any = event  # its parts are not in its type
            if on_xml and one.keys and not isinstance(one.target, XmlElement):
                self.odd = True  # only elements have attributes: it would stay unseen


def _projected(document_id: int, one: Stored, seq: int) -> DraftBlock:
    return DraftBlock(
        document_id=document_id,
        block_id=one.id,
        kind=one.block["type"],
        order_key=one.order,
        content=one.block,
        text=canonical_text(one.block),
        hash=wording_hash(one.block),
        seq=seq,
        deleted=one.deleted,
        into=one.into,
    )


def _keep_snapshot(
    session: Session, document_id: int, seq: int, doc: Draft, whole: bytes
) -> None:
    """Keep the whole state beside the log, if it loads as the same text."""
    fresh: Draft = Doc()
    fresh.apply_update(whole)
    if fresh.get_state() != doc.get_state() or _all(fresh) != _all(doc):
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
