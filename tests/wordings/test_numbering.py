"""What is printed beside each block, and what that is in short and aloud."""

from consensus.schema import KINDS
from consensus.wordings.numbering import anchor_of, numbered, short_label, spoken_label

TEXT = [{"type": kind, "attrs": {"id": f"b{i}"}} for i, kind in enumerate(KINDS)]


def test_r42_each_kind_is_counted_in_a_row_of_its_own() -> None:
    labels = [label for _, label in numbered([*TEXT, *TEXT])]
    assert labels[: len(KINDS)] == [
        "¶1", "Heading 1", "¶2", "¶3", "¶4", "Note 1", "Figure 1", "Rec 1",
        "Finding 1", "Issue 1", "View 1", "Options 1",
    ]  # fmt: skip
    assert labels[len(KINDS)] == "¶5"
    assert labels[-1] == "Options 2"


def test_no_two_blocks_share_a_label_its_short_form_or_its_anchor() -> None:
    labels = [label for _, label in numbered([*TEXT, *TEXT, *TEXT])]
    for form in (str, short_label, spoken_label, anchor_of):
        assert len({form(label) for label in labels}) == len(labels), form


def test_a_label_is_said_in_words() -> None:
    assert [spoken_label(one) for one in ("¶4", "Rec 2", "Heading 1", "Finding 3")] == [
        "paragraph 4", "recommendation 2", "heading 1", "key finding 3",
    ]  # fmt: skip
