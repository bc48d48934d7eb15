"""
Tables of people by group, without giving unnamed people away (domain.md R18, INV-22).

The numbers of each kind over all groups and the size of each group are always told;
what is kept back here is who says what inside a small group.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consensus.coalitions.shown_as import SMALLEST_SHOWN


@dataclass(frozen=True)
class Row:
    """One stakeholder group: people by kind, and how many of those are not named."""

    group: str
    people: Mapping[str, int]
    """By kind: support, reservation, abstain, objection, dissent, stale, not_yet."""
    unnamed: Mapping[str, int]
    """Of those, who chose not to be named; whoever said nothing yet is in no list."""


def suppressed(table: Sequence[Row]) -> frozenset[str]:
    """
    The groups whose numbers are "not shown".

    A group is kept back if one of its cells holds an unnamed person and fewer than
    five people; then as many more groups, the smallest first, until no such cell can
    be worked out from the totals, the sizes and what named people said. If everybody
    says the same, the totals tell it and all groups are kept back.
    """
    hidden = {row.group for row in table if any(_sensitive(row))}
    others = sorted(
        (row for row in table if row.group not in hidden),
        key=lambda row: (sum(_hidden(row).values()) == 0, sum(row.people.values())),
    )
    while others and _can_be_worked_out([r for r in table if r.group in hidden]):
        hidden.add(others.pop(0).group)
    return frozenset(hidden)


def _sensitive(row: Row) -> list[str]:
    """The kinds of a row that its cell must not tell."""
    return [
        kind
        for kind, unnamed in row.unnamed.items()
        if unnamed and row.people[kind] < SMALLEST_SHOWN
    ]


def _can_be_worked_out(rows: Sequence[Row]) -> bool:
    """
    Whether some sensitive cell has one possible value only.

    With the sums of rows and columns known, a cell lies between max(0, row + column
    - all) and min(row, column), and can be each number between (a transport problem).
    """
    unknown = [_hidden(row) for row in rows]
    everybody = sum(sum(cells.values()) for cells in unknown)
    for row, cells in zip(rows, unknown, strict=True):
        across = sum(cells.values())
        for kind in _sensitive(row):
            down = sum(other[kind] for other in unknown)
            if max(0, across + down - everybody) == min(across, down):
                return True
    return False


def _hidden(row: Row) -> dict[str, int]:
    """What named people did not say openly: the unnamed, and who said nothing yet."""
    return {
        kind: row.unnamed.get(kind, 0) if kind != "not_yet" else number
        for kind, number in row.people.items()
    }
