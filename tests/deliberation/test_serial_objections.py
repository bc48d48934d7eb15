"""R32: one objection for each person and wording; repeats are answered by pointing."""

from pathlib import Path

from werkzeug.test import TestResponse

from consensus.deliberation.machine import Move
from consensus.deliberation.models import HolderState
from consensus.publication.verify import verify
from tests.deliberation.panels import move, panel_of, take, words_of
from tests.deliberation.stories import Story
from tests.publication.publishing import (
    WHOLE,
    finding,
    level,
    output,
    publishes,
    saved_bundle,
)


def points(story: Story, number: int, to: str, text: str = "") -> TestResponse:
    """The editor answers that an objection repeats another."""
    path = f"/documents/{story.document}/objections/{number}/answer"
    return story.editor.post(path, answer=text, disposition="duplicate_of", same_as=to)


def test_r32_a_repeat_is_answered_by_pointing_to_the_answer(story: Story) -> None:
    take(story.people[0], story.document, "objection")
    take(story.people[1], story.document, "objection")
    story.answers(1)
    assert points(story, 2, "O-1").status_code == 303
    assert story.state(2) is HolderState.ANSWERED
    shown = words_of(panel_of(story.world.visitor(), story.document))
    assert "It repeats an objection that was answered: O-1" in shown
    assert "See the answer to O-1." in shown


def test_r32_only_an_answer_that_was_given_can_be_pointed_to(story: Story) -> None:
    take(story.people[0], story.document, "objection")
    take(story.people[1], story.document, "objection")
    for to in ("O-1", "2", "", "7", "three"):
        refused = points(story, 2, to, "As before.")
        assert refused.status_code == 422, to
        assert "As before." in refused.get_data(as_text=True)  # what was typed is kept
    assert story.state(2) is HolderState.RAISED


def test_r32_a_repeat_counts_and_is_printed_like_any_other(
    story: Story, tmp_path: Path
) -> None:
    story.open_call()
    for person in story.people[:2]:
        take(person, story.document, "objection")
    story.answers(1)
    points(story, 2, "1")
    for number, person in enumerate(story.people[:2], start=1):
        move(person, story.document, number, Move.MAINTAIN)
    support_of_others_but_one(story)
    story.world.days_pass(15)
    code = "strong_support_significant_opposition"
    whole = WHOLE | {"level-document": code}
    declared = story.declares(**whole, **level("b1", code), **finding(1), **finding(2))
    assert declared.status_code == 303, declared.get_data(as_text=True)
    story.windows_pass()
    assert publishes(story).status_code == 303
    assert "answered before, with another objection" in output(story).text
    assert "2 objections stand (2 people)." in output(story).text
    assert verify(saved_bundle(story, tmp_path)).faults == []


def support_of_others_but_one(story: Story) -> None:
    for one in story.people[2:]:
        story.takes(one, "support")
    for name in ("Fay Reed", "Gil Hart"):
        story.takes(story.joins(name), "support")


def test_r32_one_objection_for_each_person_and_wording(story: Story) -> None:
    person = story.people[0]
    take(person, story.document, "objection")
    assert take(person, story.document, "dissent").status_code == 409
    move(person, story.document, 1, Move.WITHDRAW)
    again = take(person, story.document, "objection")
    assert again.status_code == 409
    assert "in O-1: raise that one again" in again.get_data(as_text=True)
    assert move(person, story.document, 1, Move.RAISE_AGAIN).status_code == 303
    assert story.state(1) is HolderState.RAISED


def test_r32_other_words_are_another_objection(story: Story) -> None:
    person = story.people[0]
    take(person, story.document, "objection")
    move(person, story.document, 1, Move.WITHDRAW)
    story.rewords("b1", "No notice is read out any more.")
    assert take(person, story.document, "objection").status_code == 303
    assert story.state(2) is HolderState.RAISED
