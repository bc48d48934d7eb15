"""Which of many things stayed in place, so that as few as possible are called moved."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence


def kept_in_place(order: Sequence[str], places: Mapping[str, int]) -> frozenset[str]:
    """
    The most ids of `order` whose earlier `places` are in the same order.

    `places` has a different number for each id. Takes n log n steps (a longest
    increasing subsequence, found by patience sorting).
    """
    ends: list[int] = []  # the lowest place that ends a run of each length
    at_end: list[str] = []
    before: dict[str, str | None] = {}
    for one in order:
        length = bisect_left(ends, places[one])
        before[one] = at_end[length - 1] if length else None
        ends[length : length + 1] = [places[one]]
        at_end[length : length + 1] = [one]
    kept: set[str] = set()
    last = at_end[-1] if at_end else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return frozenset(kept)
