"""
Where words went that somebody spoke on: paragraphs split, joined, removed, restored.

Worked out on reading from the lineage of the text and the words as they are now;
what follows for objections and positions stands in `wordings.structure.EFFECTS`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus.drafting.models import DraftBlock, Lineage
from consensus.drafting.queries import block_as_of, blocks_of
from consensus.schema import Block
from consensus.wordings.canonical import wording_hash
from consensus.wordings.models import Wording
from consensus.wordings.structure import (
    Change,
    Family,
    Step,
    change_of,
    families,
    places_after,
)

STRUCTURAL = ("split", "merged")
"""The steps by which words come to stand in another block."""


@dataclass(frozen=True)
class Moved:
    """What a family of blocks has become: the row of the table, and where it is."""

    family: Family
    change: Change
    sources: dict[str, Block]
    """For each source its words as they were, or were spoken on."""
    standing: tuple[DraftBlock, ...]
    """Its blocks in the text, in order."""


def steps_since(session: Session, document_id: int, seq: int) -> list[Step]:
    """The lineage of a text after a place in its log, in order."""
    rows = session.scalars(
        select(Lineage)
        .where(Lineage.document_id == document_id, Lineage.seq > seq)
        .order_by(Lineage.seq, Lineage.id)
    )
    return [Step(row.seq, row.op, row.from_id, row.to_id) for row in rows]


def places_now(
    session: Session, document_id: int, blocks: Collection[str], since: int
) -> list[DraftBlock]:
    """
    The blocks in which words of these blocks stand now, in the order of the text.

    Empty if all of them were removed. `since` is the place in the log at which the
    words stood in `blocks`.
    """
    steps = _structural(session, document_id, since, blocks)
    rows = _rows(session, document_id, _named(steps) | set(blocks))
    return _in_order(rows[one] for one in places_after(blocks, steps, _live(rows)))


def moved_since(
    session: Session, document_id: int, words: Sequence[Wording], since: int
) -> list[Moved]:
    """What became of the words of some blocks by splits and merges; [] if nothing."""
    blocks = {one.block_id: one.content for one in words}
    steps = _structural(session, document_id, since, blocks)
    if not steps:
        return []
    rows = _rows(session, document_id, _named(steps))
    found = families(steps, _live(rows))
    return [
        _moved(session, document_id, one, blocks, rows)
        for one in found
        if one.blocks & blocks.keys()
    ]


def blocks_before(session: Session, document_id: int, block_id: str) -> set[str]:
    """A block and every block from which words may have come to stand in it."""
    steps = [one for one in steps_since(session, document_id, 0) if _is_structural(one)]
    found = {block_id}
    while more := {s.from_id for s in steps if s.to_id in found} - found:
        found |= more
    return found


def _moved(
    session: Session,
    document_id: int,
    family: Family,
    spoken: dict[str, Block],
    rows: dict[str, DraftBlock],
) -> Moved:
    standing = _in_order(rows[one] for one in family.blocks & _live(rows))
    sources: dict[str, Block] = {}
    for source in family.sources:
        words = spoken.get(source) or block_as_of(
            session, document_id, source, family.first[source] - 1
        )
        if words is None:  # it was not in the text then: nothing can be the same
            return Moved(family, _other(family), {}, tuple(standing))
        sources[source] = words
    before = list(sources.values())
    change = change_of(family, before, [one.content for one in standing])
    return Moved(family, change, sources, tuple(standing))


@dataclass(frozen=True)
class Moving:
    """When a block was last moved, and the heading of the section it is in now."""

    at: datetime
    section: str
    """The heading's words; "" above the first heading."""


def moving_of(session: Session, document_id: int, block: DraftBlock) -> Moving | None:
    """The last move of a block that stands in the text; None if it never moved."""
    at = session.scalar(
        select(Lineage.at)
        .where(
            Lineage.document_id == document_id,
            Lineage.op == "moved",
            Lineage.from_id == block.block_id,
        )
        .order_by(Lineage.id.desc())
        .limit(1)
    )
    if at is None or block.deleted:
        return None
    here = (block.order_key, block.block_id)
    above = [
        row.text
        for row in blocks_of(session, document_id)
        if row.kind == "heading" and (row.order_key, row.block_id) < here
    ]
    return Moving(at, above[-1] if above else "")


def is_bound_to(wording: Wording, words: Block) -> bool:
    """Whether a wording is these words of its block."""
    return wording.hash == wording_hash(words)


def _other(family: Family) -> Change:
    return Change.MERGED_OTHER if family.is_merge else Change.SPLIT_OTHER


def _structural(
    session: Session, document_id: int, since: int, blocks: Collection[str]
) -> list[Step]:
    """The splits and merges after a place, if they bear on these blocks at all."""
    steps = [s for s in steps_since(session, document_id, since) if _is_structural(s)]
    concerned = _named(steps) & set(blocks)
    return steps if concerned else []


def _is_structural(step: Step) -> bool:
    return step.op in STRUCTURAL


def _named(steps: Sequence[Step]) -> set[str]:
    both = ((one.from_id, one.to_id) for one in steps)
    return {one for one in chain.from_iterable(both) if one is not None}


def _rows(
    session: Session, document_id: int, blocks: Collection[str]
) -> dict[str, DraftBlock]:
    found = (session.get(DraftBlock, (document_id, one)) for one in blocks)
    return {one.block_id: one for one in found if one is not None}


def _live(rows: dict[str, DraftBlock]) -> set[str]:
    return {name for name, row in rows.items() if not row.deleted}


def _in_order(rows: Iterable[DraftBlock]) -> list[DraftBlock]:
    return sorted(rows, key=lambda row: (row.order_key, row.block_id))
