"""
The closed text model: which blocks, inline nodes and marks a text may hold.

`schema.json` is read by prosemirror-model in the browser and by the Python port
here, so both sides refuse the same things (architecture.md decision 2). A block
is ProseMirror JSON with an id in `attrs.id`; see `Block`.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from prosemirror.model import Node, Schema

from consensus.attributes import (
    CONTROL,
    DEEPEST_LIST,
    LINK_SCHEMES,
    MARK_ATTRIBUTES,
    check_attributes,
    check_link,
    check_words,
    is_block_id,
)
from consensus.errors import Invalid

__all__ = [
    "DEEPEST_LIST", "KINDS", "LINK_SCHEMES", "LONGEST_BLOCK", "MOST_CELLS",
    "MOST_OPTIONS", "SCHEMA_VERSION", "WHOLE_KINDS", "Block", "check_block",
    "check_blocks", "check_link", "footnotes_in", "inline_nodes", "is_block_id",
    "schema",
]  # fmt: skip

Block = dict[str, Any]
"""A block as ProseMirror JSON: {"type": kind, "attrs": {"id": …}, "content": […]}."""

KINDS = (
    "paragraph", "heading", "list_item", "quotation", "table", "note", "figure",
    "recommendation", "key_finding", "issue_to_explore", "collected_view", "options",
)  # fmt: skip
"""Kinds of block that can be pointed at (domain.md 4, decisions.md 8)."""

WHOLE_KINDS = ("table", "figure", "options")
"""Kinds that are no run of words: they cannot be divided, joined or made another."""

LONGEST_BLOCK = 20_000  # characters of text in one block
MOST_CELLS = 5_000  # cells in one table
MOST_OPTIONS = 20  # wordings side by side

_DEFINITION = json.loads(Path(__file__).with_name("schema.json").read_text("utf-8"))

SCHEMA_VERSION: int = _DEFINITION["version"]


@cache
def schema() -> Schema[Any, Any]:
    """The one ProseMirror schema, built once."""
    return Schema({"nodes": _DEFINITION["nodes"], "marks": _DEFINITION["marks"]})


def check_block(block: Block) -> None:
    """Refuse (`Invalid`) a block that the closed schema does not allow."""
    text_model = schema()
    try:
        Node.from_json(text_model, block).check()
    except Exception as error:  # the port raises what it likes; all mean the same
        raise Invalid("This paragraph holds something the text cannot hold.") from error
    if block["type"] not in KINDS:
        raise Invalid("That is not a kind of paragraph.")
    check_attributes(block["type"], block.get("attrs", {}))
    _check_content(block)


def check_blocks(blocks: list[Block]) -> None:
    """Check each block, that ids are unique, and that footnotes name a note."""
    ids = [block.get("attrs", {}).get("id") for block in blocks]
    for block in blocks:
        check_block(block)
    if len(set(ids)) != len(ids):
        raise Invalid("Two paragraphs have the same id.")
    notes = {block["attrs"]["id"] for block in blocks if block["type"] == "note"}
    for block in blocks:
        if not set(footnotes_in(block)) <= notes:
            raise Invalid("A footnote mark points to a note that is not there.")


def inline_nodes(node: Block) -> list[Block]:
    """The inline nodes of a block in reading order, those in table cells included."""
    found: list[Block] = []
    for child in node.get("content", []):
        if child["type"] in {"text", "hard_break", "footnote"}:
            found.append(child)
        else:
            found.extend(inline_nodes(child))
    return found


def footnotes_in(block: Block) -> list[str]:
    """Ids of the notes that a block's footnote marks carry, in reading order."""
    return [
        node["attrs"]["note"]
        for node in inline_nodes(block)
        if node["type"] == "footnote"
    ]


def _check_content(block: Block) -> None:
    nodes = inline_nodes(block)
    if sum(len(node.get("text", "")) for node in nodes) > LONGEST_BLOCK:
        raise Invalid(f"A paragraph holds at most {LONGEST_BLOCK:,} characters.")
    if any(CONTROL.search(node.get("text", "")) for node in nodes):
        raise Invalid("A paragraph holds a control character.")
    for mark in (mark for node in nodes for mark in node.get("marks", [])):
        if mark["type"] in MARK_ATTRIBUTES:
            name, check = MARK_ATTRIBUTES[mark["type"]]
            check(mark["attrs"][name])
    _check_parts(block)


def _check_parts(block: Block) -> None:
    """The rows of a table, the wordings of a block of options."""
    parts = block.get("content", [])
    cells = sum(len(row.get("content", [])) for row in parts)
    if block["type"] == "table" and cells > MOST_CELLS:
        raise Invalid(f"A table holds at most {MOST_CELLS:,} cells.")
    if block["type"] == "options":
        if len(parts) > MOST_OPTIONS:
            raise Invalid(f"At most {MOST_OPTIONS} wordings stand side by side.")
        for option in parts:
            check_words(option.get("attrs", {}))
