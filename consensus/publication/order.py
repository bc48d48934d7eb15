"""Where in a text a paragraph stands, also one that was removed from it."""

from consensus.publication.record import Frozen, Record

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
