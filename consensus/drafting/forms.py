"""A paragraph as the fields of a form, and the fields back as a block."""

import re
from collections.abc import Mapping
from typing import Any

from consensus.drafting.inline import parse_inline
from consensus.drafting.inline_writing import write_inline
from consensus.errors import Invalid
from consensus.schema import LONGEST_BLOCK, Block

Fields = Mapping[str, str]
"""What a form holds or sent, by the name of the field."""

KINDS = [
    ("paragraph", "Paragraph"),
    ("heading-1", "Heading, largest"),
    ("heading-2", "Heading"),
    ("heading-3", "Heading, smaller"),
    ("heading-4", "Heading, smallest"),
    ("bullet", "List item with a bullet"),
    ("ordered", "List item with a number"),
    ("quotation", "Quotation"),
]
"""What a paragraph can be made in a form: value and words."""

NOTE = ("note", "Note, to be referred to by a mark")
LONGEST_CAPTION = 1_000  # characters

_HEADING = re.compile(r"heading-([1-6])")
_LONGEST_TYPED = 4 * LONGEST_BLOCK  # signs for marks and escapes take room too


def kind_choice(block: Block) -> str:
    """The value of the kind field for a block, for example `heading-2`."""
    attrs = block["attrs"]
    if block["type"] == "heading":
        return f"heading-{attrs.get('level', 2)}"
    if block["type"] == "list_item":
        return str(attrs.get("list", "bullet"))
    return str(block["type"])


def as_fields(block: Block) -> dict[str, str]:
    """A block as the form shows it: kind and words, or caption and cells."""
    if block["type"] != "table":
        words = write_inline(block.get("content", []))
        return {"kind": kind_choice(block), "words": words}
    fields = {"caption": str(block["attrs"].get("caption", ""))}
    for name, cell in _cells(block):
        fields[name] = write_inline(cell.get("content", []))
    return fields


def read_block_fields(fields: Fields, present: Block) -> Block:
    """
    The block that an edit form describes, with what it does not show kept.

    Refuses (`Invalid`) what cannot be read: a link to nowhere, an open tag.
    """
    if present["type"] == "table":
        return _read_table(fields, present)
    choice = fields.get("kind", kind_choice(present))
    block = dict(present)
    if choice != kind_choice(present):
        block = {**typed_as(choice), "attrs": {**_kept(present), **_attrs(choice)}}
    return with_words(block, fields.get("words", ""))


def read_new_block(fields: Fields) -> Block:
    """The block, still without an id, that the form for a new paragraph describes."""
    return with_words(
        typed_as(fields.get("kind", "paragraph")), fields.get("words", "")
    )


def typed_as(choice: str) -> Block:
    """An empty block of a chosen kind; `Invalid` for a kind that is not offered."""
    if choice not in dict([*KINDS, NOTE]):
        raise Invalid("Choose what kind of paragraph this is.")
    kind = {"bullet": "list_item", "ordered": "list_item"}.get(choice, choice)
    return {"type": kind.split("-")[0], "attrs": _attrs(choice)}


def with_words(block: Block, words: str) -> Block:
    """A block of words with what was typed as its content."""
    content = parse_inline(tidied(words))
    rest = {key: value for key, value in block.items() if key != "content"}
    return {**rest, "content": content} if content else rest


def tidied(typed: str) -> str:
    """What was typed, line ends as \\n, without blank lines and spaces at the ends."""
    if len(typed) > _LONGEST_TYPED:
        raise Invalid(f"A paragraph holds at most {LONGEST_BLOCK:,} characters.")
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip(" \n")


def _attrs(choice: str) -> dict[str, Any]:
    if found := _HEADING.fullmatch(choice):
        return {"level": int(found[1])}
    if choice in {"bullet", "ordered"}:
        return {"list": choice}
    return {}


def _kept(block: Block) -> dict[str, Any]:
    """What stays when a paragraph becomes one of another kind."""
    kept = {"id", "lang", "dir"}
    if block["type"] == "list_item":
        kept |= {"level"}
    return {name: value for name, value in block["attrs"].items() if name in kept}


def _read_table(fields: Fields, present: Block) -> Block:
    caption = tidied(fields.get("caption", ""))
    if len(caption) > LONGEST_CAPTION:
        raise Invalid(f"A caption holds at most {LONGEST_CAPTION:,} characters.")
    attrs = {k: v for k, v in present["attrs"].items() if k != "caption"}
    cells = dict(_cells(present))
    typed = {
        name: with_words(cell, fields.get(name, "")) for name, cell in cells.items()
    }
    rows = [
        {**row, "content": [typed[f"cell-{r}-{c}"] for c in range(len(row["content"]))]}
        for r, row in enumerate(present["content"])
    ]
    named = {**attrs, "caption": caption} if caption else attrs
    return {**present, "attrs": named, "content": rows}


def _cells(table: Block) -> list[tuple[str, Block]]:
    return [
        (f"cell-{r}-{c}", cell)
        for r, row in enumerate(table["content"])
        for c, cell in enumerate(row["content"])
    ]
