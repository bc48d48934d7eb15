"""The inside of a paragraph as plain values that a template can print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from consensus.schema import Block


@dataclass(frozen=True)
class Mark:
    """Emphasis, a link with its target, or an abbreviation with what it means."""

    kind: str
    href: str = ""
    title: str = ""


@dataclass(frozen=True)
class Run:
    """Some text under the same marks, a line break, or the number of a note."""

    kind: str
    """text, break or note."""
    text: str = ""
    marks: tuple[Mark, ...] = ()
    anchor: str = ""
    """For a note: the anchor of its text."""
    is_first: bool = True
    """For a note: whether the way back leads here."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    is_header: bool
    colspan: int
    rowspan: int
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Option:
    """One of the wordings that stand side by side."""

    label: str
    runs: tuple[Run, ...]


class NoteMarks:
    """Numbers the footnote marks of one text: each note has one place to go back to."""

    def __init__(self, numbers: Mapping[str, tuple[str, str]]) -> None:
        self._numbers = numbers
        self._used: set[str] = set()

    def run(self, note: str) -> Run:
        """The mark of a note: its number, linked to its text."""
        number, anchor = self._numbers.get(note, ("?", ""))
        first = note not in self._used
        self._used.add(note)
        return Run("note", text=number, anchor=anchor, is_first=first)


def runs_of(nodes: Iterable[Block], notes: NoteMarks) -> tuple[Run, ...]:
    """The inline nodes of a block or cell, in reading order."""
    return tuple(_run(node, notes) for node in nodes)


def rows_of(table: Block, notes: NoteMarks) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a table block."""
    return tuple(
        tuple(_cell(cell, notes) for cell in row.get("content", []))
        for row in table.get("content", [])
    )


def options_of(block: Block, notes: NoteMarks) -> tuple[Option, ...]:
    """The wordings of a block of options; one without a label gets a letter."""
    return tuple(
        Option(
            str(option.get("attrs", {}).get("label") or ascii_uppercase[place]),
            runs_of(option.get("content", []), notes),
        )
        for place, option in enumerate(block.get("content", []))
    )


def _run(node: Block, notes: NoteMarks) -> Run:
    if node["type"] == "hard_break":
        return Run("break")
    if node["type"] == "footnote":
        return notes.run(node["attrs"]["note"])
    marks = tuple(_mark(one) for one in node.get("marks", []))
    return Run("text", text=node["text"], marks=marks)


def _mark(mark: dict[str, Any]) -> Mark:
    attrs = mark.get("attrs", {})
    return Mark(mark["type"], attrs.get("href", ""), attrs.get("title", ""))


def _cell(cell: Block, notes: NoteMarks) -> Cell:
    attrs = cell.get("attrs", {})
    return Cell(
        is_header=cell["type"] == "table_header",
        colspan=int(attrs.get("colspan") or 1),
        rowspan=int(attrs.get("rowspan") or 1),
        runs=runs_of(cell.get("content", []), notes),
    )
