"""
The numbers printed beside blocks (domain.md 11): ¶1..n, Rec 1..n, Heading 1..n.

Tables and list items are numbered with the paragraphs; the kinds below have rows of
their own, so that they can be cited as what they are.
"""

from collections.abc import Iterable

from consensus.schema import Block

PREFIXES = {
    "heading": "Heading ",
    "note": "Note ",
    "figure": "Figure ",
    "recommendation": "Rec ",
    "key_finding": "Finding ",
    "issue_to_explore": "Issue ",
    "collected_view": "View ",
    "options": "Options ",
}
"""What stands before the number; every other kind is a paragraph (¶)."""


def numbered(blocks: Iterable[Block]) -> list[tuple[Block, str]]:
    """Each block in order with its label; numbering is never wording (R42)."""
    counts: dict[str, int] = {}
    labelled = []
    for block in blocks:
        prefix = PREFIXES.get(block["type"], "¶")
        counts[prefix] = counts.get(prefix, 0) + 1
        labelled.append((block, f"{prefix}{counts[prefix]}"))
    return labelled
