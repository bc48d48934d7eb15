"""
The canonical text of a block and its hash: what a position is bound to.

domain.md 5.1 says which differences are no difference of wording; decisions.md 12
fixes the bytes that are hashed. Both are for ever: a change of either needs a new
tag beside "wording/1", or no old position could be found again.
"""

import hashlib
import unicodedata
from collections.abc import Callable
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
    """Editorial: an editor declares it and the guard agrees (`wordings.guard`)."""
    C2 = "C2"
    """In substance: positions become stale, objections go to recheck."""


def change_class(old: Block | None, new: Block | None) -> ChangeClass:
    """
    The class of a change from one state of a block to another; None is "not there".

    C0 if both have the same wording hash, so a changed kind or link is C2 even where
    the words are the same. All that is not C0 is C2, unless an editor declares it to be
    editorial (`wordings.guard.declared_class`).
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
    U+001F; so are the parts of the other kinds that have parts (ADR 0007). Footnote
    marks are left out: numbering is not wording, and the note is a block of its own.
    """
    parts = _PARTS.get(block["type"], _words_only)(block)
    return CELL_SEPARATOR.join(_canonical(part) for part in parts)


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
    and one for each row, its cells joined by " | ". A figure is its alternative text
    and its caption, options are one line each behind their labels, and whom a
    recommendation asks or whose view it is stands on a line of its own.
    """
    return "\n".join(_LINES.get(block["type"], _own_lines)(block))


def _words_only(block: Block) -> list[str]:
    return [_text(block, line_break=" ")]


def _table_parts(table: Block) -> list[str]:
    caption = _attr(table, "caption")
    cells = [_text(cell, line_break=" ") for row in _rows(table) for cell in row]
    # A caption of blanks is none: it was never part of the bytes that are hashed.
    return [caption, *cells] if _canonical(caption) else cells


def _figure_parts(figure: Block) -> list[str]:
    return [_attr(figure, name) for name in ("alt", "caption", "file")]


def _options_parts(options: Block) -> list[str]:
    return [
        part
        for option in options.get("content", [])
        for part in (_attr(option, "label"), _text(option, line_break=" "))
    ]


def _with_name(name: str) -> Callable[[Block], list[str]]:
    """The words and, if it says anything, an attribute that belongs to the wording."""

    def parts(block: Block) -> list[str]:
        value = _attr(block, name)
        return [*_words_only(block), value] if _canonical(value) else _words_only(block)

    return parts


def _own_lines(block: Block) -> list[str]:
    return [_text(block, line_break="\n")]


def _table_lines(table: Block) -> list[str]:
    rows = [
        " | ".join(_text(cell, line_break=" ") for cell in row) for row in _rows(table)
    ]
    return [_attr(table, "caption"), *rows] if _attr(table, "caption") else rows


def _figure_lines(figure: Block) -> list[str]:
    return [line for line in _figure_parts(figure)[:2] if line]


def _options_lines(options: Block) -> list[str]:
    return [
        ": ".join(filter(None, (_attr(one, "label"), _text(one, line_break=" "))))
        for one in options.get("content", [])
    ]


def _lines_with(lead: str, name: str) -> Callable[[Block], list[str]]:
    def lines(block: Block) -> list[str]:
        value = _attr(block, name)
        return [*_own_lines(block), f"{lead} {value}"] if value else _own_lines(block)

    return lines


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


def _attr(node: Block, name: str) -> str:
    value: str = node.get("attrs", {}).get(name) or ""
    return value


_PARTS: dict[str, Callable[[Block], list[str]]] = {
    "table": _table_parts,
    "figure": _figure_parts,
    "options": _options_parts,
    "recommendation": _with_name("addressees"),
    "collected_view": _with_name("from"),
}
_LINES: dict[str, Callable[[Block], list[str]]] = {
    "table": _table_lines,
    "figure": _figure_lines,
    "options": _options_lines,
    "recommendation": _lines_with("To:", "addressees"),
    "collected_view": _lines_with("From:", "from"),
}
