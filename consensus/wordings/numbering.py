"""The numbers printed beside blocks: ¶1..n, Heading 1..n, Note 1..n."""

from collections.abc import Iterable

from consensus.schema import Block

_PREFIX = {"heading": "Heading ", "note": "Note "}


def numbered(blocks: Iterable[Block]) -> list[tuple[Block, str]]:
    """Each block in order with its label; numbering is never wording (R42)."""
    counts: dict[str, int] = {}
    labelled = []
    for block in blocks:
        prefix = _PREFIX.get(block["type"], "¶")
        counts[prefix] = counts.get(prefix, 0) + 1
        labelled.append((block, f"{prefix}{counts[prefix]}"))
    return labelled
