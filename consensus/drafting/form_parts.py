"""
Blocks that have parts, as the fields of a form and back: tables, options, figures;
and what every block can say of itself: its language and its direction.
"""

from collections.abc import Mapping
from typing import Any

from consensus.documents.actions import direction_of
from consensus.drafting.inline import parse_inline
from consensus.drafting.inline_writing import write_inline
from consensus.errors import Invalid
from consensus.schema import LONGEST_BLOCK, MOST_OPTIONS, Block

Fields = Mapping[str, str]
"""What a form holds or sent, by the name of the field."""

LONGEST_CAPTION = 1_000  # characters
LEAST_OPTIONS = 2
_LONGEST_TYPED = 4 * LONGEST_BLOCK  # signs for marks and escapes take room too


def tidied(typed: str) -> str:
    """What was typed, line ends as \\n, without blank lines and spaces at the ends."""
    if len(typed) > _LONGEST_TYPED:
        raise Invalid(f"A paragraph holds at most {LONGEST_BLOCK:,} characters.")
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip(" \n")


def with_words(block: Block, words: str) -> Block:
    """A block of words with what was typed as its content."""
    content = parse_inline(tidied(words))
    rest = {key: value for key, value in block.items() if key != "content"}
    return {**rest, "content": content} if content else rest


def part_fields(block: Block) -> dict[str, str]:
    """A table, a block of options or a figure as the form shows it."""
    attrs = block["attrs"]
    if block["type"] == "figure":
        return {name: str(attrs.get(name) or "") for name in ("file", "alt", "caption")}
    if block["type"] == "options":
        return _option_fields(block)
    fields = {"caption": str(attrs.get("caption", ""))}
    for name, cell in _cells(block):
        fields[name] = write_inline(cell.get("content", []))
    return fields


def read_parts(fields: Fields, present: Block) -> Block:
    """The table, options or figure that a form describes; refuses (`Invalid`)."""
    readers = {"table": _read_table, "options": _read_options, "figure": _read_figure}
    return readers[present["type"]](fields, present)


def tongue_fields(block: Block) -> dict[str, str]:
    """A block's language and direction as the form shows them; "" is "by itself"."""
    lang = str(block["attrs"].get("lang") or "")
    direction = str(block["attrs"].get("dir") or "")
    by_itself = lang and direction == direction_of(lang)
    return {"lang": lang, "dir": "" if by_itself else direction}


def with_tongue(fields: Fields, block: Block) -> Block:
    """A block with the language and direction chosen, if the form asked for them."""
    shown = tongue_fields(block)
    chosen = {name: fields.get(name, shown[name]) for name in shown}
    if chosen == shown:
        return block
    lang = chosen["lang"]
    direction = chosen["dir"] or (direction_of(lang) if lang else "")
    return {**block, "attrs": _with(block["attrs"], lang=lang, dir=direction)}


def _with(attrs: dict[str, Any], **values: str) -> dict[str, Any]:
    """Attributes with some set, or gone where they say nothing."""
    rest = {name: value for name, value in attrs.items() if name not in values}
    return rest | {name: value for name, value in values.items() if value}


def _read_table(fields: Fields, present: Block) -> Block:
    cells = dict(_cells(present))
    typed = {
        name: with_words(cell, fields.get(name, "")) for name, cell in cells.items()
    }
    rows = [
        {**row, "content": [typed[f"cell-{r}-{c}"] for c in range(len(row["content"]))]}
        for r, row in enumerate(present["content"])
    ]
    attrs = _with(present["attrs"], caption=_caption(fields))
    return {**present, "attrs": attrs, "content": rows}


def _caption(fields: Fields) -> str:
    caption = tidied(fields.get("caption", ""))
    if len(caption) > LONGEST_CAPTION:
        raise Invalid(f"A caption holds at most {LONGEST_CAPTION:,} characters.")
    return caption


def _cells(table: Block) -> list[tuple[str, Block]]:
    return [
        (f"cell-{r}-{c}", cell)
        for r, row in enumerate(table["content"])
        for c, cell in enumerate(row["content"])
    ]


def _option_fields(block: Block) -> dict[str, str]:
    fields = {}
    for place, option in enumerate(block.get("content", [])):
        fields[f"label-{place}"] = str(option.get("attrs", {}).get("label") or "")
        fields[f"option-{place}"] = write_inline(option.get("content", []))
    return fields


def _read_options(fields: Fields, present: Block) -> Block:
    read = [_read_option(fields, place) for place in range(MOST_OPTIONS)]
    options = [one for one in read if len(one) > 1]
    if sum("content" in one for one in options) < LEAST_OPTIONS:
        raise Invalid("Write at least two wordings to stand side by side.")
    return {**present, "content": options}


def _read_option(fields: Fields, place: int) -> Block:
    label = tidied(fields.get(f"label-{place}", ""))
    option: Block = {"type": "option"}
    if label:
        option["attrs"] = {"label": label}
    return with_words(option, fields.get(f"option-{place}", ""))


def _read_figure(fields: Fields, present: Block) -> Block:
    alt = tidied(fields.get("alt", ""))
    if len(alt) > LONGEST_CAPTION:
        raise Invalid(
            f"An alternative text holds at most {LONGEST_CAPTION:,} characters."
        )
    file = fields.get("file") or str(present["attrs"].get("file") or "")
    attrs = _with(present["attrs"], file=file, alt=alt, caption=_caption(fields))
    return {**present, "attrs": attrs}
