"""What is on the disk and the pages after a restart, held against the notebook."""

import json
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consensus.archive.chain import first_fault
from consensus.archive.models import Entry
from consensus.deliberation.models import Holder, HolderMove, Objection, Position
from consensus.drafting.models import DraftBlock, DraftUpdate
from consensus.drafting.reading import Draft, block_map, read_stored
from consensus.wordings.canonical import canonical_text
from tests.durability.browsing import Browser
from tests.durability.writers import Kind, Notebook

Said = dict[Kind, set[str]]
_VERBS = {
    "position.taken": (Kind.POSITION, "note"),
    "objection.raised": (Kind.OBJECTION, "reason"),
    "holder.moved": (Kind.WITHDRAWAL, "note"),
}


@dataclass(frozen=True)
class Place:
    """A document, and somebody who may read it at the server."""

    document_id: int
    reader: Browser


def lost(session: Session, place: Place, notebook: Notebook) -> list[str]:
    """Every acknowledged deed that is not in the public record or not in the tables."""
    published, kept = in_the_record(public_log(place)), in_the_tables(session, place)
    published[Kind.EDIT] = kept[Kind.EDIT]
    return [
        f"{deed} is not in the {where}"
        for deed in notebook.acknowledged
        for where, said in (("record", published), ("tables", kept))
        if deed.words not in said[deed.kind]
    ]


def faults(session: Session, place: Place) -> list[str]:
    """Whatever is broken or half-written, acknowledged or not."""
    lines = public_log(place)
    published, kept = in_the_record(lines), in_the_tables(session, place)
    found = [
        f"{kind}: the record and the tables differ"
        for kind in (Kind.POSITION, Kind.OBJECTION, Kind.WITHDRAWAL)
        if published[kind] != kept[kind]
    ]
    chain = first_fault(lines)
    check = session.scalar(text("PRAGMA integrity_check"))
    return [
        *found,
        *([chain] if chain else []),
        *([f"SQLite: {check}"] if check != "ok" else []),
        *projection_faults(session, place.document_id),
        *edits_without_text(session, place.document_id, lines),
    ]


def public_log(place: Place) -> list[dict[str, Any]]:
    """The lines of the public log as the server gives them to anybody."""
    answer = place.reader.get(f"/documents/{place.document_id}/log.ndjson")
    assert answer.status == 200, "the public log can be downloaded"
    return [json.loads(line) for line in answer.text.splitlines()]


def in_the_record(lines: list[dict[str, Any]]) -> Said:
    """The words of each kind of deed in the public log."""
    said: Said = {kind: set() for kind in Kind}
    for line in lines:
        kind, name = _VERBS.get(line["entry"]["verb"], (None, ""))
        words = line.get("words", {}).get("value", {}).get(name)
        if kind and words:
            said[kind].add(words)
    return said


def in_the_tables(session: Session, place: Place) -> Said:
    """The words of each kind of deed in the tables that pages are made from."""
    here = place.document_id
    notes = select(Position.note).where(Position.document_id == here)
    reasons = select(Objection.reason).where(Objection.document_id == here)
    withdrawn = withdrawal_notes(session, here)
    return {
        Kind.POSITION: set(session.scalars(notes)) - {""},
        Kind.OBJECTION: set(session.scalars(reasons)) - {""},
        Kind.WITHDRAWAL: withdrawn,
        Kind.EDIT: replayed_words(session, here),
    }


def withdrawal_notes(session: Session, document_id: int) -> set[str]:
    """The notes of holders who withdrew, each with its move on record."""
    withdrew = (
        select(Holder.state_note)
        .join(Holder.objection)
        .join(Holder.moves)
        .where(Objection.document_id == document_id, HolderMove.move == "withdraw")
    )
    return set(session.scalars(withdrew)) - {""}


def replayed_words(session: Session, document_id: int) -> set[str]:
    """The words of every block right after each edit, from the draft's log alone."""
    doc: Draft = Doc()
    edited = {
        entry.facts["draft_seq"]: entry.facts["block"]
        for entry in session.scalars(select(Entry).where(Entry.verb == "text.edited"))
    }
    updates = select(DraftUpdate).where(DraftUpdate.document_id == document_id)
    had = set()
    for update in session.scalars(updates.order_by(DraftUpdate.seq)):
        doc.apply_update(update.payload)
        if block_id := edited.get(update.seq):
            had.add(canonical_text(read_stored(doc, block_id).block))
    return had


def projection_faults(session: Session, document_id: int) -> list[str]:
    """Blocks that the tables have otherwise than the draft's log."""
    doc: Draft = Doc()
    log = select(DraftUpdate).where(DraftUpdate.document_id == document_id)
    updates = session.scalars(log.order_by(DraftUpdate.seq)).all()
    for update in updates:
        doc.apply_update(update.payload)
    blocks = select(DraftBlock).where(DraftBlock.document_id == document_id)
    rows = {row.block_id: row for row in session.scalars(blocks)}
    places = [update.seq for update in updates]
    gaps = ["the draft's log has a gap"] * (places != [*range(1, len(places) + 1)])
    differing = [
        f"block {block_id}: the log and the tables differ"
        for block_id in sorted({*rows, *_ids(doc)})
        if block_id not in rows
        or rows[block_id].content != read_stored(doc, block_id).block
    ]
    return gaps + differing


def edits_without_text(
    session: Session, document_id: int, lines: list[dict[str, Any]]
) -> list[str]:
    """Edits on record that are not in the draft's log, and the other way about."""
    told = {
        line["entry"]["facts"]["draft_seq"]
        for line in lines
        if line["entry"]["verb"] == "text.edited"
    }
    imported = max(
        line["entry"]["facts"].get("draft_seq", 1)
        for line in lines
        if line["entry"]["verb"] == "text.imported"
    )
    log = select(DraftUpdate.seq).where(DraftUpdate.document_id == document_id)
    stored = {seq for seq in session.scalars(log) if seq > imported}
    return [f"edit {seq}: in one log only" for seq in sorted(told ^ stored)]


def _ids(doc: Draft) -> list[str]:
    blocks: Any = block_map(doc)
    return list(blocks)
