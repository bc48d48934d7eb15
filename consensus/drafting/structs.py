"""
One struct of a Yjs update: what it holds and where it says it belongs.

Refused (`Invalid`) is whatever an honest page never sends: unknown nodes, marks,
attributes and kinds of content, values and links that the schema does not know.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from consensus.attributes import MARK_ATTRIBUTES
from consensus.drafting.order import is_order_key
from consensus.drafting.reading import MARKS
from consensus.drafting.varints import Reader, malformed
from consensus.schema import KINDS, is_block_id

LONGEST_ADVANCE = 400_000  # clock ticks of one client in one update

Id = tuple[int, int]
"""The name of one thing in the document: client id and clock."""

_NODES = {"table_row", "table_cell", "table_header", "option", "hard_break",
          "footnote"}  # fmt: skip
_FIELDS = {"t", "o", "a", "d", "c", "f"}
_NODE_ATTRS = {"note", "colspan", "rowspan", "label"}
_VALUE_KEYS = {"lang", "dir", "level", "list", "start", "continues", "quoted",
               "caption", "file", "alt", "addressees", "from"}  # fmt: skip
_MOST_SETTINGS = 1_000  # of one field in one update
_LONGEST_MARK = 4_096  # characters of JSON
_GC, _DELETED, _STRING, _FORMAT, _TYPE, _ANY = 0, 1, 4, 6, 7, 8
_MAP, _ELEMENT, _FRAGMENT, _TEXT = 1, 3, 4, 6


@dataclass(frozen=True)
class Parent:
    """
    Where a struct says it belongs: at the root, in a type, or beside a struct.

    `between` are both its neighbours when it was written, where it names two.
    """

    root: bool = False
    id: Id | None = None
    key: str | None = None
    beside: Id | None = None
    between: tuple[Id, Id] | None = None


def read_struct(reader: Reader, references: list[Id]) -> tuple[int, Parent]:
    """
    Read and check one struct: how far it moves the clock, and where it belongs.

    The structs that it refers to are added to `references`.
    """
    info = reader.byte()
    kind = info & 31
    if kind == _GC:
        return _length(reader.number()), Parent()
    parent = _read_parent(reader, references, info)
    if kind not in _CONTENT or (parent.key is not None and kind in _KEYLESS):
        raise malformed("it holds something that the text does not know")
    return _length(_CONTENT[kind](reader, parent)), parent


def _read_deleted(reader: Reader, _parent: Parent) -> int:
    return reader.number()


def _read_format(reader: Reader, _parent: Parent) -> int:
    _check_format(reader.string(), reader.string())
    return 1


def _length(ticks: int) -> int:
    if ticks < 1 or ticks > LONGEST_ADVANCE:
        raise malformed("a part of it has no proper length")
    return ticks


def _read_parent(reader: Reader, references: list[Id], info: int) -> Parent:
    left = reader.id() if info & 128 else None
    right = reader.id() if info & 64 else None
    references += [one for one in (left, right) if one is not None]
    if left is not None or right is not None:
        return _beside(left, right)
    is_root = reader.number()
    if is_root == 1:
        if reader.string() != "blocks":
            raise malformed("it writes beside the text")
        parent = None
    elif is_root == 0:
        parent = reader.id()
        references.append(parent)
    else:
        raise malformed("it belongs nowhere")
    key = reader.string() if info & 32 else None
    _check_key(key, at_root=parent is None)
    return Parent(parent is None, parent, key)


def _beside(left: Id | None, right: Id | None) -> Parent:
    if left is None or right is None:
        return Parent(beside=left or right)
    if left == right:
        raise malformed("it has the same on both sides")
    return Parent(beside=left, between=(left, right))


def _check_key(key: str | None, *, at_root: bool) -> None:
    if at_root:
        if key is None or not is_block_id(key):
            raise malformed("a paragraph has no proper id")
    elif key is not None and key not in _FIELDS | _NODE_ATTRS:
        raise malformed(f"“{key[:40]}” is not part of a paragraph")


def _read_words(reader: Reader, _parent: Parent) -> int:
    words = reader.string()
    if "\x00" in words:
        raise malformed("it holds a control character")
    return len(words.encode("utf-16-le")) // 2  # Yjs counts UTF-16


def _read_values(reader: Reader, parent: Parent) -> int:
    """
    What a field is set to, several times over when it was set again at once.

    Yjs joins such settings when it merges updates; the last one counts.
    """
    count = reader.number()
    belongs = not parent.root and (parent.key is not None or parent.beside is not None)
    if not 1 <= count <= _MOST_SETTINGS or not belongs:
        raise malformed("it holds a value that the text does not know")
    for _ in range(count):
        _check_value(reader.value(), parent.key)
    return count


def _check_value(value: Any, key: str | None) -> None:
    """A field's value; the key is not known where it replaces an earlier one."""
    checks: dict[str | None, Callable[[Any], bool]] = {
        "t": lambda value: value in KINDS,
        "o": is_order_key,
        "a": lambda value: isinstance(value, dict),
        "d": lambda value: isinstance(value, bool | str),
        "c": lambda _value: False,
        "f": lambda value: isinstance(value, str) and is_block_id(value),
        "note": lambda value: isinstance(value, str) and is_block_id(value),
        "label": lambda value: isinstance(value, str),
    }
    if key in checks and not checks[key](value):
        raise malformed("it holds a value that the text does not know")
    if isinstance(value, dict) and not set(value) <= _VALUE_KEYS:
        raise malformed("it holds an attribute that the text does not know")


def _check_format(name: str, text: str) -> None:
    """A mark goes on ({}, or what `MARK_ATTRIBUTES` says) or off (null)."""
    if name not in MARKS:
        raise malformed(f"“{name[:40]}” is not a mark of the text")
    try:
        value = json.loads(text[:_LONGEST_MARK])
    except (ValueError, RecursionError) as error:
        raise malformed("a mark cannot be read") from error
    if value is None:
        return
    attr, check = MARK_ATTRIBUTES.get(name, ("", None))
    if not isinstance(value, dict) or set(value) != ({attr} if attr else set()):
        raise malformed(f"the mark “{name}” has attributes it cannot have")
    if check is not None:
        check(value[attr])


def _read_type(reader: Reader, parent: Parent) -> int:
    kind = reader.number()
    name = reader.string() if kind == _ELEMENT else ""
    if kind == _ELEMENT and name not in _NODES:
        raise malformed(f"“{name[:40]}” is not a part that a text can have")
    if kind not in _allowed_types(parent):
        raise malformed("it holds a part that a text cannot have there")
    return 1


def _allowed_types(parent: Parent) -> set[int]:
    if parent.root:
        return {_MAP}
    if parent.key is not None:
        return {_FRAGMENT} if parent.key == "c" else set()
    if parent.beside is not None:  # the place beside decides, after applying
        return {_MAP, _ELEMENT, _FRAGMENT, _TEXT}
    return {_ELEMENT, _TEXT}


_KEYLESS = {_STRING, _FORMAT}
_CONTENT: dict[int, Callable[[Reader, Parent], int]] = {
    _DELETED: _read_deleted,
    _STRING: _read_words,
    _FORMAT: _read_format,
    _TYPE: _read_type,
    _ANY: _read_values,
}
