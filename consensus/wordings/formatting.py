"""What changed in a paragraph besides its words, said in words."""

from collections.abc import Iterator
from typing import Any

from consensus.schema import Block, footnotes_in, inline_nodes

_MARKS = {
    "strong": "bold", "em": "italics", "underline": "underlining",
    "strike": "strikethrough", "sup": "superscript", "sub": "subscript",
    "code": "code", "link": "where a link leads", "abbr": "what an abbreviation means",
}  # fmt: skip
_ATTRIBUTES = {
    "level": "level", "list": "kind of list", "start": "numbering",
    "continues": "numbering", "quoted": "quoted or not", "lang": "language",
    "dir": "direction of writing", "caption": "caption", "alt": "description",
    "file": "picture", "addressees": "addressees", "from": "whose view it is",
    "label": "name of an option", "colspan": "layout", "rowspan": "layout",
}  # fmt: skip

Span = tuple[int, int, str]
"""From which character to which (exclusive) a mark lies, and its attributes."""


def formatting_changes(old: Block, new: Block) -> list[str]:
    """
    What differs between two states of a block besides its words, a phrase for each.

    Empty if nothing does. Marks are compared where the words are the same; among
    changed words they come and go with the words, and only what changed on all of a
    block is told (kind, level, language, note marks).
    """
    said: dict[str, None] = {}
    if old["type"] != new["type"]:
        said[f"kind: {kind_name(old)} to {kind_name(new)}"] = None
    elif _text(old) == _text(new):
        said |= dict.fromkeys(_mark_changes(old, new))
    said |= dict.fromkeys(_attribute_changes(old, new))
    if footnotes_in(old) != footnotes_in(new):
        said["marks of notes"] = None
    if not said and old != new and _text(old) == _text(new):
        said["layout"] = None
    return list(said)


def kind_name(block: Block) -> str:
    """A block's kind as people call it: "list item"."""
    return str(block["type"]).replace("_", " ")


def _mark_changes(old: Block, new: Block) -> Iterator[str]:
    before, after = _spans(old), _spans(new)
    for mark in sorted(before.keys() | after.keys()):
        if before.get(mark) != after.get(mark):
            yield _MARKS.get(mark, mark)


def _spans(block: Block) -> dict[str, list[Span]]:
    """Where each kind of mark lies, neighbours joined."""
    spans: dict[str, list[Span]] = {}
    at = 0
    for node in inline_nodes(block):
        end = at + len(node.get("text", ""))
        for mark in node.get("marks", []):
            said = repr(sorted(mark.get("attrs", {}).items()))
            known = spans.setdefault(mark["type"], [])
            if known and known[-1][1:] == (at, said):
                known[-1] = (known[-1][0], end, said)
            else:
                known.append((at, end, said))
        at = end
    return spans


def _attribute_changes(old: Block, new: Block) -> Iterator[str]:
    before, after = dict(_attributes(old)), dict(_attributes(new))
    if old["type"] != new["type"]:
        shared = {("lang",), ("dir",)}
        before = {key: value for key, value in before.items() if key in shared}
        after = {key: value for key, value in after.items() if key in shared}
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) != after.get(key):
            yield _ATTRIBUTES.get(str(key[-1]), str(key[-1]))


def _attributes(node: Block, *path: object) -> Iterator[tuple[tuple[object, ...], Any]]:
    """The attributes of a block and of its rows, cells or options, by place."""
    for name, value in node.get("attrs", {}).items():
        if name not in {"id", "note"} and value not in (None, "", False):
            yield (*path, name), value
    for place, child in enumerate(node.get("content", [])):
        if "content" in child:
            yield from _attributes(child, *path, place)


def _text(block: Block) -> str:
    return "".join(
        "\n" if node["type"] == "hard_break" else node.get("text", "")
        for node in inline_nodes(block)
    )
