"""
What a block may hold once it comes from an update: the schema, and nothing beside it.

ProseMirror ignores an attribute it does not know, and takes any value for one that it
knows. What lies in the log is read by exports and by other programs too, so here
names and values are closed.
"""

from collections.abc import Callable
from typing import Any

from consensus.errors import Invalid
from consensus.schema import Block, check_block, is_block_id, schema

MOST_SPAN = 1_000
"""How many columns or rows a table cell may reach over."""


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_yes_or_no(value: Any) -> bool:
    return isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_span(value: Any) -> bool:
    return _is_whole(value) and 1 <= value <= MOST_SPAN


_VALUES: dict[str, Callable[[Any], bool]] = {
    "id": _is_text,
    "lang": _is_text,
    "dir": _is_text,
    "list": _is_text,
    "caption": _is_text,
    "href": _is_text,
    "title": _is_text,
    "file": _is_text,
    "alt": _is_text,
    "addressees": _is_text,
    "from": _is_text,
    "label": _is_text,
    "level": _is_whole,
    "start": _is_whole,
    "continues": _is_yes_or_no,
    "quoted": _is_yes_or_no,
    "colspan": _is_span,
    "rowspan": _is_span,
    "note": lambda value: _is_text(value) and is_block_id(value),
}


def check_closed(block: Block) -> None:
    """Refuse (`Invalid`) what `check_block` refuses, unknown attributes, odd values."""
    check_block(block)
    waiting = [block]
    while waiting:
        node = waiting.pop()
        _check_attrs(node, schema().nodes[node["type"]].attrs)
        for mark in node.get("marks", []):
            _check_attrs(mark, schema().marks[mark["type"]].attrs)
        waiting += node.get("content", [])


def _check_attrs(node: Block, known: dict[str, Any]) -> None:
    for name, value in node.get("attrs", {}).items():
        if name not in known or not _VALUES[name](value):
            raise Invalid("This paragraph holds something the text cannot hold.")
