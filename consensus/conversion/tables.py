"""
Pandoc's tables into rows of cells that fit together.

Files claim spans that reach out of the table; here every span is cut to the grid,
rows without a cell of their own are folded away, and short rows are filled up.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any

from consensus.conversion.assembly import Assembly
from consensus.conversion.inlines import lines_of, look_within
from consensus.conversion.pieces import (
    Look,
    Piece,
    content_of,
    joined_lines,
    plain_words,
)
from consensus.errors import Invalid
from consensus.schema import LONGEST_BLOCK, MOST_CELLS, Block

_MOST_COLUMNS = 1_000


@dataclass
class _Cell:
    """A cell on its way into the grid; spans count columns and rows."""

    kind: str
    columns: int
    rows: int
    pieces: list[Piece] = field(default_factory=list)

    def node(self) -> Block:
        node: Block = {"type": self.kind}
        spans = {"colspan": self.columns, "rowspan": self.rows}
        if attrs := {name: span for name, span in spans.items() if span > 1}:
            node["attrs"] = attrs
        if content := content_of(self.pieces):
            node["content"] = content
        return node


def read_table(content: list[Any], look: Look, into: Assembly) -> None:
    """
    Add a table; one too long for a block becomes several, cut between rows.

    `Invalid` if one row alone is longer than a block may be.
    """
    look = look_within(content[0], look, into)
    caption = plain_words(content_of(joined_lines(lines_of(content[1][1], look, into))))
    rows = _fitted(list(_rows(content, look, into)), len(content[2]))
    parts = list(_parts(rows))
    into.tally.divided += len(parts) > 1
    for part in parts:
        _add(part, caption if part is parts[0] else "", into)


def _add(rows: list[list[_Cell]], caption: str, into: Assembly) -> None:
    pieces = [piece for row in rows for cell in row for piece in cell.pieces]
    if content_of(pieces):
        nodes = [
            {"type": "table_row", "content": [cell.node() for cell in row]}
            for row in rows
        ]
        into.add_table(nodes, caption, pieces)


def _rows(content: list[Any], look: Look, into: Assembly) -> Iterator[list[_Cell]]:
    for row in content[3][1]:
        yield [_cell(cell, "table_header", look, into) for cell in row[1]]
    for body in content[4]:
        for row in body[2]:
            yield [_cell(cell, "table_header", look, into) for cell in row[1]]
        for row in body[3]:
            kinds = chain(["table_header"] * body[1], repeat("table_cell"))
            yield [
                _cell(cell, kind, look, into)
                for cell, kind in zip(row[1], kinds, strict=False)
            ]
    for row in content[5][1]:
        yield [_cell(cell, "table_cell", look, into) for cell in row[1]]


def _cell(cell: list[Any], kind: str, look: Look, into: Assembly) -> _Cell:
    within = look_within(cell[0], look, into)
    pieces = joined_lines(lines_of(cell[4], within, into))
    return _Cell(kind, max(cell[3], 1), max(cell[2], 1), pieces)


def _fitted(rows: list[list[_Cell]], columns: int) -> list[list[_Cell]]:
    columns = max([columns, *(len(row) for row in rows)])
    if columns > _MOST_COLUMNS or columns * len(rows) > 100 * MOST_CELLS:
        raise Invalid("This file holds a table that is too large to be read.")
    grid = _Grid(columns)
    placed = [grid.placed(row) for row in rows]
    grid.cut_off()
    return [row for row in placed if row]


class _Grid:
    """The columns of a table: which cell covers each, and for how many more rows."""

    def __init__(self, columns: int) -> None:
        self._covers: list[_Cell] = [_Cell("table_cell", 1, 1)] * columns
        self._rows_left = [0] * columns

    def placed(self, row: list[_Cell]) -> list[_Cell]:
        """The cells of a row, cut or filled up to take exactly the free columns."""
        waiting = deque(row)
        own: list[_Cell] = []
        for column in self._free_columns():
            cell = waiting.popleft() if waiting else _Cell("table_cell", 1, 1)
            self._cover(column, cell)
            own.append(cell)
        for cell in waiting:  # more cells than columns: their words stay
            last = self._covers[-1]
            last.pieces = joined_lines([last.pieces, cell.pieces])
        if not own:  # the row is covered from above and folded away
            for cell in self._reaching():
                cell.rows -= 1
        self._rows_left = [max(left - 1, 0) for left in self._rows_left]
        return own

    def cut_off(self) -> None:
        """End at the last row whatever reaches beyond it."""
        left = dict(zip(map(id, self._covers), self._rows_left, strict=True))
        for cell in self._reaching():
            cell.rows -= left[id(cell)]

    def _free_columns(self) -> Iterator[int]:
        for column in range(len(self._covers)):
            if self._rows_left[column] == 0:  # asked anew after each cell
                yield column

    def _cover(self, column: int, cell: _Cell) -> None:
        ahead = self._rows_left[column : column + cell.columns]
        free = next((n for n, left in enumerate(ahead) if left), len(ahead))
        cell.columns = free
        self._covers[column : column + free] = [cell] * free
        self._rows_left[column : column + free] = [cell.rows] * free

    def _reaching(self) -> list[_Cell]:
        pairs = zip(self._covers, self._rows_left, strict=True)
        return list({id(cell): cell for cell, left in pairs if left}.values())


def _parts(rows: list[list[_Cell]]) -> Iterator[list[list[_Cell]]]:
    """Runs of rows that each fit into one block, never cut through a tall cell."""
    part: list[list[_Cell]] = []
    cells = words = 0
    for group in _unbroken(rows):
        more_cells, more_words = _size(group)
        fits = cells + more_cells <= MOST_CELLS and words + more_words <= LONGEST_BLOCK
        if part and not fits:
            yield part
            part, cells, words = [], 0, 0
        part += group
        cells, words = cells + more_cells, words + more_words
    if part:
        yield part


def _unbroken(rows: list[list[_Cell]]) -> Iterator[list[list[_Cell]]]:
    """The rows in groups that no tall cell reaches out of."""
    group: list[list[_Cell]] = []
    reach = 0
    for row in rows:
        group.append(row)
        reach = max([reach, *(cell.rows for cell in row)]) - 1
        if reach <= 0:
            yield group
            group, reach = [], 0


def _size(rows: list[list[_Cell]]) -> tuple[int, int]:
    """How many cells and how many characters the rows hold."""
    cells = [cell for row in rows for cell in row]
    texts = (piece.node.get("text", "") for cell in cells for piece in cell.pieces)
    return len(cells), sum(map(len, texts))
