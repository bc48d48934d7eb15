"""
What an objection is on, as one name: a block, or what is missing after one (R8).

Positions and readings are about words. What is missing is said of no words, so it has a
place of its own, and nobody who misses a sentence counts as opposed to the paragraph
before it.
"""

from collections.abc import Iterable

_AFTER = "after:"


def after(block_id: str) -> str:
    """The place of what is missing after a block."""
    return f"{_AFTER}{block_id}"


def block_at(place: str | None) -> str | None:
    """The block at which a place is shown; None for the whole text."""
    return None if place is None else place.removeprefix(_AFTER)


def is_gap(place: str | None) -> bool:
    """Whether it is the place of something missing."""
    return place is not None and place.startswith(_AFTER)


def blocks_among(places: Iterable[str | None]) -> list[str | None]:
    """The blocks at which places are shown, each once, in order."""
    return list(dict.fromkeys(block_at(one) for one in places))
