"""Repeat calls: what they ask about, what stands, what comes out of round (6.2)."""

import json

import pytest
from werkzeug.test import TestResponse

from consensus import scheduling
from consensus.deliberation.machine import Move
from consensus.deliberation.models import HolderState
from consensus.deliberation.queries import objection_of
from tests.deliberation.panels import answer, move, panel_of, take, words_of
from tests.deliberation.stories import Story
from tests.publication.publishing import finding, level, output, publishes

REPEAT = {"scope": "changed_and_contested"}


def sent_back(story: Story) -> int:
    """
    A call on three paragraphs has closed: all support the whole, one objection to b1
    is maintained, and the text went back, where b2 got other words. Its number.
    """
    story.open_call(days="7")
    number = story.objects(story.people[0], "b1", "Who reads it out?")
    story.answers(number)
    story.decides(story.people[0], number, Move.MAINTAIN)
    for one in [*story.people[1:], story.joins("Fay Reed")]:
        story.takes(one, "support")
    story.world.days_pass(8)
    story.caller.post(f"/documents/{story.document}/return", reason="Shorter, please.")
    story.rewords("b2", "Every notice must be short and plain.")
    return number


def repeated(story: Story, **fields: str) -> int:
    """All that, and a repeat call is open."""
    number = sent_back(story)
    opened = story.open_call(**REPEAT, **fields)
    assert opened.status_code == 303, opened.get_data(as_text=True)
    return number


def desk(story: Story) -> str:
    """The desk in words, as its caller sees it."""
    return words_of(story.caller.get(story.desk).get_data(as_text=True))


def admission(story: Story, number: int, reason: str) -> TestResponse:
    """The caller accepts an objection as new information."""
    path = f"/documents/{story.document}/objections/{number}/admission"
    return story.caller.post(path, reason=reason)


def test_6_2_a_repeat_call_asks_about_what_changed_and_what_is_contested(
    story: Story,
) -> None:
    sent_back(story)
    offered = desk(story)
    assert "Changed: ¶2." in offered
    assert "Contested: ¶1." in offered
    story.open_call(**REPEAT)
    call = story.call()
    assert call.covered == ["b1", "b2"]
    assert "It asks about ¶1, ¶2:" in desk(story)
    scheduling.tick(story.world.app)
    told = [one for one in story.world.outbox if "Consensus call:" in one["Subject"]]
    assert "This is a repeat call. It asks about ¶1, ¶2:" in told[-1].get_content()


def test_6_2_the_caller_adds_what_the_changes_affect(story: Story) -> None:
    number = repeated(story, also="b3")
    assert story.call().covered == ["b1", "b2", "b3"]
    assert story.state(number) is HolderState.MAINTAINED


def test_6_2_paragraphs_of_another_text_cannot_be_asked_about(story: Story) -> None:
    sent_back(story)
    assert story.open_call(**REPEAT, also="b9").status_code == 422


def test_6_2_a_first_call_asks_about_the_whole_text(story: Story) -> None:
    assert "What the call asks about" not in desk(story)
    refused = story.open_call(**REPEAT)
    assert refused.status_code == 409
    assert "there is none to repeat" in refused.get_data(as_text=True)


def test_6_2_a_stopped_call_is_not_repeated(story: Story) -> None:
    story.open_call()
    story.editor.post(f"/documents/{story.document}/call/stop", reason="New facts.")
    story.rewords("b2", "Every notice must be short.")
    assert story.open_call(**REPEAT).status_code == 409


def test_6_2_nothing_changed_and_nothing_contested_is_not_asked_again(
    story: Story,
) -> None:
    story.open_call()
    story.everybody_supports()
    story.world.days_pass(15)
    story.caller.post(f"/documents/{story.document}/return", reason="One more look.")
    refused = story.open_call(**REPEAT)
    assert refused.status_code == 409
    assert "there is nothing to ask again" in refused.get_data(as_text=True)


def test_b1_elsewhere_positions_stand_in_a_repeat_call(story: Story) -> None:
    repeated(story)
    asked_again = words_of(panel_of(story.people[1], story.document, "b2"))
    assert "0 of 8 members have taken a position on it" in asked_again
    stands = words_of(panel_of(story.people[1], story.document, "b3"))
    assert "5 of 8 members have taken a position on it" in stands


def test_r23_an_objection_outside_a_repeat_call_is_recorded_as_a_dissent(
    story: Story,
) -> None:
    number = repeated(story)
    late = story.people[1]
    assert "An objection is received out of round." in words_of(
        panel_of(late, story.document, "b3")
    )
    assert "out of round" not in words_of(panel_of(late, story.document, "b2"))
    assert take(late, story.document, "objection", block_id="b3").status_code == 303
    assert story.state(number + 1) is HolderState.DISSENTING
    page = words_of(panel_of(late, story.document, "b3"))
    assert "Automatic answer Received out of round, will be recorded." in page
    scheduling.tick(story.world.app)
    (told,) = [one for one in story.world.outbox if "out of round" in one["Subject"]]
    assert told["To"] == "bo.lind@example.org"
    assert "recorded and\nprinted as your dissent" in told.get_content()


