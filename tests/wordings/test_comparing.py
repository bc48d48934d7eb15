"""Two states of a text compared: nothing is lost, nothing is invented."""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.schema import Block
from consensus.wordings.canonical import plain_text
from consensus.wordings.comparing import Change, Comparison, Row, Way, compare

STRONG: Block = {"type": "strong"}


def block(own_id: str, words: str, kind: str = "paragraph", **attrs: object) -> Block:
    return {
        "type": kind,
        "attrs": {"id": own_id, **attrs},
        "content": [{"type": "text", "text": words}] if words else [],
    }


def marked(own_id: str, *runs: tuple[str, Sequence[Block]]) -> Block:
    content = [
        {"type": "text", "text": words, **({"marks": list(marks)} if marks else {})}
        for words, marks in runs
    ]
    return {"type": "paragraph", "attrs": {"id": own_id}, "content": content}


def text(*ids: str) -> list[Block]:
    return [block(one, f"The words of {one}.") for one in ids]


def ids(blocks: Iterable[Block]) -> list[str]:
    return [str(one["attrs"]["id"]) for one in blocks]


def row_of(compared: Comparison, block_id: str) -> Row:
    """The row that shows a paragraph with its words."""
    rows = [r for r in compared.rows if r.id == block_id and r.way is not Way.WENT]
    assert len(rows) == 1
    return rows[0]


WORDS = st.lists(
    st.sampled_from(["should ", "must ", "report", ".", "\n", "é", "报告 ", ""]),
    max_size=8,
).map("".join)
KINDS = st.sampled_from(["paragraph", "heading", "list_item", "note"])
BLOCKS = st.builds(block, st.sampled_from([f"b{n}" for n in range(9)]), WORDS, KINDS)
TEXTS = st.lists(BLOCKS, max_size=9, unique_by=lambda one: one["attrs"]["id"])


@given(TEXTS, TEXTS)
def test_both_texts_come_back_paragraph_by_paragraph(
    old: list[Block], new: list[Block]
) -> None:
    rows = compare(old, new).rows
    assert [r.old for r in rows if r.old and r.way is not Way.CAME] == old
    assert [r.new for r in rows if r.new and r.way is not Way.WENT] == new


@given(TEXTS, TEXTS)
def test_the_words_of_both_texts_come_back_to_the_last_character(
    old: list[Block], new: list[Block]
) -> None:
    for row in compare(old, new).rows:
        if row.way is not Way.WENT:
            was = "".join(words for op, words in row.ops if op in "=-")
            now = "".join(words for op, words in row.ops if op in "=+")
            assert was == (plain_text(row.old) if row.old else "")
            assert now == (plain_text(row.new) if row.new else "")


@given(TEXTS, TEXTS)
def test_every_paragraph_keeps_its_id_and_is_shown_once(
    old: list[Block], new: list[Block]
) -> None:
    rows = compare(old, new).rows
    shown = [row.id for row in rows if row.way is not Way.WENT]
    assert sorted(shown) == sorted({*ids(old), *ids(new)})
    for row in rows:
        sides = [side["attrs"]["id"] for side in (row.old, row.new) if side]
        assert set(sides) == {row.id}


@given(TEXTS, TEXTS)
def test_who_comes_also_went_and_the_other_way_round(
    old: list[Block], new: list[Block]
) -> None:
    rows = compare(old, new).rows
    came = sorted(row.id for row in rows if row.way is Way.CAME)
    assert came == sorted(row.id for row in rows if row.way is Way.WENT)


@given(TEXTS)
def test_a_text_compared_with_itself_shows_no_change(blocks: list[Block]) -> None:
    compared = compare(blocks, blocks)
    assert compared.changed == []
    assert compared.words == (0, 0)


@given(st.permutations([f"b{n}" for n in range(7)]))
def test_an_order_alone_changes_no_word(order: list[str]) -> None:
    compared = compare(text(*sorted(order)), text(*order))
    assert compared.words == (0, 0)
    assert {row.change for row in compared.rows} == {Change.SAME}
    assert (compared.changed == []) == (order == sorted(order))


