"""
The canonical text of a block and its hash: what a position is bound to.

domain.md 5.1 says which differences are no difference of wording; decisions.md 12
fixes the bytes that are hashed. Both are for ever: a change of either needs a new
tag beside "wording/1", or no old position could be found again.
"""

import hashlib
import unicodedata
from enum import StrEnum

import rfc8785

from consensus.schema import Block, inline_nodes

CELL_SEPARATOR = "\x1f"  # the unit separator; the schema lets no text hold one

_QUOTES = dict.fromkeys("‘’‚‛", "'") | dict.fromkeys("“”„‟", '"')
_PLAIN = _QUOTES | {"…": "...", "−": "-"}
_JOINERS = "\u200c\u200d"  # they change how words are written, so they are wording


class ChangeClass(StrEnum):
    """How much a change matters to those who took a position (domain.md 5.3)."""

    C0 = "C0"
    """The same wording: everything carries over."""
    C1 = "C1"
    """Editorial, declared by an editor; not given until it is built (decision 13)."""
    C2 = "C2"
    """In substance: positions become stale, objections go to recheck."""


def change_class(old: Block | None, new: Block | None) -> ChangeClass:
    """
    The class of a change from one state of a block to another; None is "not there".

    C0 if both have the same wording hash, so a changed kind or link is C2 even where
    the words are the same. All that is not C0 is C2 (decisions.md 13).
    """
    if old is None or new is None:
        same = old is new
    else:
        same = wording_hash(old) == wording_hash(new)
    return ChangeClass.C0 if same else ChangeClass.C2


def wording_hash(block: Block) -> str:
    """The wording's name: SHA-256 as 64 lowercase hex digits (decisions.md 12)."""
    wording = ["wording/1", block["type"], canonical_text(block), link_targets(block)]
    return hashlib.sha256(rfc8785.dumps(wording)).hexdigest()


def canonical_text(block: Block) -> str:
    """
    The words of a block, without what is not wording (domain.md 5.1).

    NFC; quotes, dashes, no-break space and ellipsis as in ASCII; format characters
    gone except ZWJ and ZWNJ; whitespace as single spaces. A line break is a space.
    A table is its caption, if it has one, and its cells row by row, joined by
    U+001F. Footnote marks are left out: numbering is not wording, and the note is a
    block of its own.
    """
    if block["type"] != "table":
        return _canonical(_text(block, line_break=" "))
    caption = _canonical(_caption(block))
    cells = [
        _canonical(_text(cell, line_break=" ")) for row in _rows(block) for cell in row
    ]
    return CELL_SEPARATOR.join([caption, *cells] if caption else cells)


def link_targets(block: Block) -> list[str]:
    """Where the links of a block lead: each target once, in code point order."""
    targets = {
        mark["attrs"]["href"]
        for node in inline_nodes(block)
        for mark in node.get("marks", [])
        if mark["type"] == "link"
    }
    return sorted(targets)


def plain_text(block: Block) -> str:
    """
    A block's words for showing, as their author typed them, without footnote marks.

    A line break is a newline. A table is one line for the caption, if it has one,
    and one for each row, its cells joined by " | ".
    """
    if block["type"] != "table":
        return _text(block, line_break="\n")
    rows = [
        " | ".join(_text(cell, line_break=" ") for cell in row) for row in _rows(block)
    ]
    return "\n".join([_caption(block), *rows] if _caption(block) else rows)


def _canonical(text: str) -> str:
    foreign = {ord(mark): _as_ascii(mark) for mark in set(text) if not mark.isascii()}
    # NFC comes after the rest: a removed mark may have kept a letter from its accent.
    return " ".join(unicodedata.normalize("NFC", text.translate(foreign)).split())


def _as_ascii(mark: str) -> str:
    category = unicodedata.category(mark)
    if category == "Pd":
        return "-"
    if category == "Cf" and mark not in _JOINERS:
        return ""
    return _PLAIN.get(mark, mark)


def _text(node: Block, *, line_break: str) -> str:
    return "".join(
        line_break if inline["type"] == "hard_break" else inline.get("text", "")
        for inline in inline_nodes(node)
    )


def _rows(table: Block) -> list[list[Block]]:
    return [row.get("content", []) for row in table.get("content", [])]


def _caption(table: Block) -> str:
    caption: str = table.get("attrs", {}).get("caption") or ""
    return caption
