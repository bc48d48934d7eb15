"""The table of domain.md 5.5, and which of its rows a change of the text is."""

from typing import Any

import pytest

from consensus.wordings.structure import (
    EFFECTS,
    Change,
    ForObjections,
    ForPositions,
    Step,
    families,
    places_after,
    same_together,
)

A, B, C = "a", "b", "c"


def paragraph(text: str) -> dict[str, Any]:
    content = [{"type": "text", "text": text}]
    return {"type": "paragraph", "attrs": {"id": "b"}, "content": content}


def words(*texts: str) -> list[dict[str, Any]]:
    return [paragraph(text) for text in texts]


@pytest.mark.parametrize("change", list(Change))
def test_r7_no_change_of_structure_ends_an_objection(change: Change) -> None:
    assert EFFECTS[change].objections in set(ForObjections)
    assert EFFECTS[change].told


@pytest.mark.parametrize(
    ("change", "positions"),
    [
        (Change.MOVED, ForPositions.KEPT),
        (Change.HEADING_CHANGED, ForPositions.KEPT),
        (Change.SPLIT_SAME, ForPositions.CARRIED),
        (Change.SPLIT_OTHER, ForPositions.STALE),
        (Change.MERGED_SAME, ForPositions.CARRIED_IF_SAME),
        (Change.MERGED_OTHER, ForPositions.STALE),
        (Change.REMOVED, ForPositions.KEPT_ON_TOMBSTONE),
        (Change.RESTORED, ForPositions.AS_BEFORE),
    ],
)
def test_r7_every_row_of_the_table_says_what_happens_to_positions(
    change: Change, positions: ForPositions
) -> None:
    assert EFFECTS[change].positions is positions
    assert len(EFFECTS) == len(Change)


@pytest.mark.parametrize(
    ("whole", "parts", "same"),
    [
        ("One. Two.", ["One.", "Two."], True),
        ("One.  Two.", ["One. ", " Two."], True),
        ("One. Two.", ["One.", "Too."], False),
        ("One. Two.", ["Two.", "One."], False),
        ("Foobar", ["Foo", "bar"], False),
        ("人人生而自由。在尊严上平等。", ["人人生而自由。", "在尊严上平等。"], True),
        ("人人生而自由。在尊严上平等。", ["人人生而自由。", "在尊严平等。"], False),
        ("ทุกคนเกิดมาอิสระ", ["ทุกคน", "เกิดมาอิสระ"], True),
        ("كل الناس. أحرار.", ["كل الناس.", "أحرار."], True),
    ],
)
def test_r7_parts_are_the_same_words_if_joined_they_read_as_the_whole(
    whole: str, parts: list[str], same: bool
) -> None:
    assert same_together(words(whole), words(*parts)) is same


def test_r7_a_part_of_another_kind_is_other_text() -> None:
    heading = {**paragraph("One."), "type": "heading"}
    assert not same_together(words("One. Two."), [heading, *words("Two.")])


def test_r7_words_are_followed_through_splits_and_merges() -> None:
    steps = [Step(1, "split", A, B), Step(2, "merged", B, C)]
    assert places_after({A}, steps, {A, C}) == {A, C}
    assert places_after({C}, steps, {A, C}) == {C}
    (family,) = families(steps, {A, C})
    assert (family.sources, family.blocks, family.is_merge) == ([C, A], {A, B, C}, True)


def test_r7_a_merged_paragraph_that_stands_again_has_its_own_words_back() -> None:
    steps = [Step(1, "merged", B, A), Step(2, "restored", B)]
    assert places_after({B}, steps, {A, B}) == {B}
    assert families(steps, {A, B}) == []


def test_r7_a_part_merged_back_is_one_paragraph_again() -> None:
    steps = [Step(1, "split", A, B), Step(2, "merged", B, A)]
    (family,) = families(steps, {A})
    assert (family.sources, family.is_merge) == ([A], False)
    assert places_after({A}, steps, {A}) == {A}
