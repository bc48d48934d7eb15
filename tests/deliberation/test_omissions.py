"""R8: objecting to what is missing after a paragraph, and what becomes of it."""

from collections.abc import Callable

import pytest

from consensus.deliberation.machine import Move
from consensus.deliberation.models import HolderState
from consensus.deliberation.places import after
from consensus.drafting.actions import add_block
from tests.deliberation.panels import misses, move, panel_of, take, words_of
from tests.deliberation.stories import Story
from tests.deliberation.structuring import (
    counts_on,
    edits,
    joins,
    opposed_on,
    removes,
    restores,
    splits,
)

MISSING = "To what is missing after this paragraph."
ADDED = "The reader is paid by the sender."


def adds_a_paragraph(story: Story, block_id: str, words: str = ADDED) -> str:
    """The editor puts a paragraph behind another; its id."""
    made: list[str] = []
    content = [{"type": "text", "text": words}]
    block = {"type": "paragraph", "attrs": {"id": "new"}, "content": content}
    edits(
        story,
        lambda s, d, by: made.append(add_block(s, d, block, block_id, by=by)),
    )
    return made[0]


def test_r8_what_is_missing_after_a_paragraph_can_be_objected_to(story: Story) -> None:
    person = story.people[0]
    assert misses(person, story.document).status_code == 303
    panel = words_of(panel_of(story.people[1], story.document))
    assert "Nothing says who pays." in panel
    assert MISSING in panel
    assert opposed_on(story, after("b1")) == ["O-1"]


def test_r8_who_misses_something_does_not_oppose_the_words_before_it(
    story: Story,
) -> None:
    person = story.people[0]
    take(person, story.document, "support")
    misses(person, story.document)
    counts = counts_on(story, "b1")
    assert (counts.support, counts.objection) == (1, 0)
    assert opposed_on(story, "b1") == []


def test_r32_what_is_missing_is_objected_to_once_by_each(story: Story) -> None:
    person = story.people[0]
    misses(person, story.document)
    again = misses(person, story.document, "And when?")
    assert again.status_code == 409
    assert "You already hold O-1 here" in again.get_data(as_text=True)
    assert "And when?" in again.get_data(as_text=True)  # what was typed is kept
    assert take(person, story.document, "objection").status_code == 303


def test_r2_an_omission_without_words_asks_for_them_once(story: Story) -> None:
    person = story.people[0]
    refused = misses(person, story.document, "", would_resolve="A sentence on cost.")
    assert refused.status_code == 422
    assert "A sentence on cost." in refused.get_data(as_text=True)
    bare = misses(person, story.document, "", without_reasons="yes")
    assert bare.status_code == 303


def splits_it(story: Story) -> str:
    return splits(story, "b1", "Every notice", "is read out.")


def removes_it(story: Story) -> str:
    removes(story, "b1")
    return "b1"


def rewords_it(story: Story) -> str:
    story.rewords("b1", "No notice must be read out by anybody.")
    return "b1"


def merges_it(story: Story) -> str:
    joins(story, "b1", "b2")
    return "b1"


@pytest.mark.parametrize("change", [splits_it, removes_it, rewords_it, merges_it])
def test_r8_it_stands_whatever_becomes_of_the_paragraph_before_it(
    story: Story, change: Callable[[Story], str]
) -> None:
    misses(story.people[0], story.document)
    where = change(story)
    assert opposed_on(story, after(where)) == ["O-1"]
    story.offers_the_text()
    assert story.state(1) is HolderState.RAISED
    assert opposed_on(story, after(where)) == ["O-1"]
    assert MISSING in words_of(panel_of(story.people[1], story.document, where))


def test_r8_it_is_back_behind_a_paragraph_that_is_back(story: Story) -> None:
    misses(story.people[0], story.document, block_id="b2")
    removes(story, "b2")
    story.offers_the_text()
    restores(story, "b2")
    story.offers_the_text()
    assert opposed_on(story, after("b2")) == ["O-1"]
    assert story.state(1) is HolderState.RAISED


def test_r8_a_paragraph_added_there_asks_the_holder_and_decides_nothing(
    story: Story,
) -> None:
    person = story.people[0]
    misses(person, story.document)
    adds_a_paragraph(story, "b1")
    assert story.state(1) is HolderState.RAISED  # nobody is asked per keystroke
    story.offers_the_text()
    assert story.state(1) is HolderState.RECHECK
    panel = words_of(panel_of(person, story.document))
    assert "A paragraph was added there since. Does it meet your objection?" in panel
    assert ADDED in panel
    story.tick()
    (mail,) = [m for m in story.world.outbox if "objection met" in m["Subject"]]
    assert ADDED in mail.get_content()
    assert move(person, story.document, 1, Move.RESOLVE).status_code == 303
    assert story.state(1) is HolderState.RESOLVED


def test_r8_who_keeps_it_is_not_asked_about_the_same_paragraph_again(
    story: Story,
) -> None:
    person = story.people[0]
    misses(person, story.document)
    story.answers(1)
    move(person, story.document, 1, Move.MAINTAIN)
    adds_a_paragraph(story, "b1")
    story.offers_the_text()
    move(person, story.document, 1, Move.KEEP)
    story.offers_the_text()
    assert story.state(1) is HolderState.MAINTAINED


def test_inv_25_what_was_added_and_taken_away_again_brings_the_state_back(
    story: Story,
) -> None:
    misses(story.people[0], story.document, kind="dissent")
    new = adds_a_paragraph(story, "b1")
    story.offers_the_text()
    assert story.state(1) is HolderState.RECHECK
    removes(story, new)
    story.offers_the_text()
    assert story.state(1) is HolderState.DISSENTING


def test_r8_a_paragraph_elsewhere_or_split_off_asks_nobody(story: Story) -> None:
    misses(story.people[0], story.document)
    adds_a_paragraph(story, "b2")
    splits(story, "b2", "Every notice", "is short.")
    story.offers_the_text()
    assert story.state(1) is HolderState.RAISED


def test_r8_joining_leaves_what_the_joiner_said_of_the_words(story: Story) -> None:
    misses(story.people[0], story.document)
    other = story.people[1]
    take(other, story.document, "support")
    path = f"/documents/{story.document}/objections/1/joining"
    sent = {"kind": "objection", "attribution": "named", "own_note": "Me too."}
    assert other.post(path, **sent).status_code == 303
    assert counts_on(story, "b1").support == 1


def test_r8_nothing_is_missing_after_a_paragraph_that_is_gone(story: Story) -> None:
    person = story.people[0]
    removes(story, "b1")
    refused = misses(person, story.document)
    assert refused.status_code == 409
    assert "no longer in the text" in refused.get_data(as_text=True)
    assert "Something is missing after" not in panel_of(person, story.document)
    sealed = misses(person, story.document, block_id="b2", seen={"seen_hash": "x"})
    assert sealed.status_code == 422


@pytest.mark.parametrize("stage", ["assessment", "visitor"])
def test_r8_only_members_and_only_while_it_is_argued(story: Story, stage: str) -> None:
    person, seen = story.people[0], None
    if stage == "assessment":
        story.open_call()
        story.world.days_pass(15)
    else:
        person = story.world.visitor()
    seen = {"seen_hash": "x", "seen_mac": "y", "seen_ref": "1"}
    status = misses(person, story.document, seen=seen).status_code
    assert status == (409 if stage == "assessment" else 401)
    assert "objection.raised" not in story.verbs()
