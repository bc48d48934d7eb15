"""
Reading blocks out of the shared text, without trusting what is in there.

The Yjs document holds one root map `blocks`: block id -> map of `t` (kind), `o` (order
key), `a` (attributes without the id), `d` (true when removed, or the id of the block
it was merged into), `f` (the id of the block it was split from, if it was) and `c` (the
content as XML). Inside `c` a run of words is an
XmlText with the marks as formatting, a footnote mark or line break an XmlElement
between such texts, a table XmlElements of rows and cells (collab.md 8.2).
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText

from consensus.drafting.order import is_order_key
from consensus.errors import Invalid, NotFound
from consensus.schema import Block, is_block_id, schema

MARKS = ("link", "strong", "em", "underline", "strike", "sup", "sub", "abbr",
         "code")  # fmt: skip
"""In the schema's order, in which ProseMirror keeps a text's marks."""

Draft = Doc[Any]
Container = XmlFragment | XmlElement
Run = tuple[str, dict[str, Any]]
"""Words and their marks: {"strong": {}, "link": {"href": …}}."""

_DEEPEST = 4  # table > row > cell > footnote mark
_FEWEST_OPTIONS = 2
_ATOMS = ("hard_break", "footnote")
_FIELDS = {"t", "o", "a", "d", "c", "f"}
_MALFORMED = "This paragraph holds something the text cannot hold."


@dataclass(frozen=True)
class Stored:
    """A block with its place in the text and what has become of it."""

    block: Block
    order: str
    deleted: bool
    into: str | None
    split_from: str | None = None

    @property
    def id(self) -> str:
        """The block's id."""
        return str(self.block["attrs"]["id"])

    @property
    def place(self) -> tuple[str, str]:
        """What blocks are sorted by."""
        return self.order, self.id


def block_map(doc: Draft) -> Map[Any]:
    """The root of the text: block id -> what is stored of the block."""
    blocks: Map[Any] = doc.get("blocks", type=Map)
    return blocks


def read_stored(doc: Draft, block_id: str) -> Stored:
    """One block, removed ones included; NotFound, or Invalid when it is malformed."""
    entry = block_map(doc).get(block_id)
    if entry is None:
        raise NotFound("There is no such paragraph in this text.")
    if not isinstance(entry, Map) or not is_block_id(block_id):
        raise Invalid(_MALFORMED)
    kind, order, content = entry.get("t"), entry.get("o"), entry.get("c")
    attrs: Any = entry.get("a", {})
    deleted: Any = entry.get("d", False)
    if (
        not set(entry.keys()) <= _FIELDS
        or not isinstance(kind, str)
        or not is_order_key(order)
        or not isinstance(content, XmlFragment)
    ):
        raise Invalid(_MALFORMED)
    block: Block = {
        "type": kind,
        "attrs": {**_own(kind, _plain(attrs)), "id": block_id},
    }
    if nodes := _made_whole(kind, read_content(content, _DEEPEST)):
        block["content"] = nodes
    came: Any = entry.get("f", False)
    return Stored(block, str(order), deleted is not False, _into(deleted), _into(came))


def read_content(container: Container, depth: int = _DEEPEST) -> list[Block]:
    """The nodes of a fragment or element as ProseMirror JSON."""
    children = list(container.children)
    if depth == 0 or len(children) != len(container.children):
        raise Invalid(_MALFORMED)  # pycrdt passes over what is no XML, browsers do not
    nodes: list[Block] = []
    for child in children:
        if isinstance(child, XmlText):
            for words, marks in runs_of(child):
                _add_text(nodes, words, marks)
        elif isinstance(child, XmlElement):
            nodes.append(_read_element(child, depth))
        else:
            raise Invalid(_MALFORMED)
    return nodes


def _own(kind: str, attrs: dict[str, Any]) -> dict[str, Any]:
    """
    The attributes that a block of this kind has, of those that blocks have.

    Of two people who make a block another kind at once, one gives it the kind and the
    other the attributes. What no block has stays, to be refused.
    """
    nodes = schema().nodes
    own = nodes[kind].attrs if kind in nodes else {}
    return {
        name: value
        for name, value in attrs.items()
        if name in own or name not in _attributes_of_any()
    }


@cache
def _attributes_of_any() -> frozenset[str]:
    return frozenset(name for node in schema().nodes.values() for name in node.attrs)


def _made_whole(kind: str, nodes: list[Block]) -> list[Block]:
    """
    What people who write at once can leave behind, as every page reads it.

    One takes the last cell out of a row while another takes out the row beside it: a
    row without cells is passed over, a table without rows is one empty cell, and a
    block of options has two at least. (The same as static/ts/drafting/reading.ts.)
    """
    if kind == "table":
        rows = [row for row in nodes if row != {"type": "table_row"}]
        return rows or [{"type": "table_row", "content": [{"type": "table_cell"}]}]
    if kind == "options":
        return nodes + [{"type": "option"} for _ in range(_FEWEST_OPTIONS - len(nodes))]
    return nodes


def runs_of(text: XmlText) -> list[Run]:
    """The words of a text with their marks; Invalid for anything but words."""
    runs, length = [], 0
    for words, attrs in text.diff():
        if not isinstance(words, str):
            raise Invalid(_MALFORMED)
        runs.append((words, {k: v for k, v in (attrs or {}).items() if v is not None}))
        length += len(words.encode())
    if length != len(text) or len(text.attributes):
        raise Invalid(_MALFORMED)
    return runs


def is_atom(node: Block) -> bool:
    """Whether an inline node is a line break or a footnote mark."""
    return node["type"] in _ATOMS


def attrs_of(element: XmlElement) -> dict[str, Any]:
    """The attributes of an element, whole numbers as int, in a fixed order."""
    pairs: Any = element.attributes  # iterable, though its type does not say so
    return _plain(dict(pairs))


def _read_element(element: XmlElement, depth: int) -> Block:
    node: Block = {"type": element.tag}
    if attrs := attrs_of(element):
        node["attrs"] = attrs
    if content := read_content(element, depth - 1):
        node["content"] = content
    return node


def _add_text(nodes: list[Block], words: str, marks: dict[str, Any]) -> None:
    if not words:
        return
    if "sup" in marks:  # one raised what another lowered at the same moment
        marks = {name: marks[name] for name in marks if name != "sub"}
    node: Block = {"type": "text", "text": words}
    if marks:
        node["marks"] = [_mark(name, marks[name]) for name in sorted(marks, key=_rank)]
    before = nodes[-1] if nodes else {}
    if "text" in before and before.get("marks") == node.get("marks"):
        nodes[-1] = {**before, "text": before["text"] + words}
    else:
        nodes.append(node)


def _mark(name: str, attrs: Any) -> Block:
    if name not in MARKS or not isinstance(attrs, dict):
        raise Invalid(_MALFORMED)
    return {"type": name, "attrs": _plain(attrs)} if attrs else {"type": name}


def _rank(name: str) -> int:
    return MARKS.index(name) if name in MARKS else len(MARKS)


def _plain(attrs: Any) -> dict[str, Any]:
    """Numbers come back from the CRDT as floats and keys in any order."""
    if not isinstance(attrs, dict):
        raise Invalid(_MALFORMED)
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in sorted(attrs.items())
        if value is not None
    }


def _into(deleted: Any) -> str | None:
    if isinstance(deleted, bool):
        return None
    if not isinstance(deleted, str) or not is_block_id(deleted):
        raise Invalid(_MALFORMED)
    return deleted
