"""
Tables of people, without giving unnamed people away (domain.md R18, INV-22).

Every table of people by stakeholder group or by region passes here, on pages and in
print: this is the one place that says which of its rows are "not shown". Groups and
regions are never crossed, so a table has one of them in its rows.

The numbers of each kind over all rows and the size of each row are always told; what
is kept back here is who says what inside a small row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consensus.coalitions.shown_as import SMALLEST_SHOWN

SILENT = "not_yet"
"""The kind of those who said nothing: nobody can be unnamed there, nor is known."""


@dataclass(frozen=True)
class Row:
    """One group or region: people by kind, and how many of those are not named."""

    group: str
    people: Mapping[str, int]
    """By kind, each person in one: support, reservation, …, and `SILENT`."""
    unnamed: Mapping[str, int]
    """Of those, who chose not to be named; whoever said nothing yet is in no list."""

    def unknown(self, kind: str) -> int:
        """How many people of a kind did not say so openly: also the silent."""
        return self.people[kind] if kind == SILENT else self.unnamed.get(kind, 0)


Table = Sequence[Row]


def suppressed(table: Table) -> frozenset[str]:
    """The groups of one table whose numbers are "not shown": see `kept_back`."""
    return kept_back([table])


def kept_back(
    tables: Sequence[Table], *, hidden: frozenset[str] = frozenset()
) -> frozenset[str]:
    """
    The groups whose numbers are "not shown" in tables that have the same groups; those
    in `hidden` are among them.

    A group is kept back if one of its cells holds an unnamed person and fewer than
    five people; then as many more groups, the smallest first, until no such cell can
    be worked out from the totals, the sizes and what is known of people. If everybody
    says the same, the totals tell it and all groups are kept back: `totals_tell` says
    whether that is so.
    """
    sizes: dict[str, tuple[bool, int]] = {}
    kept = set(hidden)
    for table in tables:
        kept |= {row.group for row in table if any(_sensitive(row))}
        for row in table:
            empty, size = sizes.get(row.group, (True, 0))
            nobody = not any(map(row.unknown, row.people))
            sizes[row.group] = empty and nobody, size + sum(row.people.values())
    others = sorted(sizes.keys() - kept, key=lambda one: (sizes[one], one))
    while others and totals_tell(tables, kept):
        kept.add(others.pop(0))
    return frozenset(kept)


def totals_tell(tables: Sequence[Table], hidden: frozenset[str] | set[str]) -> bool:
    """Whether a kept back cell can be worked out if the totals are printed."""
    return any(
        _can_be_worked_out([row for row in table if row.group in hidden])
        for table in tables
    )


def _sensitive(row: Row) -> list[str]:
    """The kinds of a row that its cell must not tell."""
    return [
        kind
        for kind, unnamed in row.unnamed.items()
        if unnamed and row.people[kind] < SMALLEST_SHOWN
    ]


def _can_be_worked_out(rows: Table) -> bool:
    """
    Whether some sensitive cell has one possible value only.

    With the sums of rows and columns known, a cell lies between max(0, row + column
    - all) and min(row, column), and can be each number between (a transport problem).
    """
    unknown = [{kind: row.unknown(kind) for kind in row.people} for row in rows]
    everybody = sum(sum(cells.values()) for cells in unknown)
    for row, cells in zip(rows, unknown, strict=True):
        across = sum(cells.values())
        for kind in _sensitive(row):
            down = sum(other[kind] for other in unknown)
            if max(0, across + down - everybody) == min(across, down):
                return True
    return False
