"""Pandoc's tree of a document into flat blocks (decisions.md 8)."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from consensus.conversion.assembly import Assembly, Item, Place
from consensus.conversion.inlines import Element, code_lines, look_within, pieces_of
from consensus.conversion.pieces import Look, joined_lines
from consensus.conversion.tables import read_table
from consensus.errors import Invalid
from consensus.schema import DEEPEST_LIST

_DEEPEST = 100  # levels of lists, quotations and frames within each other
_TOO_DEEP = "This file puts lists, quotations or tables too deep into each other."


def read_tree(tree: bytes, into: Assembly) -> None:
    """Add the blocks of a document in pandoc's JSON; `Invalid` if it nests too deep."""
    try:
        _read(json.loads(tree)["blocks"], Place(), Look(), into)
    except RecursionError as error:
        raise Invalid(_TOO_DEEP) from error


def _read(blocks: list[Element], place: Place, look: Look, into: Assembly) -> None:
    if place.depth > _DEEPEST:
        raise Invalid(_TOO_DEEP)
    deeper = replace(place, depth=place.depth + 1)
    for block in blocks:
        if block["t"] in _READERS:
            _READERS[block["t"]](block.get("c"), deeper, look, into)


def _paragraph(content: Any, place: Place, look: Look, into: Assembly) -> None:
    into.add_text(list(pieces_of(content, look, into)), place)


def _heading(content: Any, place: Place, look: Look, into: Assembly) -> None:
    look = look_within(content[1], look, into)
    if place.item or place.quoted:  # only the text itself has headings
        strong = look.marked("strong")
        into.add_text(list(pieces_of(content[2], strong, into)), place)
    else:
        into.add_heading(list(pieces_of(content[2], look, into)), content[0])


def _verse(content: Any, place: Place, look: Look, into: Assembly) -> None:
    lines = [list(pieces_of(line, look, into)) for line in content]
    into.add_text(joined_lines(lines), place)


def _code(content: Any, place: Place, look: Look, into: Assembly) -> None:
    into.add_text(code_lines(content[1], look), place)


def _quotation(content: Any, place: Place, look: Look, into: Assembly) -> None:
    _read(content, replace(place, quoted=True), look, into)


def _bullets(content: Any, place: Place, look: Look, into: Assembly) -> None:
    for blocks in content:
        item = Item("bullet", _level_within(place))
        _read(blocks, replace(place, item=item), look, into)


def _numbered(content: Any, place: Place, look: Look, into: Assembly) -> None:
    counted: int | None = None  # the number that the next item would have by itself
    for number, blocks in enumerate(content[1], content[0][0]):
        begin = len(into.blocks)
        anew = None if number == counted else number
        item = Item("ordered", _level_within(place), number=anew)
        _read(blocks, replace(place, item=item), look, into)
        kinds = {block["type"] for block in into.blocks[begin:]}
        whole = item.begun and kinds <= {"list_item", "note"}
        counted = number + 1 if whole else None


def _level_within(place: Place) -> int:
    return min(place.item.level + 1, DEEPEST_LIST) if place.item else 1


def _definitions(content: Any, place: Place, look: Look, into: Assembly) -> None:
    for term, meanings in content:
        strong = look.marked("strong")
        into.add_text(list(pieces_of(term, strong, into)), place)
        for blocks in meanings:
            _read(blocks, place, look, into)


def _frame(content: Any, place: Place, look: Look, into: Assembly) -> None:
    _read(content[1], place, look_within(content[0], look, into), into)


def _figure(content: Any, place: Place, look: Look, into: Assembly) -> None:
    look = look_within(content[0], look, into)
    _read([*content[2], *content[1][1]], place, look, into)


def _table(content: Any, _place: Place, look: Look, into: Assembly) -> None:
    read_table(content, look, into)


def _raw(_content: Any, _place: Place, _look: Look, into: Assembly) -> None:
    into.tally.raw += 1


_Reader = Callable[[Any, Place, Look, Assembly], None]
_READERS: dict[str, _Reader] = {
    "Para": _paragraph,
    "Plain": _paragraph,
    "Header": _heading,
    "LineBlock": _verse,
    "CodeBlock": _code,
    "BlockQuote": _quotation,
    "BulletList": _bullets,
    "OrderedList": _numbered,
    "DefinitionList": _definitions,
    "Div": _frame,
    "Figure": _figure,
    "Table": _table,
    "RawBlock": _raw,
}
