"""Blocks in the shared text: what goes in comes out, and edits at once both survive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, XmlText

from consensus.drafting.reading import Draft, block_map
from consensus.drafting.text import (
    change_block,
    in_order,
    move_block,
    put_block,
    put_blocks,
    read_block,
    read_blocks,
    remove_block,
    restore_block,
)
from consensus.errors import Invalid, NotFound
from consensus.schema import Block, check_block
from tests.drafting.texts import (
    any_block,
    block,
    footnote,
    line_break,
    link,
    plain,
    table,
    words,
)


def draft(*blocks: Block, client: int = 1) -> Draft:
    doc: Draft = Doc(client_id=client)
    put_blocks(doc, list(blocks), after=None)
    return doc


def copy_of(doc: Draft, client: int) -> Draft:
    """The same text in somebody else's hands."""
    copied: Draft = Doc(client_id=client)
    copied.apply_update(doc.get_update())
    return copied


def exchange(one: Draft, other: Draft) -> None:
    """Both get what the other did meanwhile."""
    for_other = one.get_update(other.get_state())
    one.apply_update(other.get_update(one.get_state()))
    other.apply_update(for_other)


@given(any_block("b1"))
def test_a_block_of_every_kind_comes_out_as_it_went_in(given_block: Block) -> None:
    check_block(given_block)
    doc = draft(given_block)
    assert read_block(doc, "b1") == given_block
    assert read_block(copy_of(doc, 2), "b1") == given_block


@given(any_block("b1"), any_block("b1"))
def test_any_block_can_be_changed_into_any_other(old: Block, new: Block) -> None:
    doc = draft(old)
    change_block(doc, new)
    assert read_block(doc, "b1") == new


@given(any_block("b1"))
def test_a_change_that_changes_nothing_writes_nothing(given_block: Block) -> None:
    doc = draft(given_block)
    before = doc.get_update()
    change_block(doc, given_block)
    assert doc.get_update() == before


@given(any_block("b1"), any_block("b1"), any_block("b1"))
def test_two_replicas_end_alike_whatever_both_do(
    start: Block, mine: Block, yours: Block
) -> None:
    ada = draft(start)
    ben = copy_of(ada, 2)
    change_block(ada, mine)
    change_block(ben, yours)
    exchange(ada, ben)
    for doc in (ada, ben):
        assert [one.id for one in in_order(doc)] == ["b1"]
    # What came out of the merge can be odd (a table of kind paragraph): the log's
    # check refuses it then. Here it must only be the same on both sides.
    assert _as_read(ada) == _as_read(ben)


def _as_read(doc: Draft) -> Block | str:
    try:
        return read_block(doc, "b1")
    except Invalid as refusal:
        return str(refusal)


def test_two_editors_who_change_different_words_at_once_both_keep_theirs() -> None:
    ada = draft(block("b1", words("Cables serve people. Rivers need care.")))
    ben = copy_of(ada, 2)
    change_block(ada, block("b1", words("Sea cables serve people. Rivers need care.")))
    change_block(ben, block("b1", words("Cables serve people. Rivers need more care.")))
    exchange(ada, ben)
    both = "Sea cables serve people. Rivers need more care."
    assert plain(read_block(ada, "b1")) == plain(read_block(ben, "b1")) == both


def test_words_survive_while_somebody_breaks_the_line_behind_them() -> None:
    ada = draft(block("b1", words("First part. Second part.")))
    ben = copy_of(ada, 2)
    change_block(
        ada, block("b1", words("First part."), line_break(), words("Second part."))
    )
    change_block(ben, block("b1", words("Our first part. Second part.")))
    exchange(ada, ben)
    assert plain(read_block(ada, "b1")) == "Our first part./Second part."
    assert read_block(ada, "b1") == read_block(ben, "b1")


def test_words_survive_while_somebody_else_makes_them_strong() -> None:
    ada = draft(block("b1", words("Rivers need care.")))
    ben = copy_of(ada, 2)
    change_block(ada, block("b1", words("Rivers need "), words("care", "strong"),
                            words(".")))  # fmt: skip
    change_block(ben, block("b1", words("All rivers need care.")))
    exchange(ada, ben)
    expected = [words("All rivers need "), words("care", "strong"), words(".")]
    assert read_block(ada, "b1")["content"] == expected


def test_two_people_who_fill_one_empty_paragraph_at_once_both_keep_theirs() -> None:
    ada = draft(block("b1"))
    ben = copy_of(ada, 2)
    change_block(ada, block("b1", words("Ada's words")))
    change_block(ben, block("b1", words("Ben's words")))
    exchange(ada, ben)
    merged = plain(read_block(ada, "b1"))
    assert "Ada's words" in merged
    assert "Ben's words" in merged


