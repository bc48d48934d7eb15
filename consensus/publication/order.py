"""Where in a text a paragraph stands, also one that was removed from it."""

from collections.abc import Iterable

from consensus.deliberation.models import TargetKind
from consensus.publication.record import Frozen, Held, Opposed, Record
from consensus.wordings.structure import places_after

Place = tuple[int, int]
"""Sorts in printed order: position among the blocks, then 1 for a removed one."""

WHOLE = (-1, 0)
"""The whole document comes before its paragraphs."""


def place_in_text(record: Record, frozen: Frozen, block: str | None) -> Place:
    """
    The place of a block in a snapshot.

    A block that is not in it stands after the nearest block that came before it in
    the last snapshot that had it; if none is left, or none had it, at the end.
    """
    if block is None:
        return WHOLE
    order = [one for one, _, _ in frozen.items]
    if block in order:
        return order.index(block), 0
    for earlier in _that_had(record, block):
        before = earlier[: earlier.index(block)]
        left = [order.index(one) for one in before if one in order]
        if left:
            return left[-1], 1
    return len(order), 1


def _that_had(record: Record, block: str) -> list[list[str]]:
    had = [
        [one for one, _, _ in snapshot.items]
        for snapshot in record.snapshots.values()
        if block in snapshot.wordings
    ]
    return had[::-1]


def places_in_text(
    record: Record, frozen: Frozen, one: Opposed, holders: Iterable[Held]
) -> list[str]:
    """
    The blocks of a snapshot to which these holders of an objection are linked, in
    order; for what is missing, the one block after which it is missing (R8).
    """
    found: set[str] = set()
    for held in holders:
        blocks = [block for block, _ in held.places]
        steps = [s for s in record.steps if held.seq < s.seq <= frozen.seq]
        found |= places_after(blocks, steps, frozen.wordings)
    standing = [block for block, _, _ in frozen.items if block in found]
    if one.target != TargetKind.OMISSION:
        return standing
    return standing[-1:] or _nearest(record, frozen, one.block)


def _nearest(record: Record, frozen: Frozen, block: str | None) -> list[str]:
    """The block after which a removed one stood; none if nothing is left before it."""
    place, removed = place_in_text(record, frozen, block)
    here = [name for name, _, _ in frozen.items]
    return here[place : place + 1] if removed else []
