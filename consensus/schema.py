"""
The closed text model: which blocks, inline nodes and marks a text may hold.

`schema.json` is read by prosemirror-model in the browser and by the Python port
here, so both sides refuse the same things (architecture.md decision 2). A block
is ProseMirror JSON with an id in `attrs.id`; see `Block`.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from prosemirror.model import Node, Schema

from consensus.errors import Invalid

Block = dict[str, Any]
"""A block as ProseMirror JSON: {"type": kind, "attrs": {"id": …}, "content": […]}."""

KINDS = ("paragraph", "heading", "list_item", "quotation", "table", "note")
"""Kinds of block that can be pointed at (domain.md 4, decisions.md 8)."""

LINK_SCHEMES = ("http:", "https:", "mailto:")
LONGEST_BLOCK = 20_000  # characters of text in one block
LONGEST_LINK = 2_000  # characters
MOST_CELLS = 5_000  # cells in one table
DEEPEST_LIST = 8

_BLOCK_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,35}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DEFINITION = json.loads(Path(__file__).with_name("schema.json").read_text("utf-8"))

SCHEMA_VERSION: int = _DEFINITION["version"]


@cache
def schema() -> Schema[Any, Any]:
    """The one ProseMirror schema, built once."""
    return Schema({"nodes": _DEFINITION["nodes"], "marks": _DEFINITION["marks"]})


def is_block_id(text: str) -> bool:
    """Whether a text can be a block id: a letter, then up to 35 letters, digits, _."""
    return _BLOCK_ID.fullmatch(text) is not None


def check_block(block: Block) -> None:
    """Refuse (`Invalid`) a block that the closed schema does not allow."""
    text_model = schema()
    try:
        Node.from_json(text_model, block).check()
    except Exception as error:  # the port raises what it likes; all mean the same
        raise Invalid("This paragraph holds something the text cannot hold.") from error
    if block["type"] not in KINDS:
        raise Invalid("That is not a kind of paragraph.")
    _check_attrs(block)
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


def _check_attrs(block: Block) -> None:
    attrs = block.get("attrs", {})
    if not isinstance(attrs.get("id"), str) or not is_block_id(attrs["id"]):
        raise Invalid("A paragraph has no proper id.")
    if attrs.get("dir") not in {None, "ltr", "rtl"}:
        raise Invalid("A paragraph's direction is ltr or rtl.")
    lang = attrs.get("lang")
    if lang is not None and not (isinstance(lang, str) and _LANGUAGE.fullmatch(lang)):
        raise Invalid("A paragraph's language is not a language tag.")
    if block["type"] == "heading" and attrs.get("level", 2) not in range(1, 7):
        raise Invalid("A heading's level is 1 to 6.")
    if block["type"] == "list_item":
        _check_list_item(attrs)


def _check_list_item(attrs: dict[str, Any]) -> None:
    if attrs.get("list", "bullet") not in {"bullet", "ordered"}:
        raise Invalid("A list is bulleted or numbered.")
    if attrs.get("level", 1) not in range(1, DEEPEST_LIST + 1):
        raise Invalid(f"Lists go {DEEPEST_LIST} levels deep at most.")
    if not isinstance(attrs.get("start"), int | None):
        raise Invalid("A list starts at a whole number.")


def _check_content(block: Block) -> None:
    nodes = inline_nodes(block)
    if sum(len(node.get("text", "")) for node in nodes) > LONGEST_BLOCK:
        raise Invalid(f"A paragraph holds at most {LONGEST_BLOCK:,} characters.")
    if any(_CONTROL.search(node.get("text", "")) for node in nodes):
        raise Invalid("A paragraph holds a control character.")
    marks = [mark for node in nodes for mark in node.get("marks", [])]
    for mark in marks:
        if mark["type"] == "link":
            check_link(mark["attrs"]["href"])
    cells = sum(len(row.get("content", [])) for row in block.get("content", []))
    if block["type"] == "table" and cells > MOST_CELLS:
        raise Invalid(f"A table holds at most {MOST_CELLS:,} cells.")


def check_link(href: object) -> None:
    """Refuse (`Invalid`) a link that is not http, https, mailto or #place."""
    fine = isinstance(href, str) and (
        href.lower().startswith(LINK_SCHEMES) or href.startswith("#")
    )
    if not fine or _CONTROL.search(str(href)) or len(str(href)) > LONGEST_LINK:
        raise Invalid("A link starts with http:, https: or mailto:.")
