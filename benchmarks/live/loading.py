"""Opening a text of 105 KB that was typed in 20,000 keystrokes by five people."""

import random
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

from pycrdt import Doc, TransactionEvent
from sqlalchemy import insert
from sqlalchemy.orm import Session

from benchmarks.coalition import service
from consensus import clock
from consensus.coalitions.models import Member, Role
from consensus.documents.actions import propose_document
from consensus.drafting.models import DraftHead, DraftSnapshot, DraftUpdate
from consensus.drafting.order import between
from consensus.drafting.reading import Draft, block_map
from consensus.drafting.replica import Replica
from consensus.drafting.text import put_at
from tests.world import Person, World

EDITS, BLOCKS, AUTHORS = 20_000, 400, 5
_TIMES = 9
_RUN, _ERASED = 30, 0.1  # letters typed in one place; share of them taken back
_WORDS = "Water is shared by all who live beside it. " * 6


@dataclass(frozen=True)
class Loading:
    """Median milliseconds, wall clock and processor, and what is stored in bytes."""

    stored_as: str
    rows: int
    size: int
    wall: float
    processor: float


def measure(folder: Path) -> list[Loading]:
    """Open it from the log alone, from a snapshot, and with 500 rows behind one."""
    updates = _typed()
    with service(folder) as world:
        ada = world.person("Ada Nwosu", role=Role.COORDINATOR)
        return [
            _loaded(world, ada, updates, told, kept)
            for told, kept in (
                ("log, one row for each keystroke", 0),
                ("snapshot", len(updates)),
                ("snapshot and 500 rows behind it", len(updates) - 500),
            )
        ]


def _loaded(
    world: World, ada: Person, updates: list[bytes], told: str, kept: int
) -> Loading:
    """`kept` is the place in the log at which the snapshot was made; 0 for none."""
    snapshot = _whole(updates[:kept]) if kept else b""
    with world.session() as session:
        seat = session.get_one(Member, ada.member_id)
        document = propose_document(session, seat.coalition, told, "en", by=seat)
        document_id = document.id
        _store(session, document_id, updates, snapshot, kept)
    with world.session() as session:
        wall, processor = _timed(session, document_id, len(updates))
    behind = updates[kept:]
    size = len(snapshot) + sum(map(len, behind))
    return Loading(told, len(behind) + bool(kept), size, wall, processor)


def _timed(session: Session, document_id: int, head: int) -> tuple[float, float]:
    walls, processors = [], []
    for _ in range(_TIMES):
        session.expire_all()
        wall, processor = perf_counter(), process_time()
        replica = Replica(document_id)
        replica.load(session)
        walls.append((perf_counter() - wall) * 1_000)
        processors.append((process_time() - processor) * 1_000)
        assert (replica.seq, replica.broken) == (head, False)
        session.expunge_all()
    return statistics.median(walls), statistics.median(processors)


def _store(
    session: Session, document_id: int, updates: list[bytes], snapshot: bytes, kept: int
) -> None:
    """Put the log into the database past the gate; what is measured only reads it."""
    rows = [
        {
            "document_id": document_id, "seq": seq, "client_id": 1,
            "at": clock.now(), "payload": payload, "blocks": [],
        }
        for seq, payload in enumerate(updates, start=1)
    ]  # fmt: skip
    session.execute(insert(DraftUpdate), rows)
    session.add(DraftHead(document_id=document_id, seq=len(updates)))
    if kept:
        session.add(
            DraftSnapshot(
                document_id=document_id, seq=kept, made_at=clock.now(),
                payload=snapshot,
            )
        )  # fmt: skip


def _whole(updates: list[bytes]) -> bytes:
    doc: Draft = Doc()
    with doc.transaction():
        for update in updates:
            doc.apply_update(update)
    return bytes(doc.get_update())


def _typed() -> list[bytes]:
    """The updates: the text as it was imported, then one for each keystroke."""
    dice = random.Random(3)
    first: Draft = Doc(client_id=1)
    updates = [_made(first, _import)]
    docs = [first, *(Doc(client_id=2 + n) for n in range(AUTHORS - 1))]
    for doc in docs[1:]:
        doc.apply_update(updates[0])
    places = [(0, 0)] * AUTHORS
    for _ in range(EDITS):
        author = dice.randrange(AUTHORS)
        if dice.random() < 1 / _RUN:
            places[author] = (dice.randrange(BLOCKS), dice.randrange(len(_WORDS)))
        block, at = places[author]
        erases = at > 0 and dice.random() < _ERASED
        updates.append(_made(docs[author], lambda doc: _press(doc, block, at, erases)))  # noqa: B023 - called at once
        places[author] = (block, at - 1 if erases else at + 1)
        for other in docs:
            if other is not docs[author]:
                other.apply_update(updates[-1])
    return updates


def _made(doc: Draft, change: Callable[[Draft], None]) -> bytes:
    made: list[bytes] = []

    def keep(event: TransactionEvent) -> None:
        made.append(bytes(event.update))

    subscription = doc.observe(keep)
    with doc.transaction():
        change(doc)
    doc.unobserve(subscription)
    (update,) = made
    return update


def _import(doc: Draft) -> None:
    key = ""
    for number in range(BLOCKS):
        key = between(key, None)
        content = [{"type": "text", "text": _WORDS}]
        put_at(doc, {"type": "paragraph", "attrs": {"id": f"b{number}"},
                     "content": content}, key)  # fmt: skip


def _press(doc: Draft, block: int, at: int, erases: bool) -> None:
    text = block_map(doc)[f"b{block}"]["c"].children[0]
    at = min(at, len(text))
    if erases:
        del text[at - 1 : at]
    else:
        text.insert(at, "x")
