"""
Standing positions as numbers of a text need them: by what is said, not by person.

Half a million rows of a call of five hundred members on a thousand paragraphs are
thousands here: the database puts together who says the same of the same words.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import Session

from consensus.coalitions.models import Attribution
from consensus.deliberation.models import Position, PositionKind
from consensus.wordings.models import Wording


@dataclass(frozen=True)
class SamePositions:
    """Members who say the same of the same words, and are shown with as much."""

    block_id: str | None
    """None: on the whole text, as frozen in the snapshot."""
    hash: str | None
    """Of the wording; None: on the whole text."""
    snapshot_id: int | None
    kind: PositionKind
    attribution: Attribution
    members: tuple[int, ...]
    """Ids of their seats, in order."""


def same_positions(session: Session, document_id: int) -> list[SamePositions]:
    """All positions in a document that nobody ended, on any wording."""
    return _together(session, Position.document_id == document_id)


def same_positions_on(
    session: Session, document_id: int, block_id: str | None
) -> list[SamePositions]:
    """
    What bears on one block: positions on any wording of it, and positions on the
    whole document (B3). None: only the latter.
    """
    document = Position.document_id == document_id
    on_all = _together(session, document, Position.block_id.is_(None))
    if block_id is None:
        return on_all
    # Two statements: with an "or" SQLite reads all positions of the document.
    return on_all + _together(session, document, Position.block_id == block_id)


def by_block(
    found: Iterable[SamePositions],
) -> Mapping[str | None, Sequence[SamePositions]]:
    """By block id; None holds those on the whole text."""
    placed: dict[str | None, list[SamePositions]] = defaultdict(list)
    for one in found:
        placed[one.block_id].append(one)
    return dict(placed)


def _together(session: Session, *which: ColumnElement[bool]) -> list[SamePositions]:
    said = (
        Position.block_id, Position.wording_id, Position.snapshot_id, Position.kind,
        Position.attribution,
    )  # fmt: skip
    who = func.aggregate_strings(cast(Position.member_id, String), ",").label("who")
    alike = (
        select(*said, who)
        .where(*which, Position.ended_at.is_(None))
        .group_by(*said)
        .subquery()
    )
    rows = session.execute(
        select(
            alike.c.block_id, Wording.hash, alike.c.snapshot_id, alike.c.kind,
            alike.c.attribution, alike.c.who,
        )
        .outerjoin(Wording, Wording.id == alike.c.wording_id)
        .order_by(alike.c.block_id, alike.c.wording_id, alike.c.kind)
    )  # fmt: skip
    return [
        SamePositions(block, hash_, snapshot, kind, shown, _seats(who))
        for block, hash_, snapshot, kind, shown, who in rows
    ]


def _seats(who: str) -> tuple[int, ...]:
    return tuple(sorted(map(int, who.split(","))))
