"""INV-22: somebody who adds and subtracts learns no number that is not shown."""

from collections.abc import Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from consensus.coalitions.models import Member, Region, StakeholderGroup
from consensus.coalitions.shown_as import SMALLEST_SHOWN
from consensus.participation.people import Participant
from consensus.participation.tables import Line, tables_of

GROUPS = [str(one) for one in StakeholderGroup][:3]
REGIONS = [str(one) for one in Region][:2]
Cells = tuple[int, int, int]
"""Took part, took a position, joined during the call: each among those before."""


@st.composite
def participants(draw: st.DrawFn) -> Participant:
    """Anybody of three groups and two regions, who may have done and shown anything."""
    took_part = draw(st.booleans())
    took_position = took_part and draw(st.booleans())
    joined = took_part and draw(st.integers(0, 4)) == 0
    return Participant(
        member=Member(), organisation="",
        group=draw(st.sampled_from(GROUPS)), region=draw(st.sampled_from(REGIONS)),
        at_opening=not joined, joined_during_call=joined,
        took_part=took_part, took_position=took_position,
        is_named=draw(st.booleans()), is_named_there=draw(st.booleans()),
    )  # fmt: skip


crowds = st.lists(participants(), max_size=12)


def possible(lines: Sequence[Line], total: Line, people: Sequence[Participant],
             key: str) -> dict[str, set[Cells]]:  # fmt: skip
    """
    An attacker's work: what each row that is not shown can hold.

    Known are the printed rows and totals, how many people there are in each row, and
    everybody who is named. Rows that are shown are taken off the totals; what is left
    must be the sum of the others.
    """
    hidden = [one for one in lines if one.took_part is None]
    ways = {}
    for line in hidden:
        here = [one for one in people if getattr(one, key) == line.name]
        ways[line.name] = _fillings(here)
    if total.took_part is None:
        return {name: set(all_) for name, all_ in ways.items()}
    shown = [_cells(one) for one in lines if one.took_part is not None]
    left = tuple(
        t - sum(c) for t, c in zip(_cells(total), _columns(shown), strict=True)
    )
    return {
        name: {
            one for one in ways[name]
            if _reachable([w for other, w in ways.items() if other != name], left, one)
        }
        for name in ways
    }  # fmt: skip


def _fillings(here: Sequence[Participant]) -> list[Cells]:
    named = sum(one.took_part and one.is_named for one in here)
    there = [one for one in here if one.took_position and one.is_named_there]
    joined = sum(one.joined_during_call for one in there)
    sizes = range(len(here) + 1)
    return [
        (a, b, c)
        for a, b, c in product(sizes, repeat=3)
        if a >= b >= c and a >= named and b >= len(there) and c >= joined
    ]


def _reachable(others: list[list[Cells]], left: tuple[int, ...], one: Cells) -> bool:
    sums = {one}
    for ways in others:
        sums = {
            (s[0] + w[0], s[1] + w[1], s[2] + w[2])
            for s in sums for w in ways
            if all(x + y <= z for x, y, z in zip(s, w, left, strict=True))
        }  # fmt: skip
    return left in sums


def _columns(rows: list[Cells]) -> list[list[int]]:
    return [[row[i] for row in rows] for i in range(3)]


def _cells(line: Line) -> Cells:
    return line.took_part or 0, line.took_position or 0, line.joined_during_call or 0


def secrets(here: Sequence[Participant]) -> list[int]:
    """Which of a row's cells hold somebody unnamed and fewer than five people."""
    part = [one for one in here if one.took_part]
    there = [one for one in here if one.took_position]
    late = [one for one in there if one.joined_during_call]
    unnamed = [
        any(not one.is_named for one in part),
        any(not one.is_named_there for one in there),
        any(not one.is_named_there for one in late),
    ]
    sizes = [len(part), len(there), len(late)]
    return [
        i for i in range(3) if unnamed[i] and sizes[i] < SMALLEST_SHOWN
    ]  # fmt: skip


@given(crowds)
def test_inv_22_no_number_of_the_participation_statement_can_be_worked_out(
    people: list[Participant],
) -> None:
    groups, regions, total = tables_of(people)
    for lines, key in ((groups, "group"), (regions, "region")):
        found = possible(lines, total, people, key)
        for line in lines:
            here = [one for one in people if getattr(one, key) == line.name]
            for cell in secrets(here):
                assert line.took_part is None, "a small cell is shown"
                assert len({one[cell] for one in found[line.name]}) > 1


@given(crowds)
def test_r18_what_is_shown_is_true_and_members_are_always_told(
    people: list[Participant],
) -> None:
    groups, regions, total = tables_of(people)
    assert total.members == sum(one.at_opening for one in people)
    for line in (*groups, *regions):
        here = [p for p in people if line.name in {p.group, p.region}]
        assert line.members == sum(one.at_opening for one in here)
        assert line.took_part in {None, sum(one.took_part for one in here)}
        assert line.took_position in {None, sum(one.took_position for one in here)}


def test_r18_a_table_of_named_people_is_shown_in_full() -> None:
    crowd = [
        Participant(
            Member(), group, REGIONS[0], "", at_opening=True, took_part=True,
            took_position=True, is_named=True, is_named_there=True,
        )
        for group in GROUPS
    ]  # fmt: skip
    groups, regions, total = tables_of(crowd)
    assert all(one.took_part is not None for one in (*groups, *regions, total))
