"""A text's blocks as they are read: sections, numbered items, notes at the end."""

from collections.abc import Iterable
from dataclasses import dataclass

from consensus.schema import Block, footnotes_in


@dataclass(frozen=True)
class Notes:
    """Footnotes: the number of each, and the block that refers to it first."""

    numbers: dict[str, int]
    referrers: dict[str, str]


def notes_of(blocks: Iterable[Block]) -> Notes:
    """Number the notes in text order (as `numbered` does), and find referrers."""
    numbers: dict[str, int] = {}
    referrers: dict[str, str] = {}
    for block in blocks:
        own = block["attrs"]["id"]
        if block["type"] == "note":
            numbers[own] = len(numbers) + 1
        for note in footnotes_in(block):
            referrers.setdefault(note, own)
    return Notes(numbers, referrers)


def with_item_numbers(blocks: Iterable[Block]) -> list[Block]:
    """
    The blocks, each item of a numbered list with its place in `attrs.number`.

    Items are blocks of their own, so the list they stand in is put together here: a
    list ends where something else stands, and a deeper one where its item ends.
    """
    counts: dict[int, int] = {}
    numbered: list[Block] = []
    for block in blocks:
        if block["type"] != "list_item":
            counts.clear()
            numbered.append(block)
        else:
            number = _count(counts, block["attrs"])
            attrs = {**block["attrs"], "number": number}
            numbered.append({**block, "attrs": attrs})
    return numbered


def _count(counts: dict[int, int], attrs: Block) -> int | None:
    level = attrs.get("level", 1)
    for deeper in [one for one in counts if one > level]:
        del counts[deeper]
    if attrs.get("continues"):
        return None  # another paragraph of the item before it
    first = attrs.get("start") or 1
    counts[level] = counts[level] + 1 if level in counts else first
    return counts[level]