def test_one_paragraph_put_elsewhere_is_the_only_one_that_moved() -> None:
    compared = compare(text("a", "b", "c", "d", "e"), text("b", "c", "d", "e", "a"))
    moved = compared.changed
    assert [row.id for row in moved] == ["a"]
    assert (moved[0].old_label, moved[0].new_label) == ("¶1", "¶5")
    assert [row.id for row in compared.rows] == ["a", "b", "c", "d", "e", "a"]


def test_a_moved_paragraph_still_shows_its_changed_words() -> None:
    old = [block("a", "They should act."), *text("b", "c")]
    new = [*text("b", "c"), block("a", "They must act.")]
    row = row_of(compare(old, new), "a")
    assert row.way is Way.CAME
    assert row.ops == (("=", "They "), ("-", "should"), ("+", "must"), ("=", " act."))
    assert row.words == (1, 1)


def test_removed_and_added_paragraphs_stand_where_they_were_and_are() -> None:
    compared = compare(text("a", "b", "c"), text("a", "x", "c"))
    shown = [(row.id, row.change) for row in compared.rows]
    assert shown[1:3] == [("b", Change.REMOVED), ("x", Change.ADDED)]
    assert row_of(compared, "b").ops == (("-", "The words of b."),)
    assert row_of(compared, "x").ops == (("+", "The words of x."),)
    assert compared.words == (4, 4)


def test_the_same_words_under_another_id_are_another_paragraph() -> None:
    compared = compare([block("a", "Same words.")], [block("z", "Same words.")])
    assert [row.change for row in compared.rows] == [Change.REMOVED, Change.ADDED]


def test_a_changed_mark_is_said_in_words_and_asks_nobody_again() -> None:
    old = marked("a", ("Publish ", ()), ("all", ()), (" reports.", ()))
    new = marked("a", ("Publish ", ()), ("all", [STRONG]), (" reports.", ()))
    row = row_of(compare([old], [new]), "a")
    assert row.change is Change.FORMATTING
    assert row.said == ("bold",)
    assert row.ops == (("=", "Publish all reports."),)
    assert row.is_wording_same


def test_a_link_that_leads_elsewhere_is_another_wording() -> None:
    first, other = (
        marked("a", ("Here", [{"type": "link", "attrs": {"href": href}}]))
        for href in ("https://example.org/a", "https://example.org/b")
    )
    row = row_of(compare([first], [other]), "a")
    assert row.change is Change.FORMATTING
    assert row.said == ("where a link leads",)
    assert not row.is_wording_same


def test_a_mark_cut_in_pieces_is_no_change_of_marks() -> None:
    whole = marked("a", ("all of it", [STRONG]))
    pieces = marked("a", ("all ", [STRONG]), ("of it", [STRONG]))
    assert row_of(compare([whole], [pieces]), "a").said == ("layout",)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (block("a", "Water", "heading"), "kind: paragraph to heading"),
        (block("a", "Water", lang="fr"), "language"),
        (block("a", "Water", dir="rtl"), "direction of writing"),
    ],
)
def test_what_changed_besides_words_is_said(new: Block, said: str) -> None:
    assert row_of(compare([block("a", "Water")], [new]), "a").said == (said,)


def test_a_note_mark_that_came_is_said() -> None:
    mark = {"type": "footnote", "attrs": {"note": "n1"}}
    old = block("a", "Water")
    new = {**old, "content": [*old["content"], mark]}
    assert row_of(compare([old], [new]), "a").said == ("marks of notes",)


def test_a_cell_that_spans_two_columns_now_is_a_change_of_layout() -> None:
    def table(**attrs: int) -> Block:
        content = [{"type": "text", "text": "Cost"}]
        cell = {"type": "table_cell", "attrs": attrs, "content": content}
        row = {"type": "table_row", "content": [cell]}
        return {"type": "table", "attrs": {"id": "t"}, "content": [row]}

    compared = compare([table(colspan=1)], [table(colspan=2)])
    assert row_of(compared, "t").said == ("layout",)


def test_without_time_left_the_words_are_shown_as_replaced_and_counted() -> None:
    old, new = [block("a", "They should act.")], [block("a", "They must act.")]
    compared = compare(old, new, within=0)
    assert compared.coarse == 1
    assert compared.rows[0].ops == (("-", "They should act."), ("+", "They must act."))
