"""The text as it stood at any place in its log."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from consensus.drafting.log import load
from consensus.drafting.models import DraftClient, DraftUpdate
from consensus.drafting.queries import blocks_of, head_seq
from consensus.drafting.text import read_blocks
from consensus.errors import NotFound
from consensus.schema import Block

LONG_BREAK = timedelta(minutes=30)
"""Without a change for longer than this, a new sitting begins."""

MOST_PLACES = 50_000
"""Updates of the log that sittings are made of."""


def blocks_as_of(session: Session, document_id: int, seq: int) -> Sequence[Block]:
    """
    The blocks of the text in order after an update of the log; 0 is before the first.

    NotFound for a place that the log does not have.
    """
    last = head_seq(session, document_id)
    if not 0 <= seq <= last:
        raise NotFound("There is no such place in the history of this text.")
    if seq == last:
        return [row.content for row in blocks_of(session, document_id)]
    return read_blocks(load(session, document_id, upto=seq))


def when_written(session: Session, document_id: int, seq: int) -> datetime | None:
    """When an update of the log came in (UTC); None for place 0."""
    return session.scalar(
        select(DraftUpdate.at).where(
            DraftUpdate.document_id == document_id, DraftUpdate.seq == seq
        )
    )


@dataclass(frozen=True)
class Sitting:
    """Changes of the text that follow each other without a long break."""

    first: int
    last: int
    """The places in the log of its first and its last update."""
    began: datetime
    ended: datetime
    members: tuple[int, ...]
    """The seats that wrote, in the order in which they began to."""


def sittings_of(
    session: Session, document_id: int, *, ends: Collection[int] = ()
) -> list[Sitting]:
    """
    The log of a text in sittings, the oldest first; one ends at each place in `ends`.

    Of a log with more than 50,000 updates only the last so many are told.
    """
    rows = session.execute(
        select(DraftUpdate.seq, DraftUpdate.at, DraftClient.member_id)
        .join(
            DraftClient,
            (DraftClient.document_id == DraftUpdate.document_id)
            & (DraftClient.client_id == DraftUpdate.client_id),
            isouter=True,
        )
        .where(DraftUpdate.document_id == document_id)
        .order_by(DraftUpdate.seq.desc())
        .limit(MOST_PLACES)
    ).all()
    sittings: list[list[Row[int, datetime, int]]] = []
    for row in reversed(rows):
        before = sittings[-1][-1] if sittings else None
        if before is None or row.at - before.at > LONG_BREAK or before.seq in ends:
            sittings.append([])
        sittings[-1].append(row)
    return [_sitting(one) for one in sittings]


def _sitting(rows: Sequence[Row[int, datetime, int]]) -> Sitting:
    members = dict.fromkeys(row.member_id for row in rows if row.member_id)
    first, last = rows[0], rows[-1]
    return Sitting(first.seq, last.seq, first.at, last.at, tuple(members))
