"""All that was said in a document, or what bears on one block, fetched once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from sqlalchemy.orm import Session

from consensus.coalitions.models import SeatStatus
from consensus.coalitions.queries import groups_now
from consensus.deliberation.call_queries import groups_at_opening
from consensus.deliberation.holding import Held, block_ids_of, held_by, linked_to
from consensus.deliberation.lineage import blocks_before
from consensus.deliberation.models import Holder, Objection
from consensus.deliberation.places import block_at
from consensus.deliberation.queries import (
    frozen_hashes,
    objections_of,
    objections_to_the_whole,
)
from consensus.deliberation.recusals import recusals_from
from consensus.deliberation.same_positions import (
    SamePositions,
    by_block,
    same_positions,
    same_positions_on,
)
from consensus.documents.models import ASKED, HEARD, Document


@dataclass(frozen=True)
class Heard:
    """All that was said in a document, or what bears on one block, fetched once."""

    session: Session
    document: Document
    groups: Mapping[int, str]
    """
    Stakeholder group by seat, as at the opening while a call lasts (R11); of all who
    have not left, observers too: they may have been members when they spoke.
    """
    sizes: Mapping[str, int]
    """How many members each group has, without those who take no part."""
    positions: Mapping[str | None, Sequence[SamePositions]]
    """By block id; None holds the positions on the whole text."""
    objections: Mapping[str | None, Sequence[Objection]]
    """By the places to which one of its holders is linked now; None: the whole text."""
    held: Mapping[int, Held]
    """By holder's row number: where that holder stands with the words now."""
    places: Mapping[int, Sequence[str | None]]
    """By holder's row number: the blocks to which that holder is linked now."""
    frozen: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """Snapshot id to the wording hashes by block id, for positions on the whole."""


def heard_in(session: Session, document: Document) -> Heard:
    """Everything said in a document that nobody ended."""
    return _heard(
        session,
        document,
        same_positions(session, document.id),
        objections_of(session, document.id),
    )


def heard_on(session: Session, document: Document, block_id: str | None) -> Heard:
    """What bears on one block, and what is missing after it; None: the whole text."""
    if block_id is None:
        objections = objections_to_the_whole(session, document.id)
    else:
        before = blocks_before(session, document.id, block_id)
        objections = objections_of(session, document.id, before)
    return _heard(
        session, document, same_positions_on(session, document.id, block_id), objections
    )


def objections_bearing_on(
    session: Session, document_id: int, place: str | None
) -> list[Objection]:
    """
    The objections that some holder holds now on a block, or on what is missing after
    one (`places.after`); None: on the whole text.
    """
    block_id = block_at(place)
    if block_id is None:
        return list(objections_to_the_whole(session, document_id))
    before = blocks_before(session, document_id, block_id)
    return [
        one
        for one in objections_of(session, document_id, before)
        if any(
            place in block_ids_of(session, document_id, holder)
            for holder in one.holders
        )
    ]


def holders_on(session: Session, document_id: int, place: str | None) -> list[Holder]:
    """Those who hold an objection on a place now; None: on the whole document."""
    return [
        holder
        for one in objections_bearing_on(session, document_id, place)
        for holder in one.holders
        if place in block_ids_of(session, document_id, holder)
    ]


def linked_places(
    session: Session, document_id: int, objections: Sequence[Objection]
) -> dict[int, Sequence[str | None]]:
    """By holder's row number the blocks to which each is linked now."""
    return _linked(objections, held_by(session, document_id, objections))


def _linked(
    objections: Sequence[Objection], held: Mapping[int, Held]
) -> dict[int, Sequence[str | None]]:
    return {
        holder.id: linked_to(holder, held[holder.id])
        for one in objections
        for holder in one.holders
    }


def _heard(
    session: Session,
    document: Document,
    positions: Sequence[SamePositions],
    objections: Sequence[Objection],
) -> Heard:
    held = held_by(session, document.id, objections)
    places = _linked(objections, held)
    opposed: dict[str | None, list[Objection]] = defaultdict(list)
    for objection in objections:
        linked = (places[holder.id] for holder in objection.holders)
        for block_id in dict.fromkeys(chain.from_iterable(linked)):
            opposed[block_id].append(objection)
    groups, sizes = _groups(session, document)
    placed = by_block(positions)
    bound = {one.snapshot_id for one in placed.get(None, ()) if one.snapshot_id}
    frozen = {number: frozen_hashes(session, number) for number in bound}
    return Heard(
        session, document, groups, sizes, placed, opposed, held, places, frozen
    )  # fmt: skip


def _groups(
    session: Session, document: Document
) -> tuple[dict[int, str], dict[str, int]]:
    now = groups_now(session, document.coalition)
    groups = {seat: str(group) for seat, (group, _) in now.items()}
    if document.stage_now in ASKED | HEARD:
        then = groups_at_opening(session, document)
        groups |= {seat: group for seat, group in then.items() if seat in groups}
    recused = {one.member_id for one in recusals_from(session, document.id)}
    sizes: dict[str, int] = defaultdict(int)
    for seat, (_, status) in now.items():  # who takes no part is in no count
        sizes[groups[seat]] += status is SeatStatus.MEMBER and seat not in recused
    return groups, sizes