def test_r23_a_contested_or_changed_paragraph_takes_objections_as_ever(
    story: Story,
) -> None:
    number = repeated(story)
    for block in ("b1", "b2"):
        number += 1
        take(story.people[1], story.document, "objection", block_id=block)
        assert story.state(number) is HolderState.RAISED


def test_r23_who_joins_it_dissents_too_and_cannot_ask_for_a_change(
    story: Story,
) -> None:
    number = repeated(story) + 1
    first, second = story.people[1:3]
    take(first, story.document, "objection", block_id="b3")
    path = f"/documents/{story.document}/objections/{number}/joining"
    assert second.post(path, kind="objection", attribution="named").status_code == 303
    refused = move(first, story.document, number, Move.ASK_FOR_CHANGE)
    assert refused.status_code == 409
    assert "does not ask about these words" in refused.get_data(as_text=True)
    with story.at_work() as (session, document):
        states = {o.state for o in objection_of(session, document.id, number).holders}
    assert states == {HolderState.DISSENTING}


def test_6_2_the_caller_accepts_new_information_and_the_holder_may_ask_again(
    story: Story,
) -> None:
    number = repeated(story) + 1
    late = story.people[1]
    take(late, story.document, "objection", block_id="b3")
    assert admission(story, number, "").status_code == 422
    assert admission(story, number, "A law changed.").status_code == 303
    assert admission(story, number, "A law changed.").status_code == 409
    assert story.state(number) is HolderState.DISSENTING  # nobody else moves it
    scheduling.tick(story.world.app)
    (told,) = [m for m in story.world.outbox if "new information" in m["Subject"]]
    assert "A law changed." in told.get_content()
    assert move(late, story.document, number, Move.ASK_FOR_CHANGE).status_code == 303
    assert answer(story.editor, story.document, number).status_code == 303


def test_6_2_only_the_caller_accepts_new_information(story: Story) -> None:
    number = repeated(story) + 1
    take(story.people[1], story.document, "objection", block_id="b3")
    path = f"/documents/{story.document}/objections/{number}/admission"
    assert story.editor.post(path, reason="New.").status_code == 403
    assert "Accept as new information" not in panel_of(
        story.editor, story.document, "b3"
    )
    assert "Accept as new information" in panel_of(story.caller, story.document, "b3")


def test_6_2_an_old_objection_outside_the_call_comes_back_only_as_a_dissent(
    story: Story,
) -> None:
    number = story.objects(story.people[1], "b3", "Not for ever.")
    story.decides(story.people[1], number, Move.WITHDRAW)
    repeated(story)
    again = move(story.people[1], story.document, number, Move.RAISE_AGAIN)
    assert again.status_code == 409
    dissent = move(story.people[1], story.document, number, Move.DISSENT_AFTER_CALL)
    assert dissent.status_code == 303


@pytest.mark.parametrize("accepted", [False, True])
def test_r23_it_is_printed_with_its_automatic_answer(
    story: Story, *, accepted: bool
) -> None:
    number = repeated(story)
    late = number + 1
    take(story.people[1], story.document, "objection", block_id="b3")
    if accepted:
        admission(story, late, "A law changed.")
    for one in [*story.people[1:], story.joins("Gil Hart")]:
        story.takes(one, "support")
    story.world.days_pass(15)
    whole = {"level-document": "divergence", "rationale-document": "Not agreed."}
    levels = level("b1") | level("b3")
    sent = story.declares(**whole, **levels, **finding(number), **finding(late))
    assert sent.status_code == 303, sent.get_data(as_text=True)
    story.windows_pass()
    published = publishes(story)
    assert published.status_code == 303, published.get_data(as_text=True)
    page = words_of(output(story).get_data(as_text=True))
    assert "Automatic answer: received out of round, will be recorded." in page
    assert ("accepted it as new information" in page) is accepted
    assert "It repeated an earlier call and asked about what had changed" in page


def test_6_2_the_log_says_what_a_call_asks_about(story: Story) -> None:
    repeated(story)
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson")
    entries = [json.loads(line)["entry"] for line in log.data.splitlines()]
    first, second = [one["facts"] for one in entries if one["verb"] == "call.opened"]
    assert (first["scope"], first["covered"]) == ("whole", [])
    assert second["scope"] == "changed_and_contested"
    assert second["covered"] == ["b1", "b2"]
