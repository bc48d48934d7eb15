"""All that was said in a document, or what bears on one block, fetched once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from sqlalchemy.orm import Session

from consensus.coalitions.queries import members_of
from consensus.deliberation.call_queries import latest_call
from consensus.deliberation.holding import block_ids_of
from consensus.deliberation.lineage import blocks_before
from consensus.deliberation.models import Holder, Objection, Position
from consensus.deliberation.places import after, block_at
from consensus.deliberation.queries import (
    frozen_hashes,
    objections_of,
    objections_to_the_whole,
    positions_on,
    standing_positions,
)
from consensus.deliberation.recusals import recusals_from
from consensus.documents.models import ASKED, HEARD, Document


@dataclass(frozen=True)
class Heard:
    """All that was said in a document, or what bears on one block, fetched once."""

    session: Session
    document: Document
    groups: Mapping[int, str]
    """Stakeholder group by member id, as at the opening while a call lasts (R11)."""
    sizes: Mapping[str, int]
    positions: Mapping[str | None, Sequence[Position]]
    """By block id; None holds the positions on the whole text."""
    objections: Mapping[str | None, Sequence[Objection]]
    """By the places to which one of its holders is linked now; None: the whole text."""
    places: Mapping[int, Sequence[str | None]]
    """By holder's row number: the blocks to which that holder is linked now."""
    frozen: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """Snapshot id to the wording hashes by block id, for positions on the whole."""


def heard_in(session: Session, document: Document) -> Heard:
    """Everything said in a document that nobody ended."""
    return _heard(
        session,
        document,
        standing_positions(session, document.id),
        objections_of(session, document.id),
    )


def heard_on(session: Session, document: Document, block_id: str | None) -> Heard:
    """What bears on one block, and what is missing after it; None: the whole text."""
    objections = objections_bearing_on(session, document.id, block_id)
    if block_id is not None:
        objections += objections_bearing_on(session, document.id, after(block_id))
    return _heard(
        session, document, positions_on(session, document.id, block_id), objections
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
    session: Session, document_id: int, objections: Iterable[Objection]
) -> dict[int, Sequence[str | None]]:
    """By holder's row number the blocks to which each is linked now."""
    return {
        holder.id: block_ids_of(session, document_id, holder)
        for one in objections
        for holder in one.holders
    }


def _heard(
    session: Session,
    document: Document,
    positions: Sequence[Position],
    objections: Sequence[Objection],
) -> Heard:
    placed: dict[str | None, list[Position]] = defaultdict(list)
    for position in positions:
        placed[position.block_id].append(position)
    places = linked_places(session, document.id, objections)
    opposed: dict[str | None, list[Objection]] = defaultdict(list)
    for objection in objections:
        linked = (places[holder.id] for holder in objection.holders)
        for block_id in dict.fromkeys(chain.from_iterable(linked)):
            opposed[block_id].append(objection)
    groups = _groups(session, document)
    recused = {one.member_id for one in recusals_from(session, document.id)}
    sizes: dict[str, int] = defaultdict(int)
    for member_id, group in groups.items():
        sizes[group] += member_id not in recused  # who takes no part is in no count
    bound = {one.snapshot_id for one in placed[None] if one.snapshot_id is not None}
    frozen = {number: frozen_hashes(session, number) for number in bound}
    return Heard(session, document, groups, sizes, placed, opposed, places, frozen)


def _groups(session: Session, document: Document) -> dict[int, str]:
    present = members_of(session, document.coalition)
    groups = {one.id: str(one.term.group) for one in present}
    if document.stage_now in ASKED | HEARD:
        call = latest_call(session, document)
        then = {seat.member_id: seat.group for seat in call.eligible} if call else {}
        groups |= {one: group for one, group in then.items() if one in groups}
    return groups
