"""What several people typed within a moment, and storing it as one."""

import logging
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pycrdt import merge_updates
from sqlalchemy.orm import Session

from consensus.drafting.applying import Touched
from consensus.drafting.guests import Guest
from consensus.drafting.log import SNAPSHOT_EVERY, Row, add_rows, keep_snapshot
from consensus.drafting.models import DraftUpdate
from consensus.drafting.projecting import Share, project
from consensus.drafting.replica import Replica, Written, sifted
from consensus.errors import Invalid

log = logging.getLogger(__name__)


@dataclass
class Taken:
    """An update in the replica that is not stored yet, and whose it is."""

    written: Written
    touched: Touched
    guest: Guest


@dataclass
class Stored:
    """What one transaction stored, and what it could not."""

    rows: list[Row] = field(default_factory=list)
    saved: list[dict[str, str]] = field(default_factory=list)
    refused: list[Taken] = field(default_factory=list)


def sound(
    replica: Replica, load: Callable[[], None], batch: list[Taken]
) -> tuple[list[Taken], list[Taken]]:
    """
    The updates with which the text can be stored, and those with which it cannot.

    The replica has them all, and read the blocks of each as it came in; that the text
    is poisoned shows itself only in the whole. Whatever cannot stay is taken out by
    beginning anew (`load`) from the log, which is the rare way.
    """
    try:
        replica.encode()
    except Invalid:
        return sifted_batch(replica, load, batch)
    return batch, []


def sifted_batch(
    replica: Replica, load: Callable[[], None], batch: list[Taken]
) -> tuple[list[Taken], list[Taken]]:
    """Begin the replica anew with the good ones of a batch; the guilty ones too."""
    by_update = {id(one.written): one for one in batch}
    good, guilty = sifted(replica, load, [one.written for one in batch])
    for one in guilty:
        log.warning(
            "an update of client %d does not fit and was refused", one.client_id
        )
    return [by_update[id(one)] for one, _ in good], [
        by_update[id(one)] for one in guilty
    ]


def store(session: Session, replica: Replica, batch: list[Taken]) -> Stored:
    """
    Put a batch into the log that the caller has locked: one row per writer.

    Blocks, lineage and salvaged words follow in the same transaction.
    """
    by_client: dict[int, list[Taken]] = {}
    for one in batch:
        by_client.setdefault(one.written.client_id, []).append(one)
    rows = [_row(client, theirs) for client, theirs in by_client.items()]
    places = add_rows(session, replica.document_id, rows)
    session.info.pop("drafted", None)  # the room that stores it knows already
    shares = [
        Share(
            seq, client, _merged([one.touched for one in theirs]),
            min(one.written.seen for one in theirs),
        )
        for seq, (client, theirs) in zip(places, by_client.items(), strict=True)
    ]  # fmt: skip
    changed = replica.read(touched_by(batch))
    saved = project(session, replica.document_id, changed, shares)
    if places and places[-1] // SNAPSHOT_EVERY > (places[0] - 1) // SNAPSHOT_EVERY:
        whole = replica.encode()
        keep_snapshot(session, replica.document_id, places[-1], replica.doc, whole)
    return Stored(rows, saved)


def message_of(
    document_id: int, seq: int, rows: Sequence[Row | DraftUpdate]
) -> dict[str, Any]:
    """`draft:updates`: rows as one update, and which writers' updates are in it."""
    highest: dict[int, int] = {}
    for row in rows:
        highest[row.client_id] = max(row.number, highest.get(row.client_id, 0))
    return {
        "document": document_id,
        "after": seq - len(rows),
        "seq": seq,
        "update": b64encode(_one([row.payload for row in rows])).decode(),
        "from": [[client, number] for client, number in highest.items() if number],
    }


def refusal_of(document_id: int, one: Taken) -> dict[str, Any]:
    """`draft:refused`: which of a page's updates were not stored after all."""
    return {
        "document": document_id,
        "client": one.written.client_id,
        "numbers": [one.written.number],
    }


def touched_by(batch: list[Taken]) -> list[str]:
    """The blocks that a batch touched."""
    return list(dict.fromkeys(block for one in batch for block in one.touched))


def _row(client: int, theirs: list[Taken]) -> Row:
    update = _one([one.written.update for one in theirs])
    number = max(one.written.number for one in theirs)
    return Row(client, update, touched_by(theirs), number)


def _one(updates: list[bytes]) -> bytes:
    return updates[0] if len(updates) == 1 else bytes(merge_updates(*updates))


def _merged(touched: list[Touched]) -> Touched:
    together: Touched = {}
    for one in touched:
        for block_id, what in one.items():
            together.setdefault(block_id, set()).update(what)
    return together
