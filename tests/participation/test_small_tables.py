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
    is_named_there = took_position and draw(st.booleans())
    return Participant(
        member=Member(), organisation="",
        group=draw(st.sampled_from(GROUPS)), region=draw(st.sampled_from(REGIONS)),
        at_opening=not joined, joined_during_call=joined,
        took_part=took_part, took_position=took_position,
        is_named=is_named_there or draw(st.booleans()), is_named_there=is_named_there,
    )  # fmt: skip


crowds = st.lists(participants(), max_size=12)


def possible(
    lines: Sequence[Line], total: Line, people: Sequence[Participant], key: str
) -> dict[str, set[Cells]]:
    """
    An attacker's work: what each row can hold, as far as it is not shown.

    Known are the printed numbers and totals, how many people there are in each row, and
    everybody who is named; the rows of a column must add up to its total.
    """
    ways = {
        line.name: _fillings(line, [p for p in people if getattr(p, key) == line.name])
        for line in lines
    }
    sums = _cells(total)
    return {
        name: {
            one for one in ways[name]
            if _adds_up([w for other, w in ways.items() if other != name], sums, one)
        }
        for name in ways
    }  # fmt: skip


def _fillings(line: Line, here: Sequence[Participant]) -> list[Cells]:
    named = sum(one.took_part and one.is_named for one in here)
    there = [one for one in here if one.took_position and one.is_named_there]
    joined = sum(one.joined_during_call for one in there)
    sizes = range(len(here) + 1)
    least, told = (named, len(there), joined), _cells(line)
    return [
        (a, b, c)
        for a, b, c in product(sizes, repeat=3)
        if a >= b >= c
        and all(n >= k for n, k in zip((a, b, c), least, strict=True))
        and all(s in {None, n} for n, s in zip((a, b, c), told, strict=True))
    ]


def _adds_up(
    others: list[list[Cells]], sums: tuple[int | None, ...], one: Cells
) -> bool:
    """Whether the other rows can be filled so that all columns have their totals."""
    reached = {one}
    for ways in others:
        reached = {
            (r[0] + w[0], r[1] + w[1], r[2] + w[2]) for r in reached for w in ways
        }
    return any(
        all(n == s for n, s in zip(r, sums, strict=True) if s is not None)
        for r in reached
    )


def _cells(line: Line) -> tuple[int | None, ...]:
    return line.took_part, line.took_position, line.joined_during_call


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
                assert _cells(line)[cell] is None, "a small cell is shown"
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


def test_r18_a_column_without_a_secret_is_shown_beside_one_that_is_kept_back() -> None:
    def one(group: str, *, openly: bool) -> Participant:
        return Participant(
            Member(), group, REGIONS[0], "", at_opening=True, took_part=True,
            took_position=True, is_named=True, is_named_there=openly,
        )  # fmt: skip

    crowd = [one(GROUPS[0], openly=False), *(one(g, openly=True) for g in GROUPS)]
    groups, _, total = tables_of(crowd)
    assert [line.took_part for line in groups[:3]] == [2, 1, 1]
    assert groups[0].took_position is None
    assert total.took_part == 4
