"""Where the blocks of an import are put together, whatever file they come from."""

import re
import secrets
import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from consensus.conversion.pieces import (
    Piece,
    content_of,
    plain_words,
    shared_direction,
    shared_language,
)
from consensus.conversion.tally import Tally
from consensus.errors import Invalid
from consensus.pictures import Picture
from consensus.schema import LONGEST_BLOCK, Block, inline_nodes

MOST_BLOCKS = 20_000
"""How many blocks one file may become."""

# Files number whole paragraphs with heading styles; a heading names what follows.
_LONGEST_HEADING = 300  # characters
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_LETTERS = string.ascii_letters + string.digits


@dataclass
class Item:
    """A list item being read; `number` is given where the counting starts anew."""

    kind: str
    level: int
    number: int | None = None
    begun: bool = False


@dataclass(frozen=True)
class Place:
    """Where a paragraph stands: in which list item, in a quotation, how deep."""

    item: Item | None = None
    quoted: bool = False
    depth: int = 0


@dataclass
class Assembly:
    """The blocks made so far, with what is needed to finish them."""

    language: str | None = None
    takes_pictures: bool = False
    figures: dict[str, tuple[Picture, str]] = field(default_factory=dict)
    """Picture and alternative text by the words of the paragraph in its place."""
    blocks: list[Block] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    """The pictures that the figures among the blocks name."""
    tally: Tally = field(default_factory=Tally)
    _anchors: dict[str, str] = field(default_factory=dict)
    _open_anchors: list[str] = field(default_factory=list)
    _notes: list[Block] = field(default_factory=list)

    def add_text(self, pieces: Sequence[Piece], place: Place) -> None:
        """Add a paragraph, list item or quotation, as its place has it."""
        if not (content := content_of(pieces)):
            return
        if found := self.figures.get(plain_words(content)):
            self._add_figure(*found)
        else:
            kind, attrs = _kind_at(place)
            self._add(kind, {**attrs, **self._written(pieces)}, content)

    def add_heading(self, pieces: Sequence[Piece], level: int) -> None:
        """Add a heading, level 1 to 6; one that runs on and on is a paragraph."""
        content = content_of(pieces)
        if len(plain_words(content)) > _LONGEST_HEADING:
            self.add_text(pieces, Place())
        elif content:
            attrs = {"level": min(max(level, 1), 6), **self._written(pieces)}
            self._add("heading", attrs, content)

    def add_table(self, rows: list[Block], caption: str, cells: list[Piece]) -> None:
        """Add a table; `cells` are all its pieces, which tell its direction."""
        self._add("table", {"caption": caption, **self._written(cells)}, rows)

    def note(self, pieces: Sequence[Piece]) -> str | None:
        """The id of a new note, which follows the block being read; None if empty."""
        if not (content := content_of(pieces)):
            return None
        attrs = {"id": _fresh_id(), **self._written(pieces)}
        self._notes.append({"type": "note", "attrs": attrs, "content": content})
        return str(attrs["id"])

    def anchor(self, name: str) -> None:
        """Remember that links to `#name` lead to the block that comes next."""
        if name:
            self._open_anchors.append(name)

    def finished(self) -> list[Block]:
        """All blocks, with links within the text set to the ids of blocks."""
        for block in self.blocks:
            for node in inline_nodes(block):
                if "marks" in node:
                    self._settle_links(node)
        return self.blocks

    def _add_figure(self, picture: Picture, alt: str) -> None:
        self.pictures.append(picture)
        self._add("figure", {"file": picture.name, "alt": alt}, [])

    def _add(self, kind: str, attrs: dict[str, Any], content: list[Block]) -> None:
        block: Block = {"type": kind, "attrs": {"id": _fresh_id(), **attrs}}
        if content:
            block["content"] = content
        added = [block, *self._notes]
        for one in added:
            _check_length(one)
        if len(self.blocks) + len(added) > MOST_BLOCKS:
            raise Invalid(f"This file holds more than {MOST_BLOCKS:,} paragraphs.")
        self._anchors |= dict.fromkeys(self._open_anchors, block["attrs"]["id"])
        self.blocks += added
        self._open_anchors, self._notes = [], []

    def _written(self, pieces: Sequence[Piece]) -> dict[str, Any]:
        """Direction and language, where all of the text has one that is its own."""
        attrs: dict[str, Any] = {}
        if (direction := shared_direction(pieces)) in {"ltr", "rtl"}:
            attrs["dir"] = direction
        language = shared_language(pieces)
        if language and language != self.language and _LANGUAGE.fullmatch(language):
            attrs["lang"] = language
        return attrs

    def _settle_links(self, node: Block) -> None:
        kept: list[dict[str, Any]] = []
        for mark in node.pop("marks"):
            href = mark.get("attrs", {}).get("href", "")
            if not href.startswith("#"):
                kept.append(mark)
            elif href[1:] in self._anchors:
                place = f"#{self._anchors[href[1:]]}"
                kept.append({"type": "link", "attrs": {"href": place}})
            else:
                self.tally.links += 1
        if kept:
            node["marks"] = kept


def _kind_at(place: Place) -> tuple[str, dict[str, Any]]:
    item = place.item
    if item is None:
        return ("quotation" if place.quoted else "paragraph"), {}
    attrs: dict[str, Any] = {"list": item.kind, "level": item.level}
    if item.begun:
        attrs["continues"] = True
    elif item.number is not None:
        attrs["start"] = item.number
    if place.quoted:
        attrs["quoted"] = True
    item.begun = True
    return "list_item", attrs


def _check_length(block: Block) -> None:
    nodes = inline_nodes(block)
    if sum(len(node.get("text", "")) for node in nodes) > LONGEST_BLOCK:
        raise Invalid(
            f"The paragraph that begins “{plain_words(nodes)[:60].strip()}…” "
            f"is longer than {LONGEST_BLOCK:,} characters."
        )


def _fresh_id() -> str:
    return "b" + "".join(secrets.choice(_LETTERS) for _ in range(10))
