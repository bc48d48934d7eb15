"""
The numbers printed beside blocks (domain.md 11): ¶1..n, Rec 1..n, Heading 1..n.

Tables and list items are numbered with the paragraphs; the kinds below have rows of
their own, so that they can be cited as what they are.
"""

from collections.abc import Iterable, Sequence

from consensus.schema import Block

_PARAGRAPH = "¶"
_PREFIXES = {
    "heading": "Heading ",
    "note": "Note ",
    "figure": "Figure ",
    "recommendation": "Rec ",
    "key_finding": "Finding ",
    "issue_to_explore": "Issue ",
    "collected_view": "View ",
    "options": "Options ",
}
_SHORT = {
    _PARAGRAPH: "",
    "Heading ": "H",
    "Note ": "N",
    "Figure ": "F",
    "Rec ": "R",
    "Finding ": "K",  # a key finding, as F is taken
    "Issue ": "I",
    "View ": "V",
    "Options ": "W",  # wordings, as O-1 is an objection
}
_SPOKEN = {
    _PARAGRAPH: "paragraph ",
    "Rec ": "recommendation ",
    "Finding ": "key finding ",
    "Issue ": "issue to explore ",
    "View ": "collected view ",
}


def numbered(blocks: Sequence[Block]) -> list[tuple[Block, str]]:
    """Each block in order with its label; numbering is never wording (R42)."""
    return list(zip(blocks, labels_of(one["type"] for one in blocks), strict=True))


def labels_of(kinds: Iterable[str]) -> list[str]:
    """The labels of blocks in order, of which only the kinds are given."""
    counts: dict[str, int] = {}
    labels = []
    for kind in kinds:
        prefix = _PREFIXES.get(kind, _PARAGRAPH)
        counts[prefix] = counts.get(prefix, 0) + 1
        labels.append(f"{prefix}{counts[prefix]}")
    return labels


def short_label(label: str) -> str:
    """A label where there is no room for it: 4 for ¶4, H2 for Heading 2, K1."""
    prefix, number = _parted(label)
    return f"{_SHORT[prefix]}{number}" if prefix else label


def spoken_label(label: str) -> str:
    """A label in words, as it is read aloud: paragraph 4, recommendation 1."""
    prefix, number = _parted(label)
    return f"{_SPOKEN.get(prefix, prefix.lower())}{number}" if prefix else label


def anchor_of(label: str) -> str:
    """The anchor of a block on a published page: p4 for ¶4, else as it is short."""
    short = short_label(label)
    return f"p{short}" if label.startswith(_PARAGRAPH) else short.lower()


def _parted(label: str) -> tuple[str, str]:
    """A label's prefix and its number; both empty for what is no label."""
    for prefix in _SHORT:
        if label.startswith(prefix):
            return prefix, label.removeprefix(prefix)
    return "", ""
