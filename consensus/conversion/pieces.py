"""Pieces of running text on their way into a block: a node and how it is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from consensus.schema import Block

_UNWANTED = {
    code: None
    for span in (
        range(0x09),
        range(0x0B, 0x20),
        range(0x7F, 0xA0),
        range(0xD800, 0xE000),
        range(0xFFFE, 0x10000),
    )
    for code in span
}
# A mark's place is its place in the schema: ProseMirror keeps marks in that order.
_ORDER = ("link", "strong", "em", "underline", "strike", "sup", "sub", "abbr", "code")
_EXCLUDES = {"sup": "sub", "sub": "sup"}


@dataclass(frozen=True)
class Look:
    """How a run of text is written: its marks, direction (ltr, rtl) and language."""

    marks: tuple[str, ...] = ()
    href: str | None = None
    direction: str | None = None
    language: str | None = None

    def marked(self, mark: str) -> "Look":
        """This look with one more mark; the newer of two that exclude each other."""
        kept = {*self.marks, mark} - {_EXCLUDES.get(mark, "")}
        return replace(self, marks=tuple(name for name in _ORDER if name in kept))

    def mark_nodes(self) -> list[dict[str, Any]]:
        """The marks as ProseMirror JSON."""
        link = [{"type": "link", "attrs": {"href": self.href}}] if self.href else []
        return [*link, *({"type": name} for name in self.marks)]


@dataclass(frozen=True)
class Piece:
    """One inline node (text, hard_break or footnote) and the look it came with."""

    node: Block
    look: Look


def text_piece(text: str, look: Look) -> Piece:
    """A run of text without the control characters that no text may hold."""
    node: Block = {"type": "text", "text": without_unwanted(text)}
    marks = look.mark_nodes()
    return Piece({**node, "marks": marks} if marks else node, look)


def without_unwanted(text: str) -> str:
    """A text without the control characters that no text may hold."""
    return text.translate(_UNWANTED)


def break_piece() -> Piece:
    """A line break within a paragraph."""
    return Piece({"type": "hard_break"}, Look())


def joined_lines(lines: Iterable[Sequence[Piece]]) -> list[Piece]:
    """Several lines as one run of pieces with a line break between each two."""
    pieces: list[Piece] = []
    for line in lines:
        if pieces:
            pieces.append(break_piece())
        pieces.extend(line)
    return pieces


def content_of(pieces: Sequence[Piece]) -> list[Block]:
    """Inline nodes: runs of one look joined, no space or break at either end."""
    nodes: list[Block] = []
    for piece in pieces:
        _append(nodes, piece.node)
    while nodes and _is_blank(nodes[0]):
        del nodes[0]
    while nodes and _is_blank(nodes[-1]):
        del nodes[-1]
    if nodes and "text" in nodes[0]:
        nodes[0] = {**nodes[0], "text": nodes[0]["text"].lstrip(" \t\n")}
    if nodes and "text" in nodes[-1]:
        nodes[-1] = {**nodes[-1], "text": nodes[-1]["text"].rstrip(" \t\n")}
    return nodes


def plain_words(nodes: Iterable[Block]) -> str:
    """The text of inline nodes; a line break counts as a space."""
    parts = (node.get("text", " " if _is_break(node) else "") for node in nodes)
    return "".join(parts)


def shared_direction(pieces: Sequence[Piece]) -> str | None:
    """The direction that all the text has (ltr, rtl), else None."""
    found = {piece.look.direction for piece in pieces if _has_words(piece)}
    return found.pop() if len(found) == 1 else None


def shared_language(pieces: Sequence[Piece]) -> str | None:
    """The language that all the text says it has, else None."""
    found = {piece.look.language for piece in pieces if _has_words(piece)}
    return found.pop() if len(found) == 1 else None


def _append(nodes: list[Block], node: Block) -> None:
    if not node.get("text", "-"):
        return  # nothing was left of it
    before = nodes[-1] if nodes else {}
    alike = "text" in before and "text" in node
    if alike and before.get("marks") == node.get("marks"):
        nodes[-1] = {**before, "text": before["text"] + node["text"]}
    else:
        nodes.append(node)


def _is_blank(node: Block) -> bool:
    return _is_break(node) or not node.get("text", "-").strip(" \t\n")


def _is_break(node: Block) -> bool:
    return bool(node["type"] == "hard_break")


def _has_words(piece: Piece) -> bool:
    return bool(piece.node.get("text", "").strip())
