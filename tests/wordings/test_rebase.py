"""A change brought onto words that moved on: merged or shown, never lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.errors import Invalid
from consensus.schema import Block
from consensus.wordings.marked_words import as_nodes, marked_tokens
from consensus.wordings.rebase import Collided, Merged, Place, rebase, rebase_block

STRONG: Block = {"type": "strong"}
LINK: Block = {"type": "link", "attrs": {"href": "https://example.org/a"}}
BREAK: Block = {"type": "hard_break"}
NOTE: Block = {"type": "footnote", "attrs": {"note": "n1"}}

WORDS = st.sampled_from(
    ["Every ", "notice ", "is ", "kept", ", ", ". ", "short ", "a", " ", "é", "e\u0301",
     "👩‍👩‍👧 ", "我们", "สวัสดี ", "don't ", "3.5 "]
)  # fmt: skip
TEXT = st.builds(
    lambda words, marks: {"type": "text", "text": words, **marks},
    WORDS,
    st.sampled_from([{}, {"marks": [STRONG]}, {"marks": [STRONG, LINK]}]),
)
CONTENT = st.lists(TEXT | st.sampled_from([BREAK, NOTE]), max_size=12)


def text(words: str, *marks: Block) -> Block:
    node: Block = {"type": "text", "text": words}
    return {**node, "marks": list(marks)} if marks else node


def joined(nodes: list[Block]) -> list[Block]:
    return as_nodes(marked_tokens(nodes))


def merge(base: str, mine: str, current: str) -> str | tuple[Place, ...]:
    """Words alone: the merged text, or the places of the collision."""
    found = rebase(*([text(one)] if one else [] for one in (base, mine, current)))
    if isinstance(found, Collided):
        return found.places
    return "".join(node["text"] for node in found.content)


def added(base: list[Block], new: list[Block]) -> Counter[str]:
    return Counter(marked_tokens(new)) - Counter(marked_tokens(base))


@given(CONTENT)
def test_words_marks_links_notes_and_breaks_come_back_from_their_tokens(
    nodes: list[Block],
) -> None:
    again = joined(nodes)
    assert marked_tokens(again) == marked_tokens(nodes)
    assert [n for n in again if "text" not in n] == [
        n for n in nodes if "text" not in n
    ]
    assert "".join(n.get("text", "") for n in again) == "".join(
        n.get("text", "") for n in nodes
    )


@given(CONTENT, CONTENT)
def test_where_nothing_moved_on_my_words_are_the_result(
    base: list[Block], mine: list[Block]
) -> None:
    assert rebase(base, mine, base) == Merged(joined(mine))


@given(CONTENT, CONTENT)
def test_where_i_changed_nothing_the_current_words_stay(
    base: list[Block], current: list[Block]
) -> None:
    assert rebase(base, base, current) == Merged(joined(current))


@given(CONTENT, CONTENT)
def test_the_same_change_on_both_sides_is_made_once(
    base: list[Block], both: list[Block]
) -> None:
    assert rebase(base, both, both) == Merged(joined(both))


@given(CONTENT, CONTENT, CONTENT)
def test_a_merge_loses_no_word_that_either_side_added(
    base: list[Block], mine: list[Block], current: list[Block]
) -> None:
    found = rebase(base, mine, current)
    if isinstance(found, Merged):
        tokens = Counter(marked_tokens(found.content))
        assert not (added(base, mine) | added(base, current)) - tokens
        known = marked_tokens(base) + marked_tokens(mine) + marked_tokens(current)
        assert set(tokens) <= set(known)


@given(CONTENT, CONTENT, CONTENT)
def test_it_does_not_matter_whose_change_is_called_mine(
    base: list[Block], mine: list[Block], current: list[Block]
) -> None:
    one, other = rebase(base, mine, current), rebase(base, current, mine)
    assert isinstance(one, Merged) == isinstance(other, Merged)
    if isinstance(one, Merged):
        assert one == other


@given(
    st.lists(
        st.sampled_from(["Notices are kept. ", "They are read out. "]), min_size=6
    ),
    st.data(),
)
def test_changes_in_sentences_apart_are_both_in_the_text(
    sentences: list[str], data: st.DataObject
) -> None:
    places = st.integers(0, len(sentences) - 1)
    here, there = sorted(data.draw(st.lists(places, min_size=2, max_size=2)))
    mine, current = [*sentences], [*sentences]
    mine[here] = "Mine stands here. "
    current[there] = "Theirs stands there. "
    found = merge("".join(sentences), "".join(mine), "".join(current))
    if isinstance(found, str):
        assert "Mine" in found
        assert "Theirs" in found
    else:
        assert here <= there <= here + 1


@pytest.mark.parametrize(
    ("base", "mine", "current", "merged"),
    [
        ("Notices are short.", "Notices are very short.", "All Notices are short.",
         "All Notices are very short."),
        ("One. Two. Three.", "One. Three.", "One. Two. Three. Four.",
         "One. Three. Four."),
        ("A b c d e.", "A b c d f.", "A b c d f.", "A b c d f."),
        ("A notice.", "", "A notice.", ""),
        # The sixth of equal sentences is meant, not the first (collab.md 9).
        ("It meets yearly. " * 12,
         "It meets yearly. " * 6 + "It meets TWICE yearly. " + "It meets yearly. " * 5,
         "New. " + "It meets yearly. " * 12,
         "New. " + "It meets yearly. " * 6 + "It meets TWICE yearly. "
         + "It meets yearly. " * 5),
    ],
)  # fmt: skip
def test_changes_apart_are_put_together(
    base: str, mine: str, current: str, merged: str
) -> None:
    assert merge(base, mine, current) == merged


@pytest.mark.parametrize(
    ("base", "mine", "current", "places"),
    [
        ("Hosts must answer.", "Hosts should answer.", "Hosts may answer.",
         (Place("must", "should", "may"),)),
        # Neighbours: together they would say what neither person wrote.
        ("Hosts must not ask.", "Hosts may not ask.", "Hosts must never ask.",
         (Place("must not", "may not", "must never"),)),
        ("A b.", "A x b.", "A y b.", None),
        ("One two three four.", "One four.", "One two 2 three four.", None),
        ("", "Mine.", "Theirs.", (Place("", "Mine.", "Theirs."),)),
    ],
)  # fmt: skip
def test_changes_in_one_place_collide(
    base: str, mine: str, current: str, places: tuple[Place, ...] | None
) -> None:
    found = merge(base, mine, current)
    assert not isinstance(found, str)
    assert places is None or found == places


def test_marks_links_and_notes_of_both_sides_are_kept() -> None:
    base = [text("Hosts answer. Users ask"), NOTE, text(". All wait.")]
    mine = [text("Hosts "), text("answer", STRONG), text(". Users ask"), NOTE,
            text(". All wait.")]  # fmt: skip
    current = [text("Hosts answer. Users ask"), NOTE, text(". All "),
               text("wait here", LINK), text("."), BREAK]  # fmt: skip
    assert rebase(base, mine, current) == Merged(
        [text("Hosts "), text("answer", STRONG), text(". Users ask"), NOTE,
         text(". All "), text("wait here", LINK), text("."), BREAK]
    )  # fmt: skip


def test_words_made_strong_by_one_and_changed_by_another_collide() -> None:
    base, mine = [text("Hosts answer all.")], [text("Hosts "), text("answer", STRONG),
                                               text(" all.")]  # fmt: skip
    found = rebase(base, mine, [text("Hosts reply all.")])
    assert found == Collided((Place("answer", "answer", "reply"),))


def test_a_word_with_half_of_it_strong_is_one_word() -> None:
    half = [text("No"), text("tice", STRONG), text(" kept")]
    assert len(marked_tokens(half)) == 3
    assert joined(half) == half


def paragraph(words: str, kind: str = "paragraph", **attrs: object) -> Block:
    return {"type": kind, "attrs": {"id": "b1", **attrs}, "content": [text(words)]}


def test_a_changed_kind_and_changed_words_go_together() -> None:
    found = rebase_block(
        paragraph("Notices"), paragraph("Notices", "heading", level=2),
        paragraph("All notices"),
    )  # fmt: skip
    assert found == paragraph("All notices", "heading", level=2)


def test_two_different_kinds_collide() -> None:
    found = rebase_block(
        paragraph("Notices"), paragraph("Notices", "heading", level=2),
        paragraph("Notices", "quotation"),
    )  # fmt: skip
    assert found == Collided(())


def table(*rows: tuple[str, ...]) -> Block:
    def cell(words: str) -> Block:
        return {"type": "table_cell", "content": [text(words)]}

    content = [{"type": "table_row", "content": list(map(cell, row))} for row in rows]
    return {"type": "table", "attrs": {"id": "b1"}, "content": content}


def test_cells_are_merged_one_by_one() -> None:
    base = table(("Day", "Place"), ("Monday", "Hall"))
    mine = table(("Day", "Place"), ("Tuesday", "Hall"))
    current = table(("Day", "Room"), ("Monday", "Hall"))
    whole = table(("Day", "Room"), ("Tuesday", "Hall"))
    assert rebase_block(base, mine, current) == whole
    assert isinstance(rebase_block(base, table(("Day",)), current), Collided)
    assert rebase_block(base, table(("Day",)), base) == table(("Day",))


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(Invalid, match="200,000"):
        rebase([], [text("a" * 200_001)], [])
