"""A paragraph as the fields of a form, and the fields back as a block."""

import re
from typing import Any

from consensus.drafting.form_parts import (
    Fields,
    part_fields,
    read_parts,
    tidied,
    tongue_fields,
    with_tongue,
    with_words,
)
from consensus.drafting.inline_writing import write_inline
from consensus.errors import Invalid
from consensus.schema import WHOLE_KINDS, Block

__all__ = [
    "KINDS", "NOTE", "PARTS", "Fields", "as_fields", "kind_choice",
    "read_block_fields", "read_new_block", "tidied", "typed_as", "with_words",
]  # fmt: skip

KINDS = [
    ("paragraph", "Paragraph"),
    ("heading-1", "Heading, largest"),
    ("heading-2", "Heading"),
    ("heading-3", "Heading, smaller"),
    ("heading-4", "Heading, smallest"),
    ("bullet", "List item with a bullet"),
    ("ordered", "List item with a number"),
    ("quotation", "Quotation"),
    ("recommendation", "Recommendation"),
    ("key_finding", "Key finding"),
    ("issue_to_explore", "Issue to explore"),
    ("collected_view", "Collected view, not put to the coalition"),
]
"""What a paragraph can be made in a form: value and words."""

NOTE = ("note", "Note, to be referred to by a mark")
PARTS = [("options", "Wordings side by side"), ("figure", "Figure with a picture")]
"""Kinds that a form can add and that have fields of their own."""

_WHOM = {"recommendation": "addressees", "collected_view": "from"}
_HEADING = re.compile(r"heading-([1-6])")


def kind_choice(block: Block) -> str:
    """The value of the kind field for a block, for example `heading-2`."""
    attrs = block["attrs"]
    if block["type"] == "heading":
        return f"heading-{attrs.get('level', 2)}"
    if block["type"] == "list_item":
        return str(attrs.get("list", "bullet"))
    return str(block["type"])


def as_fields(block: Block) -> dict[str, str]:
    """A block as the form shows it: kind and words, or its parts; its language."""
    if block["type"] in WHOLE_KINDS:
        return part_fields(block) | tongue_fields(block)
    words = write_inline(block.get("content", []))
    whom = str(block["attrs"].get(_WHOM.get(block["type"], ""), ""))
    shown = {"kind": kind_choice(block), "words": words, "whom": whom}
    return shown | tongue_fields(block)


def read_block_fields(fields: Fields, present: Block) -> Block:
    """
    The block that an edit form describes, with what it does not show kept.

    Refuses (`Invalid`) what cannot be read: a link to nowhere, an open tag.
    """
    if present["type"] in WHOLE_KINDS:
        return with_tongue(fields, read_parts(fields, present))
    choice = fields.get("kind", kind_choice(present))
    block = dict(present)
    if choice != kind_choice(present):
        block = {**typed_as(choice), "attrs": {**_kept(present), **_attrs(choice)}}
    return with_words(with_tongue(fields, _with_whom(fields, block)),
                      fields.get("words", ""))  # fmt: skip


def read_new_block(fields: Fields) -> Block:
    """The block, still without an id, that the form for a new paragraph describes."""
    choice = fields.get("kind", "paragraph")
    if choice in dict(PARTS):
        made = read_parts(fields, {"type": choice, "attrs": {}})
        return with_tongue(fields, made)
    block = with_tongue(fields, _with_whom(fields, typed_as(choice)))
    return with_words(block, fields.get("words", ""))


def typed_as(choice: str) -> Block:
    """An empty block of a chosen kind; `Invalid` for a kind that is not offered."""
    if choice not in dict([*KINDS, NOTE]):
        raise Invalid("Choose what kind of paragraph this is.")
    kind = {"bullet": "list_item", "ordered": "list_item"}.get(choice, choice)
    return {"type": kind.split("-")[0], "attrs": _attrs(choice)}


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


def _with_whom(fields: Fields, block: Block) -> Block:
    """A recommendation with its addressees, a collected view with its source."""
    if "whom" not in fields:
        return block
    whom, name = tidied(fields["whom"]), _WHOM.get(block["type"])
    if name is None:
        if whom:
            raise Invalid(
                "Only a recommendation or a collected view names somebody. Choose one "
                "of these kinds, or empty that field."
            )
        return block
    rest = {key: value for key, value in block["attrs"].items() if key != name}
    return {**block, "attrs": {**rest, name: whom} if whom else rest}