def test_two_people_who_change_different_cells_both_keep_theirs() -> None:
    ada = draft(table("t1", [[words("one")], [words("two")]]))
    ben = copy_of(ada, 2)
    change_block(ada, table("t1", [[words("ONE")], [words("two")]]))
    change_block(ben, table("t1", [[words("one")], [words("TWO")]]))
    exchange(ada, ben)
    both = table("t1", [[words("ONE")], [words("TWO")]])
    assert read_block(ada, "t1") == read_block(ben, "t1") == both


def test_typing_survives_while_the_paragraph_becomes_a_heading() -> None:
    ada = draft(block("b1", words("Cables")))
    ben = copy_of(ada, 2)
    change_block(ada, block("b1", words("Cables"), kind="heading", level=2))
    change_block(ben, block("b1", words("Sea cables")))
    exchange(ada, ben)
    assert read_block(ada, "b1") == block(
        "b1", words("Sea cables"), kind="heading", level=2
    )


def test_typing_goes_with_a_paragraph_that_somebody_moves() -> None:
    ada = draft(*(block(f"b{i}", words(f"Words {i}")) for i in range(1, 6)))
    ben = copy_of(ada, 2)
    move_block(ada, "b4", after=None)
    change_block(ben, block("b4", words("Words 4 and more")))
    exchange(ada, ben)
    for doc in (ada, ben):
        read = read_blocks(doc)
        assert [one["attrs"]["id"] for one in read] == ["b4", "b1", "b2", "b3", "b5"]
        assert plain(read[0]) == "Words 4 and more"


def test_words_typed_into_two_texts_that_met_are_cut_where_they_met() -> None:
    doc = draft(block("b1", words("left ")))
    with doc.transaction():
        content = block_map(doc)["b1"]["c"]
        content.children.append(XmlText("right"))
    change_block(doc, block("b1", words("left and "), words("right", "strong")))
    assert read_block(doc, "b1")["content"] == [
        words("left and "),
        words("right", "strong"),
    ]
    assert [str(child) for child in content.children] == [
        "left and ",
        "<strong>right</strong>",
    ]


def test_a_removed_block_is_out_of_the_text_and_comes_back_to_its_place() -> None:
    doc = draft(*(block(f"b{i}", words(f"Words {i}")) for i in range(1, 4)))
    remove_block(doc, "b2")
    assert [plain(one) for one in read_blocks(doc)] == ["Words 1", "Words 3"]
    assert plain(read_block(doc, "b2")) == "Words 2"
    restore_block(doc, "b2")
    assert [plain(one)[-1] for one in read_blocks(doc)] == ["1", "2", "3"]


def test_a_block_that_was_merged_away_says_into_which() -> None:
    doc = draft(block("b1", words("One")), block("b2", words("Two")))
    remove_block(doc, "b2", into="b1")
    (merged,) = [one for one in in_order(doc) if one.deleted]
    assert (merged.id, merged.into) == ("b2", "b1")


def test_typing_in_a_block_that_is_being_removed_is_kept_in_it() -> None:
    ada = draft(block("b1", words("One")), block("b2", words("Two")))
    ben = copy_of(ada, 2)
    remove_block(ada, "b2")
    change_block(ben, block("b2", words("Two and more")))
    exchange(ada, ben)
    assert [one["attrs"]["id"] for one in read_blocks(ada)] == ["b1"]
    assert plain(read_block(ada, "b2")) == "Two and more"


@given(st.lists(st.integers(0, 20), max_size=15))
def test_new_blocks_stand_where_they_were_put(places: list[int]) -> None:
    doc = draft()
    expected: list[str] = []
    for number, place in enumerate(places):
        at = place % (len(expected) + 1)
        after = expected[at - 1] if at else None
        put_block(doc, block(f"b{number}", words("x")), after=after)
        expected.insert(at, f"b{number}")
    assert [one["attrs"]["id"] for one in read_blocks(doc)] == expected


def test_a_footnote_mark_keeps_its_place_among_links_and_breaks() -> None:
    first = block("b1", link("See", "https://a.example"), footnote("n1"), line_break())
    doc = draft(first)
    second = block("b1", link("See", "https://b.example"), footnote("n1"),
                   words(" here"), line_break(), footnote("n2"))  # fmt: skip
    change_block(doc, second)
    assert read_block(doc, "b1") == second


def test_what_is_not_there_cannot_be_changed() -> None:
    doc = draft(block("b1", words("One")))
    for change in (remove_block, restore_block, read_block):
        with pytest.raises(NotFound):
            change(doc, "b9")
    with pytest.raises(NotFound):
        put_block(doc, block("b2", words("Two")), after="b9")
