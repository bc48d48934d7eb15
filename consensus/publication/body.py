"""
A text as it is printed: paragraphs, headings, nested lists, quotations, notes.

The model is flat (docs/decisions/0002); readers get lists inside lists, so that a
screen reader can say how many items there are.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from consensus.publication.annex import Annex
from consensus.publication.inlines import (
    Cell,
    NoteMarks,
    Option,
    Run,
    options_of,
    rows_of,
    runs_of,
)
from consensus.schema import WHOLE_KINDS, Block
from consensus.wordings.numbering import anchor_of

_FIRST_HEADING, _LAST_HEADING = 3, 6  # the page's own sections are at 2


@dataclass(frozen=True)
class Printed:
    """One block ready to print, with the numbers of the dissents on it."""

    id: str
    kind: str
    label: str
    anchor: str
    attrs: dict[str, Any]
    runs: tuple[Run, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    options: tuple[Option, ...] = ()
    dissents: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """The numbers of those who miss something after it (R8)."""
    noted: tuple[str, ...] = ()
    """Reservations and concurrences on it: they contest nothing (R16)."""
    withdrawn: tuple[str, ...] = ()
    """What was said of it and withdrawn after publication (R24)."""
    added: tuple[str, ...] = ()
    """Statements after publication on it (R25)."""
    level: int = 0
    """For a heading: 3 to 6, without gaps."""

    @property
    def lang(self) -> str:
        """The block's own language tag, or empty."""
        return str(self.attrs.get("lang") or "")

    @property
    def dir(self) -> str:
        """The block's own direction, or empty."""
        return str(self.attrs.get("dir") or "")


@dataclass(frozen=True)
class Item:
    """One list item: its paragraphs and the lists inside it."""

    blocks: tuple[Printed, ...]
    lists: tuple["PrintedList", ...] = ()


@dataclass(frozen=True)
class PrintedList:
    """A bulleted or numbered list."""

    is_ordered: bool
    start: int | None
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Passage:
    """A stretch of blocks of one kind: text, heading, table, quotation or list."""

    kind: str
    blocks: tuple[Printed, ...] = ()
    lists: tuple[PrintedList, ...] = ()


@dataclass(frozen=True)
class Body:
    """The text in order, and its notes, which are printed after it."""

    passages: tuple[Passage, ...]
    notes: tuple[Printed, ...]
    by_id: dict[str, Printed] = field(repr=False)

    def anchor(self, block: str | None) -> str:
        """Where a block is on the page; empty if it is not printed."""
        printed = self.by_id.get(block or "")
        return printed.anchor if printed else ""


def printed_body(labelled: Sequence[tuple[Block, str]], annex: Annex) -> Body:
    """Blocks with their labels, as a page prints them."""
    numbers = {
        block["attrs"]["id"]: (label.removeprefix("Note "), anchor_of(label))
        for block, label in labelled
        if block["type"] == "note"
    }
    marks = NoteMarks(numbers)
    levels = _heading_levels([block for block, _ in labelled])
    every = [_printed(block, label, annex, marks, levels) for block, label in labelled]
    notes = tuple(one for one in every if one.kind == "note")
    running = (one for one in every if one.kind != "note")
    return Body(tuple(_passages(running)), notes, {one.id: one for one in every})


def _printed(
    block: Block, label: str, annex: Annex, marks: NoteMarks, levels: dict[str, int]
) -> Printed:
    attrs, kind = block["attrs"], block["type"]
    name = attrs["id"]
    return Printed(
        id=name, kind=kind, label=label, anchor=anchor_of(label), attrs=attrs,
        runs=() if kind in WHOLE_KINDS else runs_of(block.get("content", []), marks),
        rows=rows_of(block, marks) if kind == "table" else (),
        options=options_of(block, marks) if kind == "options" else (),
        dissents=annex.numbers_on(name), noted=annex.noted_on(name),
        unconfirmed=annex.unconfirmed_on(name),
        missing=annex.after(name), withdrawn=annex.withdrawn_on(name),
        added=annex.added_on(name),
        level=levels.get(name, 0),
    )  # fmt: skip


def _heading_levels(blocks: Iterable[Block]) -> dict[str, int]:
    """Levels on the page: none is skipped, however the text was marked up."""
    headings = [block["attrs"] for block in blocks if block["type"] == "heading"]
    given = {one["id"]: int(one.get("level") or 2) for one in headings}
    top, last = min(given.values(), default=0), _FIRST_HEADING - 1
    levels = {}
    for name, level in given.items():
        last = min(_FIRST_HEADING + level - top, last + 1, _LAST_HEADING)
        levels[name] = last
    return levels


_KINDS = {"list_item": "list", "quotation": "quotation"}


def _passages(blocks: Iterable[Printed]) -> Iterable[Passage]:
    kind_of: Callable[[Printed], str] = lambda one: _KINDS.get(one.kind, "")  # noqa: E731
    for kind, run in groupby(blocks, key=kind_of):
        together = tuple(run)
        if kind == "list":
            yield Passage("list", lists=_lists(together))
        elif kind == "quotation":
            yield Passage("quotation", blocks=together)
        else:
            yield from (Passage(one.kind, blocks=(one,)) for one in together)


def _lists(items: Sequence[Printed]) -> tuple[PrintedList, ...]:
    found, place = [], 0
    while place < len(items):
        end = _end_of_list(items, place)
        first = items[place]
        found.append(
            PrintedList(
                _bullet(first) == "ordered",
                first.attrs.get("start"),
                _items(items[place:end]),
            )
        )
        place = end
    return tuple(found)


def _end_of_list(items: Sequence[Printed], start: int) -> int:
    for place in range(start + 1, len(items)):
        if _begins_another(items[place], items[start]):
            return place
    return len(items)


def _begins_another(one: Printed, first: Printed) -> bool:
    if _depth(one) != _depth(first):
        return _depth(one) < _depth(first)
    restarts = one.attrs.get("start") is not None
    other = _bullet(one) != _bullet(first) or restarts
    return other and not one.attrs.get("continues")


def _items(items: Sequence[Printed]) -> tuple[Item, ...]:
    level, found, place = _depth(items[0]), [], 0
    while place < len(items):
        end = place + 1
        while end < len(items) and _continues(items[end], level):
            end += 1
        own = tuple(items[place:end])
        inner = end
        while inner < len(items) and _depth(items[inner]) > level:
            inner += 1
        found.append(Item(own, _lists(items[end:inner])))
        place = inner
    return tuple(found)


def _continues(one: Printed, level: int) -> bool:
    return bool(one.attrs.get("continues")) and _depth(one) == level


def _depth(one: Printed) -> int:
    return int(one.attrs.get("level") or 1)


def _bullet(one: Printed) -> str:
    return one.attrs.get("list") or "bullet"
