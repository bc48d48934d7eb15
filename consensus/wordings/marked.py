"""A redline with the marks of both sides: links stay links, bold stays bold."""

from collections.abc import Sequence

from consensus.schema import Block, inline_nodes
from consensus.wordings.canonical import plain_text
from consensus.wordings.redline import Op

Marked = tuple[Op, list[Block]]
"""What happened to a piece, and its inline nodes (ProseMirror JSON)."""


def marked(
    ops: Sequence[tuple[Op, str]], old: Block | None, new: Block | None
) -> list[Marked]:
    """
    The pieces of a redline of two states of a block, as inline nodes.

    Kept and added pieces have the marks of `new`, removed ones those of `old`. A
    table, figure or the like is given as mere words, without any marks.
    """
    was, now = _Cut(old), _Cut(new)
    pieces: list[Marked] = []
    for op, text in ops:
        removed = was.take(text) if op in "=-" else []
        stands = now.take(text) if op in "=+" else []
        pieces.append((op, removed if op == "-" else stands))
    return pieces


def one_side(ops: Sequence[tuple[Op, str]], block: Block | None) -> list[Marked]:
    """Pieces that together are the words of one block, with its marks."""
    cut = _Cut(block)
    return [(op, cut.take(text)) for op, text in ops]


class _Cut:
    """A block's inline nodes, given out from the first to the last."""

    def __init__(self, block: Block | None) -> None:
        nodes = inline_nodes(block) if block else []
        words = "".join(map(_words, nodes))
        self.nodes = nodes if block and words == plain_text(block) else None

    def take(self, text: str) -> list[Block]:
        """The next nodes, as many as make up this text."""
        if self.nodes is None:
            return [{"type": "text", "text": text}]
        taken: list[Block] = []
        left = len(text)
        while self.nodes and (left or not _words(self.nodes[0])):
            node = self.nodes[0]
            words = _words(node)
            if len(words) > left:
                taken.append({**node, "text": words[:left]})
                self.nodes = [{**node, "text": words[left:]}, *self.nodes[1:]]
                left = 0
            else:
                taken.append(node)
                self.nodes = self.nodes[1:]
                left -= len(words)
        return taken


def _words(node: Block) -> str:
    if node["type"] == "hard_break":
        return "\n"
    return str(node.get("text", ""))
