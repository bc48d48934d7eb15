"""R18, INV-22: what a table keeps back cannot be worked out from what it prints."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from consensus.coalitions.shown_as import SMALLEST_SHOWN
from consensus.deliberation.small_numbers import Row, suppressed

KINDS = ("support", "objection", "not_yet")
GROUPS = ("civil_society", "government", "private_sector", "technical_community")


def row(group: str, people: tuple[int, ...], unnamed: tuple[int, ...]) -> Row:
    """A group with people by kind, some of them unnamed; silence is in no list."""
    return Row(
        group,
        dict(zip(KINDS, people, strict=True)),
        dict(zip(KINDS[:2], unnamed, strict=True)),
    )


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """Small tables, in which a person may be unnamed."""
    rows = []
    for group in GROUPS[: draw(st.integers(1, 4))]:
        people = tuple(draw(st.integers(0, 3)) for _ in KINDS)
        unnamed = tuple(draw(st.integers(0, number)) for number in people[:2])
        rows.append(row(group, people, unnamed))
    return rows


def possible(rows: list[Row]) -> list[tuple[tuple[int, ...], ...]]:
    """
    A solver: every way to fill the hidden rows that fits what is told of them.

    Told are the size of each group, the sums of each kind, and what named people said.
    """
    unknown = [
        [r.unnamed["support"], r.unnamed["objection"], r.people["not_yet"]]
        for r in rows
    ]
    sizes = [sum(cells) for cells in unknown]
    sums = [sum(column) for column in zip(*unknown, strict=True)]
    ways = [
        [c for c in product(*(range(s + 1) for s in sums)) if sum(c) == size]
        for size in sizes
    ]
    return [
        table
        for table in product(*ways)
        if [sum(column) for column in zip(*table, strict=True)] == sums
    ]


@given(tables())
def test_inv_22_no_suppressed_cell_can_be_worked_out(table: list[Row]) -> None:
    hidden = suppressed(table)
    rows = [one for one in table if one.group in hidden]
    if len(rows) == len(table):
        return  # all is kept back: the sums alone are told
    answers = possible(rows)
    for place, one in enumerate(rows):
        for column, kind in enumerate(KINDS[:2]):
            if one.unnamed[kind] and one.people[kind] < SMALLEST_SHOWN:
                assert len({answer[place][column] for answer in answers}) > 1


@given(tables())
def test_r18_every_small_cell_with_an_unnamed_person_is_kept_back(
    table: list[Row],
) -> None:
    hidden = suppressed(table)
    for one in table:
        small = [
            kind
            for kind in KINDS[:2]
            if one.unnamed[kind] and one.people[kind] < SMALLEST_SHOWN
        ]
        assert not small or one.group in hidden


def test_a_table_of_named_people_keeps_nothing_back() -> None:
    table = [row("government", (1, 1, 0), (0, 0)), row("other", (9, 0, 3), (0, 0))]
    assert suppressed(table) == frozenset()


def test_r18_a_large_cell_may_hold_unnamed_people() -> None:
    table = [row("government", (5, 0, 4), (3, 0)), row("other", (1, 0, 0), (0, 0))]
    assert suppressed(table) == frozenset()


def test_r18_a_second_group_is_kept_back_so_that_the_first_cannot_be_told() -> None:
    table = [
        row("government", (1, 0, 0), (1, 0)),
        row("civil_society", (6, 0, 6), (0, 0)),
        row("private_sector", (2, 0, 2), (0, 0)),
    ]
    assert suppressed(table) == {"government", "private_sector"}
