"""Where the words of a comment are after edits: found, moved, or openly lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.comments.anchors import Found, found_again, quote_in
from consensus.errors import Invalid
from tests.comments.commenting import comment, panel
from tests.deliberation.stories import Story

OLD = "Members read the text. Members answer the text within ten days of the call."


def again(words: str, new: str, near: int = 0) -> str | None:
    """What the words quoted from OLD are in a new text; None if they are lost."""
    found = found_again(quote_in(OLD, words, near=near), OLD, new)
    return None if found is None else new[found.start : found.end]


@pytest.mark.parametrize(
    ("words", "new", "expected"),
    [
        ("within ten days", OLD, "within ten days"),
        ("within ten days", "So: " + OLD, "within ten days"),
        ("within ten days", OLD.replace("ten", "twelve"), "within twelve days"),
        ("within ten days", OLD.replace("ten days", "ten working days"),
         "within ten working days"),
        ("within ten days", "Members within ten days answer. Members read the text.",
         "within ten days"),
        ("within ten days", "Members read the text. They may answer it at leisure.",
         None),
        ("Members", "We read the text. Members answer the text.", "Members"),
    ],
)  # fmt: skip
def test_words_are_found_again_or_lost(
    words: str, new: str, expected: str | None
) -> None:
    near = OLD.index("Members answer") if words == "Members" else 0
    assert again(words, new, near) == expected


def test_of_words_that_stand_twice_the_nearest_are_meant() -> None:
    assert quote_in(OLD, "Members").position == 0
    assert quote_in(OLD, "Members", near=30).position == OLD.index("Members answer")


def test_words_that_are_not_there_are_refused() -> None:
    with pytest.raises(Invalid):
        quote_in(OLD, "within nine days")


@given(st.data())
def test_in_an_unchanged_text_every_quote_is_found_exactly(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(OLD) - 2))
    end = data.draw(st.integers(start + 1, len(OLD)))
    if OLD[start:end].strip():
        quote = quote_in(OLD, OLD[start:end], near=start)
        assert found_again(quote, OLD, OLD) == Found(
            quote.position, quote.position + len(quote.exact), 1.0
        )


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_a_found_place_lies_in_the_text(before: str, after: str, new: str) -> None:
    old = f"{before} words meant {after}"
    found = found_again(quote_in(old, "words meant"), old, new)
    if found is not None:
        assert 0 <= found.start < found.end <= len(new)
        assert 0.5 <= found.score <= 1


def test_the_panel_shows_what_the_words_read_now(story: Story) -> None:
    comment(story.people[0], story.document, quote="notice is read out")
    story.rewords("b1", "Every notice is soon read out.")
    shown = panel(story.world.visitor(), story.document)
    assert "These words now read: notice is soon read out" in shown


def test_a_comment_whose_words_are_gone_is_shown_with_the_old_wording(
    story: Story,
) -> None:
    comment(story.people[0], story.document, quote="read out")
    story.rewords("b1", "Letters go to all.")
    shown = panel(story.world.visitor(), story.document)
    assert "no longer in the text" in shown
    assert "Every notice is read out." in shown


def test_words_that_now_stand_in_another_paragraph_are_found_there(
    story: Story,
) -> None:
    comment(story.people[0], story.document, quote="Every notice is read out")
    story.rewords("b1", "Letters go to all.")
    story.rewords("b2", "Here: Every notice is read out, and shortly.")
    shown = panel(story.world.visitor(), story.document)
    assert "The words it means now stand in ¶2." in shown
