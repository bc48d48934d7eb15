"""
The two tables of a participation statement (domain.md 11.5, R18, INV-22, INV-29).

Groups and regions are never crossed; both tables share one line of totals, and the
columns are nested: who joined during the call is among those who took a position, who
are among those who took part.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from consensus.coalitions.models import Region, StakeholderGroup
from consensus.deliberation.small_numbers import SILENT, Row, kept_back, totals_tell
from consensus.participation.people import Participant


@dataclass(frozen=True)
class Line:
    """
    One row of a table, or its total: numbers of people, each among those before it.

    `members` at the opening of the call; None where a number is not shown (R18).
    """

    name: str
    """A stakeholder group, a region, or "total"."""
    members: int
    took_part: int | None
    took_position: int | None
    joined_during_call: int | None


def tables_of(
    people: Sequence[Participant],
) -> tuple[tuple[Line, ...], tuple[Line, ...], Line]:
    """
    The table by group, the table by region, and the total line that both share.

    Each column keeps back what the one before it does, and as much more as it needs.
    From the first column on whose totals would tell what one table keeps back, neither
    table shows a number: one would tell what the other hides.
    """
    by_group = _by(people, [str(one) for one in StakeholderGroup], lambda p: p.group)
    by_region = _by(people, [str(one) for one in Region], lambda p: p.region)
    both = [_kept_back(table) for table in (by_group, by_region)]
    shown = min(len(hidden) for hidden in both)
    tables = [
        tuple(
            _only(_line(name, all_), [name not in one for one in hidden[:shown]])
            for name, all_ in table.items()
        )
        for table, hidden in zip((by_group, by_region), both, strict=True)
    ]
    return tables[0], tables[1], _only(_line("total", people), [True] * shown)


def _by(
    people: Sequence[Participant], names: Sequence[str],
    key: Callable[[Participant], str],
) -> dict[str, list[Participant]]:  # fmt: skip
    return {name: [one for one in people if key(one) == name] for name in names}


def _kept_back(table: Mapping[str, list[Participant]]) -> list[frozenset[str]]:
    """
    By column the rows to keep back; it ends before a column that totals would tell.
    """
    found: list[frozenset[str]] = []
    for column in _COLUMNS:
        rows = [[_row(name, people, column) for name, people in table.items()]]
        hidden = kept_back(rows, hidden=found[-1] if found else frozenset())
        if totals_tell(rows, hidden):
            break
        found.append(hidden)
    return found


def _row(name: str, people: Sequence[Participant], column: "_Column") -> Row:
    """
    A column as a table of two kinds: in it, or only in the column before it. That the
    column before is known is more than readers have, so too little is never hidden.
    """
    around = [one for one in people if column.around(one)]
    inside = [one for one in around if column.inside(one)]
    return Row(
        name,
        {"in": len(inside), SILENT: len(around) - len(inside)},
        {"in": sum(not column.is_named(one) for one in inside)},
    )


@dataclass(frozen=True)
class _Column:
    around: Callable[[Participant], bool]
    inside: Callable[[Participant], bool]
    is_named: Callable[[Participant], bool]


_COLUMNS = (
    _Column(lambda _: True, lambda one: one.took_part, lambda one: one.is_named),
    _Column(
        lambda one: one.took_part,
        lambda one: one.took_position,
        lambda one: one.is_named_there,
    ),
    _Column(
        lambda one: one.took_position,
        lambda one: one.took_position and one.joined_during_call,
        lambda one: one.is_named_there,
    ),
)


def _line(name: str, people: Sequence[Participant]) -> Line:
    positions = [one for one in people if one.took_position]
    return Line(
        name,
        sum(one.at_opening for one in people),
        sum(one.took_part for one in people),
        len(positions),
        sum(one.joined_during_call for one in positions),
    )


def _only(line: Line, shown: Sequence[bool]) -> Line:
    """A line with the columns that may be shown; what is not said is kept back."""
    told = (line.took_part, line.took_position, line.joined_during_call)
    may = [*shown, False, False, False]
    first, second, third = (
        number if one else None for number, one in zip(told, may, strict=False)
    )
    return Line(line.name, line.members, first, second, third)
