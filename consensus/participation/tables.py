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

    If the totals would tell what one table keeps back, neither table shows a number
    but those of members: one would tell what the other hides.
    """
    by_group = _by(people, [str(one) for one in StakeholderGroup], lambda p: p.group)
    by_region = _by(people, [str(one) for one in Region], lambda p: p.region)
    all_of_them = _line("total", people)
    hidden = [_hidden(by_group), _hidden(by_region)]
    if any(tells for _, tells in hidden):
        both = [_withheld(table, set(table)) for table in (by_group, by_region)]
        return both[0], both[1], _without(all_of_them)
    tables = [
        _withheld(table, rows)
        for table, (rows, _) in zip((by_group, by_region), hidden, strict=True)
    ]
    return tables[0], tables[1], all_of_them


def _by(
    people: Sequence[Participant], names: Sequence[str],
    key: Callable[[Participant], str],
) -> dict[str, list[Participant]]:  # fmt: skip
    return {name: [one for one in people if key(one) == name] for name in names}


def _hidden(table: Mapping[str, list[Participant]]) -> tuple[frozenset[str], bool]:
    """The rows to keep back, and whether the totals would tell them all the same."""
    columns = [
        [_row(name, people, column) for name, people in table.items()]
        for column in _COLUMNS
    ]
    hidden = kept_back(columns)
    return hidden, totals_tell(columns, hidden)


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


def _withheld(
    table: Mapping[str, list[Participant]], hidden: frozenset[str] | set[str]
) -> tuple[Line, ...]:
    lines = [_line(name, people) for name, people in table.items()]
    return tuple(_without(one) if one.name in hidden else one for one in lines)


def _line(name: str, people: Sequence[Participant]) -> Line:
    positions = [one for one in people if one.took_position]
    return Line(
        name,
        sum(one.at_opening for one in people),
        sum(one.took_part for one in people),
        len(positions),
        sum(one.joined_during_call for one in positions),
    )


def _without(line: Line) -> Line:
    return Line(line.name, line.members, None, None, None)
